// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/DateWords.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <set>
#include <utility>

namespace opificio::dates {

namespace {

using Words = std::map<std::string, Word, std::less<>>;

const Words& vocabulary()
{
    static const Words table = [] {
        Words words;
        auto add = [&](Word word, std::initializer_list<const char*> spellings) {
            for (const char* spelling : spellings)
                words.emplace(spelling, word);
        };
        add({Sense::Skip},
            {"the", "in", "of", "il", "lo", "la", "i", "gli", "nel", "nell", "nello", "nella", "negli", "nei", "del", "dello",
                "dell", "della", "dei", "degli", "di", "d", "l", "des", "de", "du", "le", "les", "im", "der", "den", "dem", "sul",
                "sulla", "sullo", "on", "li", "lì", "addì", "quem", "terminus", "domini", "datato", "dated", "datata", "date"});
        add({Sense::Made},
            {"made", "painted", "created", "drawn", "executed", "eseguito", "eseguita", "dipinto", "dipinta", "realizzato",
                "realizzata", "produced", "carved", "woven", "written", "taken", "published", "composed"});
        add({Sense::Circa},
            {"c", "ca", "circa", "cca", "about", "around", "approximately", "approx", "um", "vers", "verso", "intorno",
                "probably", "likely", "possibly", "perhaps", "probabilmente", "forse", "wohl", "wahrscheinlich", "~", "?",
                "presumed", "attributed"});
        add({Sense::Before, 1}, {"prima"});
        add({Sense::Before}, {"before", "ante", "until", "till", "vor", "avant", "by", "entro", "fino", "bis", "jusque"});
        add({Sense::After},
            {"after", "post", "dopo", "since", "nach", "après", "apres", "dal", "from", "da", "dalla", "dall", "dai", "dagli",
                "dalle", "von", "ab", "seit", "depuis"});
        add({Sense::OrBefore}, {"earlier"});
        add({Sense::OrAfter}, {"later", "onwards", "onward"});
        add({Sense::Now}, {"present", "today", "now", "ongoing", "oggi", "presente", "heute", "aujourdhui"});
        add({Sense::Year}, {"year", "years", "anno", "jahr", "jahre", "jahren", "année", "an"});
        add({Sense::Month},
            {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
                "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "gennaio",
                "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre",
                "dicembre", "gen", "febb", "mag", "giu", "lug", "ago", "set", "sett", "ott", "dic", "januar", "februar", "märz",
                "mai", "juni", "juli", "oktober", "dezember", "okt", "dez", "janvier", "février", "fevrier", "mars", "avril",
                "juin", "juillet", "août", "aout", "septembre", "octobre", "novembre", "décembre", "decembre", "spring", "summer",
                "autumn", "fall", "winter", "primavera", "estate", "autunno", "inverno", "printemps", "été", "automne", "hiver",
                "frühling", "frühjahr", "sommer", "herbst"});
        add({Sense::Century},
            {"century", "centuries", "cent", "secolo", "secoli", "sec", "secc", "jahrhundert", "jahrhunderts", "jahrhunderte",
                "jh", "jhd", "jhs", "siècle", "siecle", "siècles", "s"});
        add({Sense::Decade, 0, {}, 1000}, {"decade", "decennio", "jahrzehnt", "jahrzehnts", "décennie"});
        // Of several decades the first or the last three are meant.
        add({Sense::Decade, 0, {}, 3000}, {"decades", "decenni"});
        add({Sense::Decade}, {"anni", "années", "annees"});
        add({Sense::Bce}, {"bc", "bce", "ac", "chr"});
        add({Sense::Ce}, {"ad", "ce", "dc"});
        add({Sense::Part, 0, {0, 30}},
            {"early", "beginning", "inizio", "inizi", "anfang", "début", "debut", "principio", "frühes", "frühen"});
        add({Sense::Part, 0, {35, 65}, 5000}, {"metà", "meta"});
        add({Sense::Part, 0, {35, 65}}, {"mid", "middle", "mitte", "milieu", "mi"});
        add({Sense::Part, 0, {70, 100}}, {"late", "end", "fine", "ende", "fin", "tardo", "tarda", "tardi", "spätes", "späten"});
        // Words that joinPhrases() makes.
        add({Sense::Part, 0, {0, 65}}, {"earlytomid"});
        add({Sense::Part, 0, {35, 100}}, {"midtolate"});
        const std::initializer_list<std::initializer_list<const char*>> ordinals
            = {{"first", "primo", "primi", "prime", "primissimi", "erste", "erster", "erstes", "ersten", "premier", "première"},
                {"second", "secondo", "seconda", "zweite", "zweiter", "zweites", "zweiten", "deuxième", "seconde"},
                {"third", "terzo", "terza", "dritte", "dritter", "drittes", "dritten", "troisième"},
                {"fourth", "quarto", "quarta", "vierte", "viertes", "vierten", "quatrième"},
                {"fifth", "quinto", "quinta", "fünfte", "fünften"}, {"sixth", "sesto", "sesta", "sechste", "sechsten"},
                {"seventh", "settimo", "settima", "siebte", "siebten"}, {"eighth", "ottavo", "ottava", "achte", "achten"},
                {"ninth", "nono", "nona", "neunte", "neunten"}, {"tenth", "decimo", "decima", "zehnte", "zehnten"},
                {"eleventh", "undicesimo"}, {"twelfth", "dodicesimo"}, {"thirteenth", "tredicesimo"},
                {"fourteenth", "quattordicesimo"}, {"fifteenth", "quindicesimo"}, {"sixteenth", "sedicesimo"},
                {"seventeenth", "diciassettesimo"}, {"eighteenth", "diciottesimo"}, {"nineteenth", "diciannovesimo"},
                {"twentieth", "ventesimo"}};
        int place = 0;
        for (const auto& spellings : ordinals)
            add({Sense::Ordinal, ++place}, spellings);
        add({Sense::Ordinal, lastOrdinal},
            {"last", "ultimo", "ultima", "ultimi", "ultime", "ultimissimi", "letztes", "letzte", "letzter", "letzten", "dernier",
                "dernière"});
        add({Sense::Fraction, 0, {}, 5000}, {"half", "hälfte", "moitié"});
        add({Sense::Fraction, 0, {}, 3333}, {"drittel", "tiers"});
        add({Sense::Fraction, 0, {}, 3000}, {"trentennio"});
        add({Sense::Fraction, 0, {}, 2500}, {"quarter", "viertel", "quart"});
        add({Sense::Fraction, 0, {}, 2000}, {"ventennio"});
        // These are ordinals and fractions: "terzo quarto".
        for (const char* third : {"third", "terzo"})
            words.find(third)->second.width = 3333;
        words.find("quarto")->second.width = 2500;
        const std::pair<const char*, int> tens[] = {{"venti", 20}, {"trenta", 30}, {"quaranta", 40}, {"cinquanta", 50},
            {"sessanta", 60}, {"settanta", 70}, {"ottanta", 80}, {"novanta", 90}, {"dieci", 10}, {"twenties", 20},
            {"thirties", 30}, {"forties", 40}, {"fifties", 50}, {"sixties", 60}, {"seventies", 70}, {"eighties", 80},
            {"nineties", 90}, {"zwanziger", 20}, {"dreißiger", 30}, {"vierziger", 40}, {"fünfziger", 50}, {"sechziger", 60},
            {"siebziger", 70}, {"achtziger", 80}, {"neunziger", 90}};
        for (const auto& [name, number] : tens)
            words.emplace(name, Word{Sense::Tens, number});
        const std::pair<const char*, int> centuries[]
            = {{"due", 13}, {"tre", 14}, {"quattro", 15}, {"cinque", 16}, {"sei", 17}, {"sette", 18}, {"otto", 19}, {"nove", 20}};
        for (const auto& [name, number] : centuries) {
            words.emplace(name, Word{Sense::ShortCentury, number});
            words.emplace(std::string(name) + "cento", Word{Sense::CenturyName, number});
        }
        add({Sense::To}, {"-", "to", "al", "all", "a", "/", "alla", "ai", "agli", "alle", "à", "au", "aux"});
        add({Sense::Between}, {"between", "tra", "fra", "zwischen", "entre"});
        add({Sense::Or}, {"or", "o", "oder", "ou"});
        add({Sense::And}, {"and", "e", "ed", "und", "et", "&"});
        add({Sense::OtherRole},
            {"printed", "cast", "exhibited", "reworked", "reprinted", "restored", "remade", "stampato", "stampata", "fuso",
                "fusa", "esposto", "ristampa", "refabricated", "assembled", "reconstructed", "copy", "copia"});
        return words;
    }();
    return table;
}

// The number of a century, 1 to 60, or a year that an inscription gives (MDCCCL, and MDCCCCX as on stones); 0 for the rest.
int romanNumber(std::string_view word)
{
    static const std::map<char, int> values = {{'i', 1}, {'v', 5}, {'x', 10}, {'l', 50}, {'c', 100}, {'d', 500}, {'m', 1000}};
    int sum = 0, highest = 1000, repeated = 0;
    for (std::size_t index = 0; index < word.size(); ++index) {
        auto value = values.find(word[index]);
        if (value == values.end())
            return 0;
        auto next = index + 1 < word.size() ? values.find(word[index + 1]) : values.end();
        int step = value->second;
        if (next != values.end() && next->second > step) {
            // IV, IX, XL, XC, CD, CM.
            if ((next->second != step * 5 && next->second != step * 10) || step == 5 || step == 50)
                return 0;
            step = next->second - step;
            ++index;
        }
        repeated = index > 0 && word[index] == word[index - 1] ? repeated + 1 : 0;
        if (step > highest || repeated > 3)
            return 0;
        highest = step;
        sum += step;
    }
    return (sum >= 1 && sum <= 60) || (word.size() >= 3 && sum >= 1000 && sum <= latestYear) ? sum : 0;
}

} // namespace

// Lower case (the capitals with accents that matter, too), one kind of dash, apostrophes as spaces.
std::string simplified(std::string_view words)
{
    static const std::pair<std::string_view, std::string_view> replacements[]
        = {{"–", "-"}, {"—", "-"}, {"‐", "-"}, {"‑", "-"}, {"−", "-"}, {"’", "'"}, {"‘", "'"}, {"È", "è"}, {"À", "à"}, {"É", "é"},
            {"Ä", "ä"}, {"Ü", "ü"}, {"º", ""}, {"°", ""}, {"ª", ""}, {"\xc2\xa0", " "}, {"½", " half "}};
    std::string text;
    for (std::size_t index = 0; index < words.size();) {
        bool replaced = false;
        for (const auto& [from, to] : replacements) {
            if (words.substr(index).starts_with(from)) {
                text += to;
                index += from.size();
                replaced = true;
                break;
            }
        }
        if (!replaced)
            text += char(std::tolower(static_cast<unsigned char>(words[index++])));
    }
    return text;
}

namespace {

bool isLetter(char byte)
{
    return std::isalpha(static_cast<unsigned char>(byte)) || static_cast<unsigned char>(byte) >= 0x80;
}

// Where a word begins: "mi-" is not in "primi-".
void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        if (at > 0 && isLetter(from.front()) && isLetter(text[at - 1])) {
            ++at;
            continue;
        }
        text.replace(at, from.size(), to);
        at += to.size();
    }
}

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

} // namespace

