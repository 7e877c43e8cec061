// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/Items.h"

#include "base/EachLanguage.h"
#include "base/Hash.h"
#include "base/Json.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "library/iiif/Shapes.h"
#include "web/Address.h"

#include <algorithm>
#include <map>
#include <set>

namespace opificio::iiif {

namespace {

std::string folded(std::string_view label)
{
    std::string plain(label);
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
    while (!plain.empty() && (plain.back() == ':' || plain.back() == ' ' || plain.back() == '.'))
        plain.pop_back();
    return plain;
}

// Which field a label means: "artist" is a maker.
const std::map<std::string, std::string>& fields()
{
    static const std::map<std::string, std::string> table = [] {
        std::map<std::string, std::string> read;
        auto json = readJson(resource("iiif-words.json"));
        for (const char* field : {"maker", "date", "place", "holder", "subjects", "description", "rights", "people", "title"}) {
            for (const std::string& word : json ? listFrom(at(*json, field)) : std::vector<std::string>())
                read.emplace(folded(word), field);
        }
        return read;
    }();
    return table;
}

std::string fieldOf(const std::string& label)
{
    const std::string whole = folded(label);
    if (const auto found = fields().find(whole); found != fields().end())
        return found->second;
    // "Date of origin (English)", "Author(s)"
    const std::size_t bracket = whole.rfind('(');
    if (bracket == std::string::npos || !whole.ends_with(')'))
        return {};
    const auto found = fields().find(folded(std::string_view(whole).substr(0, bracket)));
    return found == fields().end() ? std::string() : found->second;
}

std::string fieldOf(const Fact& fact)
{
    for (const auto& [language, label] : fact.label) {
        if (std::string field = fieldOf(label); !field.empty())
            return field;
    }
    return {};
}

std::string oneLine(std::string text)
{
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\n')
            line += text[at];
        else if (!line.ends_with(" / "))
            line += " / ";
    }
    return line;
}

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at)
            lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// One language for fields that have only one: what the source says to all, else its first.
std::string said(const Texts& texts)
{
    return textIn(texts, "und");
}

std::string stripped(std::string_view text)
{
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ')
        text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
        text.remove_suffix(1);
    return std::string(text);
}

// Without the address that a link left behind its words; a text that is nothing but an address is none.
std::string withoutAddresses(std::string text)
{
    for (std::size_t at = text.find("(http"); at != std::string::npos; at = text.find("(http", at)) {
        const std::size_t end = text.find(')', at);
        if (end == std::string::npos)
            break;
        const std::size_t begin = at > 0 && text[at - 1] == ' ' ? at - 1 : at;
        text.erase(begin, end + 1 - begin);
        at = begin;
    }
    text = stripped(text);
    return isWebAddress(text) && text.find(' ') == std::string::npos ? std::string() : text;
}

// The same for a field: names, not the addresses of names. Where one language has only addresses, another one speaks.
std::string namedIn(const Texts& texts)
{
    auto lines = [](const std::string& value) {
        std::string kept;
        for (const std::string& line : linesOf(value)) {
            if (const std::string words = withoutAddresses(line); !words.empty())
                kept += (kept.empty() ? "" : "\n") + words;
        }
        return kept;
    };
    Texts named;
    for (const auto& [language, value] : texts) {
        if (std::string words = lines(value); !words.empty())
            named[language] = std::move(words);
    }
    return said(named);
}

// "Streets; Trams" are two, and what a list begins its lines with is no part of them.
std::vector<std::string> partsOf(const std::string& value)
{
    std::vector<std::string> parts;
    for (const std::string& line : linesOf(value)) {
        for (std::size_t at = 0; at <= line.size();) {
            const std::size_t end = std::min(line.find(';', at), line.size());
            std::string part = stripped(std::string_view(line).substr(at, end - at));
            if (part.starts_with("- ") || part.starts_with("• "))
                part = stripped(std::string_view(part).substr(part.find(' ')));
            if (!part.empty())
                parts.push_back(std::move(part));
            at = end + 1;
        }
    }
    return parts;
}

// The name, and on a line of its own where and when the person lived: "Ada Blu" and "French, 1839–1906" are one maker.
void joinLife(std::vector<std::string>& makers)
{
    if (makers.size() != 2 || makers[0].find_first_of("0123456789,") != std::string::npos)
        return;
    const std::size_t comma = makers[1].find(", "), digit = makers[1].find_first_of("0123456789");
    if (comma != std::string::npos && digit != std::string::npos && comma < digit && makers[1].find(' ') > comma)
        makers = {makers[0] + ", " + makers[1]};
}

