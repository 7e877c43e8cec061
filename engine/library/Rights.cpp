// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Rights.h"

#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace opificio {

namespace {

// A statement of the table: one address, or an address that goes on with a version and, where there is one, a country:
// .../by/ 3.0/it/.
struct Row {
    RightsStatement statement;
    std::set<std::string, std::less<>> endings; ///< "3.0", "3.0/it"; none where the address is whole
};

struct Table {
    std::vector<Row> rows;
    std::map<std::string, std::size_t, std::less<>> texts; ///< folded label to row
    std::map<std::string, std::string, std::less<>> aliases; ///< normalised address to address
    std::map<std::string, std::string, std::less<>> elements; ///< "share alike" to "sa"
    std::map<std::string, std::string, std::less<>> ports; ///< "it" and "italia" to "it"
};

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
        [](char byte) { return char(std::tolower(static_cast<unsigned char>(byte))); });
    return result;
}

std::string trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

// A word of a stated right: an address, or letters and digits between blanks and marks.
struct Word {
    std::string text; ///< as it stands
    std::string folded; ///< in lower case
    bool address = false;
};

bool isAddress(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//") || text.starts_with("www.")
        || text.starts_with("creativecommons.org/") || text.starts_with("rightsstatements.org/");
}

// http, lower-case host without www, no query, fragment, deed, legal code or language, one slash at the end.
std::string normalised(std::string_view stated)
{
    std::string address = trimmed(stated);
    const std::string lower = lowered(address);
    if (!isAddress(lower))
        return {};
    for (std::string_view scheme : {"https://", "http://", "//"}) {
        if (lower.starts_with(scheme)) {
            address.erase(0, scheme.size());
            break;
        }
    }
    if (lowered(address).starts_with("www."))
        address.erase(0, 4);
    if (auto end = address.find_first_of("?#"); end != std::string::npos)
        address.resize(end);
    while (address.ends_with('/'))
        address.pop_back();
    const auto slash = address.find('/');
    std::string host = lowered(address.substr(0, slash));
    std::string path = slash == std::string::npos ? std::string() : address.substr(slash);
    if (host == "creativecommons.org" || host == "rightsstatements.org")
        path = lowered(path);
    for (bool changed = true; changed;) {
        changed = false;
        const auto last = path.rfind('/');
        const std::string_view part = last == std::string::npos ? std::string_view() : std::string_view(path).substr(last + 1);
        if (part.starts_with("deed") || part.starts_with("legalcode") || part == "rdf") {
            path.resize(last);
            changed = true;
        }
    }
    // The human pages of rightsstatements.org.
    if (host == "rightsstatements.org" && path.starts_with("/page/"))
        path.replace(0, 6, "/vocab/");
    if (host == "rightsstatements.org" && path.starts_with("/data/"))
        path.replace(0, 6, "/vocab/");
    return "http://" + host + path + "/";
}

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool isLetter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || static_cast<unsigned char>(byte) >= 0x80;
}

// "CC-BY_4.0 (Museo)" is "CC", "BY", "4.0", "Museo".
std::vector<Word> wordsOf(std::string_view stated)
{
    std::string text(stated);
    for (std::string_view mark : {"–", "—", "‐", "‑", "’", "‘", "“", "”", "«", "»", "©", "·", "•", "\xc2\xa0"}) {
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
            text.replace(at, mark.size(), " ");
    }
    std::vector<Word> words;
    for (std::size_t index = 0; index < text.size();) {
        std::size_t end = index;
        const bool address = isAddress(lowered(std::string_view(text).substr(index, 30)));
        if (address) {
            end = std::min(text.find_first_of(" \t\r\n<>\"()[]", index), text.size());
            while (std::string_view(".,;:").find(text[end - 1]) != std::string_view::npos)
                --end;
        } else if (isDigit(text[index])) {
            while (end < text.size()
                && (isDigit(text[end]) || (text[end] == '.' && end + 1 < text.size() && isDigit(text[end + 1]))))
                ++end;
        } else {
            while (end < text.size() && isLetter(text[end]))
                ++end;
        }
        if (end > index) {
            const std::string word = text.substr(index, end - index);
            words.push_back({word, lowered(word), address});
        }
        index = std::max(end, index + 1);
    }
    return words;
}