// Whole dates become their year: 1888-03-12, 1888:03:12 10:00:00, 12/3/1888, 12.3.1888, 12.III.1888.
std::string withoutDays(std::string text)
{
    static const std::regex romanMonth(
        "(^|[^0-9a-z])[0-9]{1,2} ?[./ -] ?(i{1,3}|iv|vi{0,3}|ix|xi{0,2}) ?[./ -] ?([0-9]{4})(?![0-9])");
    text = std::regex_replace(text, romanMonth, "$1$3");
    static const std::regex time(
        "(t[0-9]{2}|[t ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?)( ?z| ?[+-][0-9]{2}(:?[0-9]{2})?)?(?![0-9:])");
    std::string result;
    for (std::size_t index = 0; index < text.size();) {
        if (!isDigit(text[index]) || (index > 0 && isDigit(text[index - 1]))) {
            result += text[index++];
            continue;
        }
        std::vector<std::string> parts;
        std::size_t at = index;
        char mark = 0;
        while (parts.size() < 3 && at < text.size() && isDigit(text[at])) {
            std::string digits;
            while (at < text.size() && isDigit(text[at]))
                digits += text[at++];
            parts.push_back(digits);
            if (parts.size() < 3 && at + 1 < text.size()
                && (text[at] == '-' || text[at] == ':' || text[at] == '/' || text[at] == '.') && (mark == 0 || text[at] == mark)
                && isDigit(text[at + 1]))
                mark = text[at++];
            else
                break;
        }
        const bool yearFirst = parts.size() == 3 && parts[0].size() == 4 && parts[1].size() <= 2 && parts[2].size() <= 2;
        const bool yearLast = parts.size() == 3 && parts[2].size() == 4 && parts[0].size() <= 2 && parts[1].size() <= 2;
        auto sensible
            = [](const std::string& day, const std::string& month) { return std::stoi(day) <= 31 && std::stoi(month) <= 12; };
        if (yearFirst && sensible(parts[2], parts[1])) {
            result += parts[0];
            // A time of day behind it, and its zone.
            std::smatch match;
            const auto rest = text.cbegin() + std::ptrdiff_t(at);
            index = std::regex_search(rest, text.cend(), match, time, std::regex_constants::match_continuous)
                ? at + std::size_t(match.length())
                : at;
        } else if (yearLast && (sensible(parts[0], parts[1]) || sensible(parts[1], parts[0]))) {
            result += parts[2];
            index = at;
        } else if (parts.size() == 2 && mark == '/' && parts[0].size() <= 2 && parts[1].size() == 4 && sensible("1", parts[0])) {
            result += parts[1];
            index = at;
        } else if (parts.size() >= 2 && mark == ':' && parts[0].size() == 4) {
            result += parts[0];
            index = at;
        } else {
            result += parts[0];
            index += parts[0].size();
        }
    }
    return result;
}