bool isWithin(const Years& inner, const Years& outer)
{
    return inner.earliest && inner.latest && outer.earliest && outer.latest && *inner.earliest >= *outer.earliest
        && *inner.latest <= *outer.latest;
}

// Of several dates the first that is understood, and one that says the same more closely: "9th century" and "840–860".
void takeDate(const std::string& date, Item& item)
{
    // A moment with its seconds is when a record or a file was made.
    const std::size_t clock = date.find(':');
    const bool isMoment = date.size() > 15 && clock == 13 && (date[10] == 'T' || date[10] == ' ');
    if (date.empty() || isMoment)
        return;
    // "London : Somebody, 1851": an imprint, of which the year is the date.
    if (const std::size_t comma = date.rfind(','), colon = date.find(" : ");
        colon < comma && comma != std::string::npos && !parseDate(date) && parseDate(stripped(date.substr(comma + 1))))
        return takeDate(stripped(date.substr(comma + 1)), item);
    const auto known = parseDate(item.date), next = parseDate(date);
    if (item.date.empty() || (!known && next) || (known && next && isWithin(*next, *known) && !(*next == *known)))
        item.date = date;
}

Texts oneLined(const Texts& texts)
{
    Texts lines;
    for (const auto& [language, text] : texts)
        lines[language] = oneLine(text);
    return lines;
}

bool isSame(const Texts& left, const Texts& right)
{
    return folded(said(left)) == folded(said(right));
}

// "Manifest label, f. 3r", in every language that either has.
Texts titleFor(const Manifest& manifest, const Canvas& canvas, bool isOnly)
{
    Texts whole = oneLined(manifest.label);
    for (const Fact& fact : manifest.facts) {
        if (whole.empty() && fieldOf(fact) == "title")
            whole = oneLined(fact.value);
    }
    const Texts page = oneLined(canvas.label);
    // Where a page has no number, many write "-".
    const bool isNamed = said(page).find_first_not_of("-–—_.?*[] ") != std::string::npos;
    if (!isNamed || (isOnly && !whole.empty()) || isSame(whole, page))
        return whole;
    if (whole.empty() || folded(said(page)).starts_with(folded(said(whole))))
        return page;
    std::set<std::string> languages;
    for (const auto& [language, text] : whole)
        languages.insert(language);
    // A page's own name in one language more is no title of its own.
    for (const auto& [language, text] : page) {
        if (language != "und" && whole.contains("und"))
            languages.insert(language);
    }
    Texts title;
    for (const std::string& language : languages)
        title[language] = textIn(whole, language) + ", " + textIn(page, language);
    return title;
}

void takeFacts(const std::vector<Fact>& facts, Item& item)
{
    const bool isDated = !item.date.empty(), isPlaced = !item.place.empty(), isHeld = !item.holder.empty();
    for (const Fact& fact : facts) {
        if (std::find(item.facts.begin(), item.facts.end(), fact) == item.facts.end())
            item.facts.push_back(fact);
        const std::string field = fieldOf(fact);
        const std::string value = namedIn(fact.value);
        auto add = [](std::vector<std::string>& list, const std::string& part) {
            if (!part.empty() && std::find(list.begin(), list.end(), part) == list.end())
                list.push_back(part);
        };
        if (field == "maker" || field == "subjects") {
            std::vector<std::string> parts = partsOf(value);
            if (field == "maker")
                joinLife(parts);
            for (const std::string& part : parts)
                add(field == "maker" ? item.maker : item.subjects, part);
        } else if (field == "people") {
            // "Artist: Ada Blu": who did what stands before the name.
            for (const std::string& part : partsOf(value)) {
                const std::size_t colon = part.find(':');
                if (colon != std::string::npos && fieldOf(part.substr(0, colon)) == "maker")
                    add(item.maker, stripped(std::string_view(part).substr(colon + 1)));
            }
        } else if (field == "date" && !isDated) {
            takeDate(oneLine(value), item);
        } else if (field == "place" && !isPlaced && item.place.empty()) {
            item.place = oneLine(value);
        } else if (field == "holder" && !isHeld && item.holder.empty()) {
            item.holder = oneLine(value);
        } else if (field == "description" && item.description.empty()) {
            item.description = fact.value;
        }
    }
}