std::string folded(std::span<const Word> words)
{
    std::string result;
    for (const Word& word : words)
        result += (result.empty() ? "" : " ") + word.folded;
    return result;
}

std::string folded(std::string_view label)
{
    return folded(wordsOf(label));
}

Permission permissionOf(const std::string& word)
{
    return word == "yes" ? Permission::Yes : word == "no" ? Permission::No : Permission::Ask;
}

std::vector<std::string> textsAt(const Json& json, std::string_view key)
{
    std::vector<std::string> texts;
    for (const Json& text : at(json, key)) {
        if (text.is_string())
            texts.push_back(text.get<std::string>());
    }
    return texts;
}

Table readTable()
{
    Table table;
    auto json = readJson(resource("rights.json"));
    if (!json) {
        // Without the table every right counts as not known, which is safe.
        log(Level::Error, "library", json.error().message);
        return table;
    }
    std::map<std::string, std::vector<std::string>> portsOf; // by version
    for (const auto& [port, known] : at(*json, "ports").items()) {
        for (const std::string& version : textsAt(known, "versions"))
            portsOf[version].push_back(port);
        table.ports.emplace(port, port);
        for (const std::string& name : textsAt(known, "names"))
            table.ports.emplace(folded(name), port);
    }
    for (const auto& [element, names] : at(*json, "elements").items()) {
        for (const std::string& name : textsAt(at(*json, "elements"), element))
            table.elements.emplace(folded(name), element);
    }
    for (const Json& row : at(*json, "statements")) {
        Row read{.statement = {
                     .address = textAt(row, "address"),
                     .english = textAt(at(row, "label"), "en"),
                     .italian = textAt(at(row, "label"), "it"),
                     .kind = textAt(row, "kind"),
                     .publicDomain = flagAt(row, "publicDomain"),
                     .show = permissionOf(textAt(row, "show")),
                     .derive = permissionOf(textAt(row, "derive")),
                     .sell = permissionOf(textAt(row, "sell")),
                     .train = permissionOf(textAt(row, "train")),
                     .credit = flagAt(row, "credit"),
                     .shareAlike = flagAt(row, "shareAlike"),
                 }};
        for (const std::string& version : textsAt(row, "versions"))
            read.endings.insert(version);
        if (flagAt(row, "ported")) {
            for (const auto& [version, ports] : portsOf) {
                for (const std::string& port : ports)
                    read.endings.insert(version + "/" + port);
            }
        }
        // Of the others the labels are made of elements and a version.
        if (read.endings.empty()) {
            std::vector<std::string> texts = textsAt(row, "texts");
            texts.insert(texts.end(), {read.statement.english, read.statement.italian});
            for (const std::string& label : texts)
                table.texts.emplace(folded(label), table.rows.size());
            table.aliases.emplace(normalised(read.statement.address), read.statement.address);
        }
        for (const std::string& alias : textsAt(row, "aliases"))
            table.aliases.emplace(normalised(alias), read.statement.address);
        table.rows.push_back(std::move(read));
    }
    return table;
}

const Table& table()
{
    static const Table read = readTable();
    return read;
}