// Nothing when a word is not in the table.
std::optional<Tokens> tokensOf(const std::string& text)
{
    static const std::set<std::string_view> ordinalEndings
        = {"st", "nd", "rd", "th", "e", "eme", "ème", "re", "ère", "ere", "nde", "a", "o"};
    Tokens tokens;
    for (std::size_t index = 0; index < text.size();) {
        const char byte = text[index];
        if (isDigit(byte)) {
            Token token{.kind = Token::Kind::Number};
            while (index < text.size() && isDigit(text[index]))
                token.text += text[index++];
            if (token.text.size() > 5)
                return std::nullopt;
            token.number = std::stoi(token.text);
            std::string suffix;
            while (index < text.size()
                && (isLetter(text[index]) || (text[index] == '\'' && index + 1 < text.size() && text[index + 1] == 's')))
                suffix += text[index++];
            // "1er quart" is French, "60er" is German.
            if (ordinalEndings.contains(suffix) || (suffix == "er" && token.number < 10))
                token.ordinal = true;
            else if (suffix == "s" || suffix == "'s" || suffix == "er")
                token.decade = true;
            else if (!suffix.empty())
                index -= suffix.size();
            // "19. Jahrhundert"
            if (index + 1 < text.size() && text[index] == '.' && (text[index + 1] == ' ' || isLetter(text[index + 1]))
                && token.text.size() <= 2)
                token.ordinal = true;
            tokens.push_back(token);
            continue;
        }
        if (isLetter(byte)) {
            Token token;
            while (index < text.size() && isLetter(text[index]))
                token.text += text[index++];
            // "I" is a number unless joined() finds the article.
            if (auto word = vocabulary().find(token.text); word != vocabulary().end() && token.text != "i") {
                token.word = word->second;
                // "19th c."
                if (token.text == "c" && !tokens.empty() && tokens.back().ordinal)
                    token.word.sense = Sense::Century;
                tokens.push_back(token);
                continue;
            }
            int roman = romanNumber(token.text);
            for (std::string_view ending : {"e", "ème", "eme", "er", "th"}) {
                if (roman == 0 && token.text.size() > ending.size() && token.text.ends_with(ending))
                    roman = romanNumber(std::string_view(token.text).substr(0, token.text.size() - ending.size()));
            }
            if (roman == 0)
                return std::nullopt;
            token.kind = Token::Kind::Number;
            token.text = std::to_string(roman);
            token.number = roman;
            token.roman = true;
            token.ordinal = roman < 1000;
            tokens.push_back(token);
            continue;
        }
        if (byte == '-' || byte == '/' || byte == '?' || byte == '~' || byte == '&') {
            Token token{.text = std::string(1, byte)};
            token.word = vocabulary().find(token.text)->second;
            tokens.push_back(token);
        } else if (!std::isspace(static_cast<unsigned char>(byte)) && byte != '.' && byte != ',' && byte != '\'' && byte != '['
            && byte != ']' && byte != ':') {
            return std::nullopt;
        }
        ++index;
    }
    return tokens;
}