void takeRequired(const std::optional<Fact>& required, Item& item)
{
    if (!required)
        return;
    Note note{.isDuty = true};
    for (const auto& [language, words] : required->value) {
        const std::string label
            = required->label.contains(language) ? required->label.at(language) : textIn(required->label, language);
        note.words[language] = label.empty() ? words : oneLine(label) + ": " + words;
    }
    if (std::find(item.notes.begin(), item.notes.end(), note) == item.notes.end())
        item.notes.push_back(note);
    addRightsWords(said(required->value), item);
}

// Of several rights the strictest counts, and it is said.
void takeStated(const std::vector<std::string>& stated, Item& item)
{
    for (const std::string& one : stated) {
        const std::string found = takeRights(one, item);
        std::string& right = item.rights.object;
        if (found == notStated || found == right)
            continue;
        if (right != notStated)
            item.notes.push_back({textInEach(words("Two different rights are stated, {0} and {1}: the stricter counts."),
                                      {rightsLabel(right), rightsLabel(found)}),
                true});
        if (right == notStated || strictness(found) > strictness(right))
            right = found;
    }
}

// Rights that stand among the facts: an address or a licence that is known counts like one that is stated where it should
// be; other words are kept as words.
void takeRightsFacts(const std::vector<Fact>& facts, Item& item)
{
    for (const Fact& fact : facts) {
        if (fieldOf(fact) != "rights")
            continue;
        const std::string value = said(fact.value);
        std::vector<std::string> known;
        for (const std::string& line : linesOf(value)) {
            for (const std::string& link : linksIn(line)) {
                if (const std::string canonical = canonicalRights(link); !canonical.empty())
                    known.push_back(canonical);
            }
            if (const std::string canonical = canonicalRights(line); !canonical.empty())
                known.push_back(canonical);
        }
        takeStated(known, item);
        if (known.empty() || value.find(' ') != std::string::npos)
            addRightsWords(oneLine(value), item);
    }
}

// What may stand above a required statement without limiting it to a part: "Metadata licence" does not.
bool isHeading(const std::string& label)
{
    static const std::set<std::string> known
        = {"attribution", "attribuzione", "atribución", "namensnennung", "required statement", "rights statement", "credit line",
            "rights and attribution", "provided by", "fornito da", "anbieter", "fournisseur"};
    const auto inside = rightsInCredit(label);
    return known.contains(folded(label)) || (inside && inside->empty());
}

// A licence that only required statements name. Where one of them, or one language, leaves any doubt, none is taken; nor where
// rights are stated in words that nobody understood.
void takeRightsOfStatements(std::initializer_list<const std::optional<Fact>*> statements, Item& item)
{
    if (item.rights.object != notStated || !item.rightsText.empty())
        return;
    std::string known;
    for (const std::optional<Fact>* required : statements) {
        for (const auto& [language, statement] : *required ? (*required)->value : Texts()) {
            const std::string label = textIn((*required)->label, language);
            const auto found = rightsInCredit(statement);
            if (!found || !isHeading(label) || (!known.empty() && !found->empty() && *found != known))
                return;
            if (!found->empty())
                known = *found;
        }
    }
    if (!known.empty())
        takeStated({known}, item);
}

void addLinks(const std::vector<ItemLink>& links, Item& item)
{
    for (const ItemLink& link : links) {
        if (item.links.size() < 200 && std::find(item.links.begin(), item.links.end(), link) == item.links.end())
            item.links.push_back(link);
    }
}

std::string smallOf(const std::optional<Picture>& thumbnail)
{
    if (!thumbnail)
        return {};
    const auto& service = thumbnail->service;
    if (service && service->width > 0 && (service->level >= 1 || !service->sizes.empty()))
        return askThumbnail(*service, 384).address;
    return thumbnail->address;
}

RemotePicture remoteOf(const Picture& picture)
{
    RemotePicture remote{.address = picture.address, .format = picture.format};
    remote.region = picture.region;
    remote.rotation = picture.rotation;
    remote.width = picture.width;
    remote.height = picture.height;
    if (picture.service) {
        remote.service = picture.service->address;
        ImageService known = *picture.service;
        if (known.width == 0) {
            known.width = picture.width;
            known.height = picture.height;
        }
        // In many manifests the body is a smaller rendering; then only info.json knows how large the picture is.
        if (picture.service->width == 0 && picture.address.find("/full/full/") == std::string::npos
            && picture.address.find("/full/max/") == std::string::npos && serviceAddressOf(picture.address) != picture.address)
            known.width = known.height = 0;
        remote.info = toJson(known);
        if (known.width > 0) {
            remote.width = known.width;
            remote.height = known.height;
        }
    }
    return remote;
}