// What the table says of a canonical address.
std::optional<RightsStatement> statementAt(std::string_view address)
{
    for (const Row& row : table().rows) {
        const std::string& base = row.statement.address;
        if (row.endings.empty() && address == base)
            return row.statement;
        if (row.endings.empty() || !address.starts_with(base) || !address.ends_with('/') || address.size() <= base.size())
            continue;
        std::string ending(address.substr(base.size(), address.size() - base.size() - 1));
        if (!row.endings.contains(ending))
            continue;
        RightsStatement statement = row.statement;
        statement.address = address;
        // by/ 3.0/it/ is CC BY 3.0 IT.
        std::replace(ending.begin(), ending.end(), '/', ' ');
        std::transform(ending.begin(), ending.end(), ending.begin(),
            [](char byte) { return char(std::toupper(static_cast<unsigned char>(byte))); });
        statement.english += " " + ending;
        statement.italian += " " + ending;
        return statement;
    }
    return std::nullopt;
}

std::string canonicalAddress(std::string_view stated)
{
    const std::string address = normalised(stated);
    if (statementAt(address))
        return address;
    auto alias = table().aliases.find(address);
    return alias == table().aliases.end() ? std::string() : alias->second;
}

// Where a statement stands among words, and how many of them it takes; none when there is none.
struct Found {
    std::string address;
    std::size_t length = 0;
};

// The longest of names, at most five words, with which the words begin.
const std::string* longestName(
    const std::map<std::string, std::string, std::less<>>& names, std::span<const Word> words, std::size_t& length)
{
    for (length = std::min<std::size_t>(words.size(), 5); length > 0; --length) {
        if (auto name = names.find(folded(words.first(length))); name != names.end())
            return &name->second;
    }
    return nullptr;
}

// "Creative Commons Attribution-NonCommercial 3.0 Italy": elements, a version and perhaps a country. Without a version it
// is a family of licences and no statement that could be linked.
Found licenceAt(std::span<const Word> words)
{
    static const std::set<std::string_view> licence = {"license", "licence", "licenza", "lizenz"};
    static const std::set<std::string_view> before = {"v", "version", "versione"};
    static const std::set<std::string_view> after = {"international", "internazionale", "unported", "generic", "generico"};
    std::size_t index = 0;
    const auto skip = [&](const std::set<std::string_view>& known) {
        while (index < words.size() && known.contains(words[index].folded))
            ++index;
    };
    const auto is = [&](std::string_view word) { return index < words.size() && words[index].folded == word; };
    if (is("creative") && index + 1 < words.size() && words[index + 1].folded == "commons")
        index += 2;
    skip(licence);
    if (is("cc"))
        ++index;
    const bool named = index > 0;
    std::vector<std::string> elements;
    std::size_t length = 0;
    while (const std::string* element = longestName(table().elements, words.subspan(index), length)) {
        if (std::find(elements.begin(), elements.end(), *element) != elements.end())
            return {};
        // "BY 4.0" alone could be anything.
        if (!named && elements.empty() && (*element != "by" || words[index].folded == "by"))
            return {};
        elements.push_back(*element);
        index += length;
    }
    skip(licence);
    skip(before);
    if (elements.empty() || index == words.size() || !isDigit(words[index].text.front()))
        return {};
    const std::string version = words[index++].text;
    const std::size_t whole = index;
    skip(licence);
    std::string port;
    if (const std::string* name = longestName(table().ports, words.subspan(index), length)) {
        // "IT" is Italy; "it" and "no" may be words, but for the last.
        const std::string& text = words[index].text;
        const bool isCode = length == 1 && text.size() == 2;
        if (!isCode || (text[0] <= 'Z' && text[1] <= 'Z') || index + 1 == words.size()) {
            port = "/" + *name;
            index += length;
        }
    }
    if (port.empty()) {
        index = whole;
        skip(after);
    }
    const auto address = [&] {
        std::string path;
        for (const std::string& element : elements)
            path += (path.empty() ? "" : "-") + element;
        return canonicalAddress("http://creativecommons.org/licenses/" + path + "/" + version + port + "/");
    };
    std::string found = address();
    if (found.empty()) {
        // The order of now: version 1.0 said ND before NC.
        static const std::string_view order = "by nc nd sa";
        std::sort(elements.begin(), elements.end(),
            [](const std::string& left, const std::string& right) { return order.find(left) < order.find(right); });
        found = address();
    }
    return {found, found.empty() ? 0 : index};
}