// Days and months say nothing of the years: "5-6 maggio 1930", "May 5, 1930", "28 febbraio - 3 marzo 1930" are "1930".
Tokens withoutMonths(const Tokens& tokens)
{
    const auto isDay = [](const Token& token) {
        return token.kind == Token::Kind::Number && !token.roman && !token.decade && token.number <= 31 && token.text.size() <= 2;
    };
    const auto isPart = [](const Token& token) { return token.is(Sense::Part) || token.is(Sense::Ordinal); };
    const auto isBetween = [](const Token& token) {
        return token.joins() || token.is(Sense::Skip) || token.is(Sense::Before) || token.is(Sense::Between);
    };
    Tokens rest;
    for (std::size_t index = 0; index < tokens.size();) {
        std::size_t end = index, last = index;
        bool month = false, joined = false, span = false;
        // A run begins and ends with a day, a month or a part of one.
        for (; end < tokens.size(); ++end) {
            const Token& token = tokens[end];
            // "XX settembre"
            const bool romanDay
                = token.roman && token.number <= 31 && end + 1 < tokens.size() && tokens[end + 1].is(Sense::Month);
            if (isDay(token) || romanDay || token.is(Sense::Month)) {
                month = month || token.is(Sense::Month);
                span = span || joined;
                last = end + 1;
            } else if (isBetween(token) && end > index) {
                joined = joined || token.joins() || token.is(Sense::Before);
            } else if (!isPart(token)) {
                break;
            }
        }
        if (!month) {
            rest.push_back(tokens[index++]);
            continue;
        }
        // "from 5 to 6 May 1930" has an end, unlike "from May 1930".
        if (span) {
            while (!rest.empty() && (rest.back().is(Sense::After) || rest.back().is(Sense::Skip)))
                rest.pop_back();
        }
        index = last;
    }
    return rest;
}