void addFact(std::string_view label, Texts value, Item& item)
{
    Fact fact{textInEach(label, {}), std::move(value)};
    if (std::find(item.facts.begin(), item.facts.end(), fact) == item.facts.end())
        item.facts.push_back(std::move(fact));
}

class Gatherer {
public:
    explicit Gatherer(const Manifest& manifest)
        : m_manifest(manifest)
    {
    }
    void add(const Canvas& canvas, std::size_t number, bool isBeside)
    {
        bool isFirst = true;
        for (const Picture& picture : canvas.pictures) {
            m_found.push_back(found(canvas, picture, number, isFirst && !isBeside, isBeside));
            isFirst = false;
        }
        for (std::size_t index = 0; index < canvas.beside.size(); ++index)
            add(canvas.beside[index], number, true);
    }
    std::vector<Found> take() { return std::move(m_found); }

private:
    Found found(const Canvas& canvas, const Picture& picture, std::size_t number, bool isFirst, bool isBeside)
    {
        Found one;
        Item& item = one.item;
        item.picture = remoteOf(picture);
        // A relative id means something only below its manifest.
        const std::string home = canvas.id.empty() ? m_manifest.address + "#canvas" + std::to_string(number + 1)
            : isWebAddress(m_manifest.address)     ? resolvedAddress(m_manifest.address, canvas.id)
                                                   : canvas.id;
        item.id = "iiif:" + home;
        // Where a picture lies is what stays the same, whoever stands before it in the list.
        if (!isFirst || !m_ids.insert(item.id).second) {
            const RemotePicture& remote = *item.picture;
            item.id += "#"
                + sha256(remote.service + "\n" + remote.address + "\n" + remote.region + "\n" + remote.rotation).substr(0, 10);
            m_ids.insert(item.id);
        }
        const bool isOnly = m_manifest.canvases.size() == 1;
        // What stands for the only page stands for its picture.
        if (isFirst && canvas.pictures.size() == 1 && !isBeside)
            item.picture->small = smallOf(canvas.thumbnail || !isOnly ? canvas.thumbnail : m_manifest.thumbnail);
        item.title = titleFor(m_manifest, canvas, isOnly);
        const bool isPart = picture.place && (picture.place->width < canvas.width || picture.place->height < canvas.height);
        if (!picture.label.empty() && (picture.option > 0 || isPart)) {
            for (auto& [language, title] : item.title)
                title += " (" + oneLine(textIn(picture.label, language)) + ")";
        }
        takeFacts(canvas.facts, item);
        takeFacts(m_manifest.facts, item);
        const Texts& summary = canvas.summary.empty() ? m_manifest.summary : canvas.summary;
        if (!summary.empty())
            item.description = summary;
        if (!m_manifest.providers.empty() && !m_manifest.providers.front().name.empty()) {
            // The first line is the name; addresses and telephones follow.
            item.holder = linesOf(said(m_manifest.providers.front().name)).front();
        }
        for (const Provider& provider : m_manifest.providers) {
            if (!provider.name.empty() && said(provider.name) != item.holder)
                addFact(words("Institution"), provider.name, item);
        }
        // It orders things along a timeline, and need not be the date of making.
        if (const std::string& when = canvas.navDate.empty() ? m_manifest.navDate : canvas.navDate; !when.empty())
            addFact(words("Place on a timeline"), {{"und", when.substr(0, when.find('T'))}}, item);
        takeStated(picture.rights, item);
        takeStated(canvas.rights, item);
        takeStated(m_manifest.rights, item);
        if (picture.service && !picture.service->rights.empty())
            takeStated({picture.service->rights}, item);
        takeRightsFacts(canvas.facts, item);
        takeRightsFacts(m_manifest.facts, item);
        const std::optional<Fact> served = picture.service ? std::optional(Fact{{}, picture.service->attribution}) : std::nullopt;
        takeRightsOfStatements(
            {&picture.requiredStatement, &canvas.requiredStatement, &m_manifest.requiredStatement, &served}, item);
        takeRequired(picture.requiredStatement, item);
        takeRequired(canvas.requiredStatement, item);
        takeRequired(m_manifest.requiredStatement, item);
        if (picture.service && !picture.service->attribution.empty())
            takeRequired(Fact{{}, picture.service->attribution}, item);
        addLinks(canvas.links, item);
        addLinks(m_manifest.links, item);
        if (isWebAddress(m_manifest.address))
            addLinks({{"manifest", m_manifest.address, {}}}, item);
        for (const Provider& provider : m_manifest.providers) {
            if (isWebAddress(provider.logo))
                addLinks({{"logo", provider.logo, provider.name}}, item);
            if (isWebAddress(provider.homepage))
                addLinks({{"provider", provider.homepage, provider.name}}, item);
        }
        for (const char* kind : {"homepage", "manifest"}) {
            for (const ItemLink& link : item.links) {
                if (item.source.empty() && link.kind == kind)
                    item.source = link.address;
            }
        }
        addNotes(canvas, picture, isPart, isBeside, item);
        one.label = titleOf(item, language());
        return one;
    }