Found statementIn(std::span<const Word> words)
{
    if (words.front().address)
        return {canonicalAddress(words.front().text), 1};
    for (std::size_t length = std::min<std::size_t>(words.size(), 12); length > 0; --length) {
        if (auto text = table().texts.find(folded(words.first(length))); text != table().texts.end())
            return {table().rows[text->second].statement.address, length};
    }
    return licenceAt(words);
}

// Whether a word beside a statement names somebody or something and takes nothing from what the statement says. What limits
// it to a part or to a use, and what may be another statement, does.
bool isBeside(const Word& word)
{
    static const std::set<std::string_view> harmless = {"license", "licence", "licenza", "lizenz", "deed", "universal",
        "universale", "international", "internazionale", "unported", "photo", "foto", "photograph", "fotografia", "photographer",
        "fotografo", "courtesy", "credit", "credits", "crediti", "by", "via", "di", "del", "della", "dello", "dell", "dei",
        "degli", "delle", "de", "d", "l", "la", "il", "lo", "le", "i", "the", "of", "der", "die", "das", "des", "du", "van",
        "von", "für", "and", "e", "ed", "et", "und", "s"};
    static const std::set<std::string_view> limiting
        = {"no", "not", "non", "nor", "nc", "nd", "sa", "cc", "creative", "commons", "only", "solo", "sola", "soli", "soltanto",
            "nur", "or", "all", "any", "salvo", "tranne", "data", "dati", "text", "texts", "testo", "testi", "terms", "termini",
            "use", "uses", "used", "uso", "usi", "until", "unless", "fino", "fee", "personal", "personale", "private", "privato",
            "domain", "dominio", "other", "altro", "altri", "pdm", "inc", "limited", "proprietary"};
    static const std::string_view limitingBeginnings[] = {"commerc", "noncommerc", "deriv", "noderiv", "copyright", "right",
        "diritt", "reserv", "riserv", "restrict", "restriz", "limit", "except", "eccett", "exclu", "esclu", "permis", "permess",
        "autoriz", "authori", "educat", "didatt", "metadat", "record", "sched", "descri", "catalog", "preview", "thumbnail",
        "anteprim", "modif", "elabor", "condition", "condizion", "share", "condivi", "attribu", "orphan", "orfan", "protect",
        "protett", "unknown", "ignot", "request", "richiest", "embargo", "licens", "licenz"};
    if (word.address || limiting.contains(word.folded))
        return false;
    if (harmless.contains(word.folded))
        return true;
    for (std::string_view beginning : limitingBeginnings) {
        if (word.folded.starts_with(beginning))
            return false;
    }
    // A number or a name; the capitals with accents begin with this byte and one below 0xa0.
    const char first = word.text.front();
    return isDigit(first) || (first >= 'A' && first <= 'Z')
        || (first == '\xc3' && word.text.size() > 1 && static_cast<unsigned char>(word.text[1]) < 0x9f);
}

// What may stand before a colon without dividing the rights among parts: "Photo: ..." does not, "Catalogue: ..." does.
bool dividesIntoParts(std::string_view credit)
{
    static const std::set<std::string_view> heads
        = {"license", "licence", "lizenz", "licenza", "licencia", "rights", "diritti", "droits", "rechte", "image", "images",
            "picture", "pictures", "photo", "photos", "foto", "bild", "bilder", "digitalisat", "immagine", "immagini", "imagen",
            "credit", "credits", "crediti", "source", "quelle", "fonte", "by", "via", "photographer", "fotografo", "fotograf"};
    for (std::size_t at = credit.find(':'); at != std::string_view::npos; at = credit.find(':', at + 1)) {
        const std::size_t blank = credit.substr(0, at).find_last_of(" \n(") + 1; // 0 where there is none
        if (credit.substr(at).starts_with("://") || isAddress(lowered(credit.substr(blank, at - blank))))
            continue;
        std::size_t begin = at;
        while (begin > 0 && isLetter(credit[begin - 1]))
            --begin;
        if (!heads.contains(lowered(credit.substr(begin, at - begin))))
            return true;
    }
    return false;
}