namespace {

std::optional<Share> shareOf(int ordinal, int width)
{
    if (ordinal == lastOrdinal)
        return Share{100 - (width + 50) / 100, 100};
    if (ordinal < 1 || ordinal * width > 10000)
        return std::nullopt;
    return Share{((ordinal - 1) * width + 50) / 100, (ordinal * width + 50) / 100};
}

} // namespace

// Words that mean something together become one: "third quarter", "primi anni", "first century", "Otto e Novecento",
// "17th-century".
std::optional<Tokens> joined(const Tokens& tokens)
{
    Tokens all;
    const auto part = [&](Share share) { all.push_back({.word = {Sense::Part, 0, share}}); };
    const auto at = [&](std::size_t index) -> const Token& {
        static const Token none{.word = {Sense::OtherRole}};
        return index < tokens.size() ? tokens[index] : none;
    };
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const Token& token = tokens[index];
        const Token& next = at(index + 1);
        // The article of a plural: "i primi del Novecento", "tra i secoli XV e XVI".
        static const std::set<std::string_view> plurals
            = {"primi", "primissimi", "ultimi", "ultimissimi", "secoli", "secc", "decenni"};
        if (token.roman && token.number == 1 && plurals.contains(next.text))
            continue;
        if (token.text == "-" && next.is(Sense::Century) && !all.empty() && all.back().kind == Token::Kind::Number)
            continue;
        if (token.is(Sense::ShortCentury)) {
            if (!next.joins() || !(at(index + 2).is(Sense::CenturyName) || at(index + 2).is(Sense::ShortCentury)))
                return std::nullopt;
            all.push_back(token);
            all.back().word.sense = Sense::CenturyName;
            continue;
        }
        // "sec. II metà" is the middle of a century, "XIX sec. II metà" the second half.
        const bool bare = token.kind == Token::Kind::Number && !token.decade && token.text.size() <= 2 && token.number <= 10
            && !(!all.empty() && all.back().is(Sense::Century)
                && (all.size() < 2 || all[all.size() - 2].kind == Token::Kind::Word));
        const bool ordinal = token.is(Sense::Ordinal) || (token.is(Sense::Before) && token.word.number > 0);
        if (next.kind == Token::Kind::Word && next.word.width > 0 && (bare || ordinal)) {
            if (auto share = shareOf(bare ? token.number : token.word.number, next.word.width)) {
                part(*share);
                ++index;
                continue;
            }
        }
        if (!token.is(Sense::Ordinal)) {
            all.push_back(token);
            continue;
        }
        const int number = token.word.number;
        std::size_t beyond = index + 1;
        while (at(beyond).is(Sense::Skip) || at(beyond).is(Sense::Year) || at(beyond).is(Sense::Decade))
            ++beyond;
        const Token& target = at(beyond);
        const bool named = target.is(Sense::CenturyName) || target.is(Sense::ShortCentury) || target.is(Sense::Tens)
            || (target.kind == Token::Kind::Number && (target.ordinal || target.decade || at(beyond - 1).is(Sense::Decade)));
        if (named && number == 1)
            part({0, 30});
        else if (named && number == lastOrdinal)
            part({70, 100});
        else if (named && number == 2 && beyond == index + 1 && target.is(Sense::CenturyName))
            part({50, 100}); // "secondo Novecento"
        else if (number > 0)
            all.push_back({.kind = Token::Kind::Number, .text = std::to_string(number), .number = number, .ordinal = true});
        else
            return std::nullopt;
    }
    return all;
}