    void addNotes(const Canvas& canvas, const Picture& picture, bool isPart, bool isBeside, Item& item) const
    {
        auto note = [&](std::string_view english, std::initializer_list<std::string> arguments = {}) {
            item.notes.push_back({textInEach(english, arguments)});
        };
        const std::string name = oneLine(said(picture.label));
        if (picture.option > 0 && name.empty())
            note(words("Another picture of the same."));
        else if (picture.option > 0)
            note(words("Another picture of the same: {0}."), {name});
        if (isPart)
            note(words("It lies on a part of {0}."), {oneLine(said(canvas.label.empty() ? m_manifest.label : canvas.label))});
        if (isBeside)
            note(words("It stands beside a recording or a film that was not brought."));
        if (!picture.login.empty() || !canvas.login.empty())
            note(words("Its server asks for a login, and may hand out less without one."));
    }

    const Manifest& m_manifest;
    std::set<std::string> m_ids;
    std::vector<Found> m_found;
};

} // namespace

std::vector<Found> itemsOf(const Manifest& manifest, const std::string& onlyCanvas)
{
    Gatherer gatherer(manifest);
    const bool isThere = std::any_of(
        manifest.canvases.begin(), manifest.canvases.end(), [&](const Canvas& canvas) { return canvas.id == onlyCanvas; });
    for (std::size_t number = 0; number < manifest.canvases.size(); ++number) {
        const Canvas& canvas = manifest.canvases[number];
        if (onlyCanvas.empty() || !isThere || canvas.id == onlyCanvas)
            gatherer.add(canvas, number, false);
    }
    return gatherer.take();
}

std::vector<std::string> leftOut(const Manifest& manifest)
{
    std::vector<std::string> sentences;
    std::map<std::string, int> others;
    int empty = 0, elsewhere = 0;
    for (const Canvas& canvas : manifest.canvases) {
        for (const OtherContent& other : canvas.others)
            ++others[other.type.empty() ? "?" : other.type];
        empty += canvas.pictures.empty() && canvas.others.empty() && canvas.elsewhere.empty();
        elsewhere += !canvas.elsewhere.empty();
    }
    const std::string name = manifest.label.empty() ? shownAddress(manifest.address) : oneLine(said(manifest.label));
    if (manifest.version >= 4)
        sentences.push_back(
            text("“{0}” is written for version 4 of IIIF, which is not supported yet: what is known of it was read.", name));
    for (const auto& [type, count] : others) {
        const std::string kind = type == "Sound" || type == "Audio"              ? text("recordings")
            : type == "Video"                                                    ? text("films")
            : type == "Model"                                                    ? text("models in three dimensions")
            : type == "Text" || type == "TextualBody" || type == "ContentAsText" ? text("texts")
                                                                                 : type;
        sentences.push_back(text("“{0}” also holds {1}, which were not brought: {2}.", name, kind, count));
    }
    if (empty > 0)
        sentences.push_back(text("“{0}” has pages without a picture: {1}.", name, empty));
    if (elsewhere > 0)
        sentences.push_back(
            text("“{0}” has pages whose content is described elsewhere; they were not followed: {1}.", name, elsewhere));
    if (manifest.leftOut > 0)
        sentences.push_back(text("“{0}” has more pages than are read at once; left out: {1}.", name, manifest.leftOut));
    return sentences;
}

} // namespace opificio::iiif