// Whether a word of a credit takes nothing from a licence beside it, and leads to none that nobody has read.
bool isClearInCredit(const Word& word)
{
    static const std::set<std::string_view> leads = {"license", "licence", "licenza", "lizenz", "licencia", "licensed",
        "licenced", "lizenziert", "rights", "diritti", "droits", "under", "unter", "sotto", "con", "sous", "bajo", "provided",
        "published", "available", "offered", "released", "digitised", "digitized", "digitalisiert", "bereitgestellt", "fornito",
        "fornita", "distribuito", "distribuita", "pubblicato", "pubblicata", "fournie", "fourni", "image", "images", "picture",
        "pictures", "photos", "view", "immagine", "immagini", "bild", "bilder", "digitalisat", "imagen", "this", "work", "is",
        "are", "a", "an", "un", "una", "une", "einer", "from", "at", "da", "dal", "dalla", "par", "por", "le", "les", "source",
        "quelle", "fonte", "library", "museum", "collection", "collections", "archive", "archives", "university", "gallery",
        "biblioteca", "museo", "archivio", "bibliothèque", "musée", "fotograf"};
    // Beside what isBeside() knows: refusals and parts that begin a sentence, and so with a capital.
    static const std::string_view parts[] = {"kein", "nicht", "ohne", "pas", "aucun", "sans", "sin", "ning", "nessun", "senza",
        "never", "mai", "nie", "without", "instead", "unlike", "former", "daten", "data", "dati", "datos", "donn", "beschreib",
        "katalog", "notice", "legend", "légend", "texte", "texto", "transcri", "trascri", "transkri", "annot", "ocr", "manifest",
        "software", "code", "web", "site", "sito", "nutzung", "beding", "verwend", "utilis", "usage", "urheber", "schutz",
        "gesch", "auteur", "autor", "reprod", "riprod", "veröff", "some", "certain", "einige", "alcun", "certain", "part", "teil",
        "erschlie", "alle", "tous", "todos", "tutti", "wo", "dove", "where", "when", "if", "se", "falls", "wenn", "si", "except",
        "außer", "ausser", "ausgen", "hors", "sauf", "excep", "frage", "contact", "kontakt", "contatt", "order", "bestell"};
    if (word.address) {
        const std::string address = lowered(word.text);
        for (const char* word : {"creativecommons.", "rightsstatements.", "/rights", "term", "licen", "lizen", "copyright",
                 "legal", "condi", "nutzung", "usage", "reuse", "policy", "polic"}) {
            if (address.find(word) != std::string::npos)
                return false;
        }
        return true;
    }
    if (leads.contains(word.folded))
        return true;
    for (std::string_view part : parts) {
        if (part.size() <= 3 && part != "ocr" ? word.folded == part : word.folded.starts_with(part))
            return false;
    }
    for (const char* part : {"daten", "metad", "metd"}) {
        if (word.folded.find(part) != std::string::npos)
            return false;
    }
    return isBeside(word);
}

} // namespace