// Several words that mean one thing.
void joinPhrases(std::string& text)
{
    static const std::pair<const char*, const char*> phrases[] = {{"b.c.e.", " bce "}, {"b.c.", " bc "}, {"a.d.", " ad "},
        {"c.e.", " ce "}, {"a. c.", " bc "}, {"a.c.", " bc "}, {"d.c.", " ad "}, {"d. c.", " ad "}, {"avanti cristo", " bc "},
        {"dopo cristo", " ad "}, {"v. chr.", " bc "}, {"n. chr.", " ad "}, {"v.chr.", " bc "}, {"n.chr.", " ad "},
        {"av. j.-c.", " bc "}, {"ap. j.-c.", " ad "}, {"av. j. c.", " bc "}, {"meta'", "metà "}, {"prima del", " before "},
        {"prima di", " before "}, {"non prima del", " after "}, {"not before", " after "}, {"non dopo il", " before "},
        {"not after", " before "}, {"o posteriore", " or later "}, {"o anteriore", " or earlier "},
        {"o successivo", " or later "}, {"in poi", " later "}, {"e oltre", " later "}, {"a cavallo tra", " between "},
        {"intorno al", " circa "}, {"intorno alla", " circa "}, {"verso la", " circa "}, {"verso il", " circa "},
        {"verso l'", " circa "}, {"fino al", " before "}, {"jusqu'à", " until "}, {"jusqu'en", " until "},
        {"aujourd'hui", " present "}, {"nos jours", " present "}, {"ai nostri giorni", " present "}, {"at the", " "},
        {"sec.", " sec "}, {"no later than", " before "}, {"twenty-first", " xxi "}, {"early to mid-", " earlytomid "},
        {"early to mid", " earlytomid "}, {"mid to late", " midtolate "}, {"mid-", " mid "}, {"early-", " early "},
        {"late-", " late "}, {"mi-", " mid "}, {"post-", " post "}, {"ante-", " ante "}};
    for (const auto& [from, to] : phrases)
        replaceAll(text, from, to);
}

} // namespace opificio::dates