std::optional<std::string> rightsInCredit(std::string_view credit)
{
    const std::string small = lowered(credit);
    if (credit.size() > 1000 || small.find("©") != std::string::npos || small.find("(c)") != std::string::npos
        || small.find("(©)") != std::string::npos || credit.find_first_of("*?") != std::string_view::npos
        || dividesIntoParts(credit))
        return std::nullopt;
    std::string address;
    const std::vector<Word> all = wordsOf(credit);
    for (std::span<const Word> words = all; !words.empty();) {
        const Found found = statementIn(words);
        if (found.address.empty()) {
            // "PDM" is what its link says, where it has one.
            static const std::set<std::string_view> initials = {"pdm", "cc", "creative", "commons"};
            const bool isNamed = initials.contains(words.front().folded) && words.size() > 1 && words[1].address;
            if (!isNamed && !isClearInCredit(words.front()))
                return std::nullopt;
            words = words.subspan(1);
            continue;
        }
        // One word alone could be anybody's initials; its address settles it.
        if (found.length == 1 && !words.front().address && words.front().folded != "cc0"
            && !(words.size() > 1 && words[1].address))
            return std::nullopt;
        if (address.empty() || found.address.starts_with(address))
            address = found.address;
        else if (!address.starts_with(found.address))
            return std::nullopt;
        words = words.subspan(found.length);
    }
    return address;
}

std::string canonicalRights(std::string_view stated)
{
    // What is longer is a text about rights.
    if (stated.empty() || stated.size() > 400)
        return {};
    const std::vector<Word> all = wordsOf(stated);
    std::span<const Word> words = all;
    // "Licence: CC BY 4.0", "This work is licensed under a Creative Commons ...".
    static const std::set<std::string_view> leads
        = {"license", "licence", "licenza", "lizenz", "licensed", "under", "rights", "diritti", "this", "work", "is", "a", "the"};
    Found first;
    while (!words.empty()) {
        first = statementIn(words);
        if (!first.address.empty() || !leads.contains(words.front().folded))
            break;
        words = words.subspan(1);
    }
    if (first.address.empty())
        return {};
    // "PDM" and "InC" beside other words could be anybody's initials.
    if (first.length == 1 && words.size() > 1 && !words.front().address)
        return {};
    std::string address = first.address;
    words = words.subspan(first.length);
    for (bool beginning = true; !words.empty(); beginning = false) {
        const Found other = statementIn(words);
        if (!other.address.empty()) {
            // The same again, or the same with its country: two different ones leave it open which of them holds.
            if (other.address.starts_with(address))
                address = other.address;
            else if (!address.starts_with(other.address))
                return {};
            words = words.subspan(other.length);
            continue;
        }
        static const std::set<std::string_view> joining = {"and", "e", "ed", "et", "und"};
        if (!isBeside(words.front()) || (beginning && joining.contains(words.front().folded)))
            return {};
        words = words.subspan(1);
    }
    return address;
}

std::optional<RightsStatement> findRights(std::string_view stated)
{
    return statementAt(canonicalRights(stated));
}

std::string rightsKind(const RightsOfItem& rights)
{
    if (rights.object == notStated)
        return std::string(notStated);
    static const char* const strictest[] = {"restricted", "unclear", "conditions", "open"};
    std::set<std::string> kinds;
    for (const std::string& stated : {rights.object, rights.work}) {
        if (stated == notStated)
            continue;
        auto statement = findRights(stated);
        kinds.insert(statement ? statement->kind : "unclear");
    }
    for (const char* kind : strictest) {
        if (kinds.contains(kind))
            return kind;
    }
    return "unclear";
}

int strictness(std::string_view stated)
{
    if (stated.empty() || stated == notStated)
        return 0;
    const auto statement = findRights(stated);
    if (!statement)
        return 50;
    auto weight = [](Permission permission, int no, int ask) {
        return permission == Permission::No ? no : permission == Permission::Ask ? ask : 0;
    };
    return 1 + weight(statement->show, 100, 20) + weight(statement->derive, 60, 15) + weight(statement->sell, 30, 8)
        + weight(statement->train, 10, 3) + (statement->shareAlike ? 2 : 0) + (statement->credit ? 1 : 0);
}

std::string rightsLabel(std::string_view stated)
{
    if (stated.empty() || stated == notStated)
        return text("not stated");
    if (auto statement = findRights(stated))
        return language() == "it" ? statement->italian : statement->english;
    return std::string(stated);
}

} // namespace opificio
