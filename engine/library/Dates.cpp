// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Dates.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <regex>
#include <span>
#include <vector>

namespace opificio {

namespace {

// What a word of a date means; everything that is not in the table makes the date "not understood".
enum class Sense {
    Skip, ///< articles and prepositions
    Circa,
    Before,
    After,
    OrBefore, ///< "or earlier"
    OrAfter,
    Year, ///< the word "year": what follows is one
    Month,
    Century,
    Decade, ///< "anni" before a number or a name of tens
    Bce,
    Ce,
    Part,
    Tens, ///< "trenta"
    CenturyName, ///< "Ottocento"
    To,
    Between,
    Or,
    And,
    OtherRole, ///< printed, cast, exhibited: another moment than the making
};

// The share of a century or decade that a part covers, in hundredths from its first year.
struct Share {
    int from = 0, to = 100;
};

struct Word {
    Sense sense;
    int number = 0; ///< Tens: 30; CenturyName: 19
    Share share = {};
};

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
            {"the", "in", "of", "il", "lo", "la", "i", "gli", "nel", "nello", "negli", "nei", "del", "dello", "dell", "della",
                "dei", "degli", "di", "d", "l", "des", "de", "du", "le", "im", "der", "datato", "dated", "datata", "date", "made",
                "painted", "created", "drawn", "executed", "eseguito", "dipinto", "realizzato", "produced", "carved", "woven",
                "written", "taken", "published", "composed"});
        add({Sense::Circa},
            {"c", "ca", "circa", "cca", "about", "around", "approximately", "approx", "um", "vers", "verso", "intorno",
                "probably", "likely", "possibly", "perhaps", "probabilmente", "forse", "wohl", "wahrscheinlich", "~", "?",
                "presumed", "attributed"});
        add({Sense::Before}, {"before", "ante", "prima", "until", "vor", "avant", "by", "entro", "fino", "bis"});
        add({Sense::After}, {"after", "post", "dopo", "since", "nach", "après", "apres", "dal", "from", "da", "dalla", "dall"});
        add({Sense::OrBefore}, {"earlier"});
        add({Sense::OrAfter}, {"later", "onwards", "onward"});
        add({Sense::Year}, {"year", "anno", "jahr", "année"});
        add({Sense::Month},
            {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
                "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "gennaio",
                "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre",
                "dicembre", "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "spring", "summer",
                "autumn", "fall", "winter", "primavera", "estate", "autunno", "inverno"});
        add({Sense::Century},
            {"century", "centuries", "cent", "secolo", "secoli", "sec", "secc", "jahrhundert", "jahrhunderts", "jh", "jhd",
                "siècle", "siecle", "siècles", "s"});
        add({Sense::Decade}, {"anni", "decade", "decennio"});
        add({Sense::Bce}, {"bc", "bce", "ac", "chr"});
        add({Sense::Ce}, {"ad", "ce", "dc"});
        add({Sense::Part, 0, {0, 30}}, {"early", "beginning", "inizio", "inizi", "anfang", "début", "principio"});
        add({Sense::Part, 0, {35, 65}}, {"mid", "middle", "metà", "meta", "mitte", "milieu"});
        add({Sense::Part, 0, {70, 100}}, {"late", "end", "fine", "ende", "fin"});
        // Words that joinPhrases() makes.
        const std::array<std::pair<const char*, Share>, 13> parts = {{{"firsthalf", {0, 50}}, {"secondhalf", {50, 100}},
            {"firstquarter", {0, 25}}, {"secondquarter", {25, 50}}, {"thirdquarter", {50, 75}}, {"lastquarter", {75, 100}},
            {"firstthird", {0, 33}}, {"secondthird", {33, 67}}, {"lastthird", {67, 100}}, {"firsttenth", {0, 10}},
            {"lasttenth", {90, 100}}, {"earlytomid", {0, 65}}, {"midtolate", {35, 100}}}};
        for (const auto& [name, share] : parts)
            words.emplace(name, Word{Sense::Part, 0, share});
        const std::array<std::pair<const char*, int>, 11> tens
            = {{{"venti", 20}, {"trenta", 30}, {"quaranta", 40}, {"cinquanta", 50}, {"sessanta", 60}, {"settanta", 70},
                {"ottanta", 80}, {"novanta", 90}, {"dieci", 10}, {"twenties", 20}, {"thirties", 30}}};
        for (const auto& [name, number] : tens)
            words.emplace(name, Word{Sense::Tens, number});
        const std::array<std::pair<const char*, int>, 8> centuries = {{{"duecento", 13}, {"trecento", 14}, {"quattrocento", 15},
            {"cinquecento", 16}, {"seicento", 17}, {"settecento", 18}, {"ottocento", 19}, {"novecento", 20}}};
        for (const auto& [name, number] : centuries)
            words.emplace(name, Word{Sense::CenturyName, number});
        add({Sense::To}, {"-", "to", "al", "all", "a", "/", "alla"});
        add({Sense::Between}, {"between", "tra", "fra", "zwischen", "entre"});
        add({Sense::Or}, {"or", "o", "oder", "ou"});
        add({Sense::And}, {"and", "e", "und", "et", "&"});
        add({Sense::OtherRole},
            {"printed", "cast", "exhibited", "reworked", "reprinted", "restored", "remade", "stampato", "stampata", "fuso",
                "fusa", "esposto", "ristampa", "refabricated", "assembled", "reconstructed", "copy", "copia"});
        return words;
    }();
    return table;
}

struct Token {
    enum class Kind { Number, Word } kind = Kind::Word;
    std::string text; ///< digits, or a word in lower case
    int number = 0;
    bool ordinal = false; ///< 19th, XIX, 19.: the number of a century
    bool decade = false; ///< 1850s
    Word word = {Sense::Skip};
};

int romanNumber(std::string_view word)
{
    static const std::map<char, int> values = {{'i', 1}, {'v', 5}, {'x', 10}};
    int sum = 0;
    for (std::size_t index = 0; index < word.size(); ++index) {
        auto value = values.find(word[index]);
        if (value == values.end())
            return 0;
        auto next = index + 1 < word.size() ? values.find(word[index + 1]) : values.end();
        sum += next != values.end() && next->second > value->second ? -value->second : value->second;
    }
    return sum > 0 && sum <= 21 ? sum : 0;
}

// Lower case (the capitals with accents that matter, too), one kind of dash, apostrophes as spaces.
std::string simplified(std::string_view words)
{
    static const std::pair<std::string_view, std::string_view> replacements[]
        = {{"–", "-"}, {"—", "-"}, {"‐", "-"}, {"‑", "-"}, {"−", "-"}, {"’", "'"}, {"‘", "'"}, {"È", "è"}, {"À", "à"}, {"É", "é"},
            {"Ä", "ä"}, {"º", ""}, {"°", ""}, {"ª", ""}, {"\xc2\xa0", " "}, {"½", " half "}};
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

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

// Whole dates become their year: 1888-03-12, 1888:03:12 10:00:00, 12/3/1888, 12.3.1888.
std::string withoutDays(const std::string& text)
{
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
            // A time of day behind it.
            while (at < text.size()
                && (isDigit(text[at]) || text[at] == ':' || text[at] == 't' || text[at] == 'z'
                    || (text[at] == ' ' && at + 3 < text.size() && text[at + 3] == ':')))
                ++at;
            index = at;
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
std::optional<std::vector<Token>> tokensOf(const std::string& text)
{
    std::vector<Token> tokens;
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
                && (std::isalpha(static_cast<unsigned char>(text[index]))
                    || (text[index] == '\'' && index + 1 < text.size() && text[index + 1] == 's')))
                suffix += text[index++];
            if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th" || suffix == "e" || suffix == "eme")
                token.ordinal = true;
            else if (suffix == "s" || suffix == "'s" || suffix == "er")
                token.decade = true;
            else if (!suffix.empty())
                index -= suffix.size();
            // "19. Jahrhundert"
            if (index + 1 < text.size() && text[index] == '.' && text[index + 1] == ' ' && token.text.size() <= 2)
                token.ordinal = true;
            tokens.push_back(token);
            continue;
        }
        if (std::isalpha(static_cast<unsigned char>(byte)) || static_cast<unsigned char>(byte) >= 0x80) {
            Token token;
            while (index < text.size()
                && (std::isalpha(static_cast<unsigned char>(text[index])) || static_cast<unsigned char>(text[index]) >= 0x80))
                token.text += text[index++];
            std::string plain = token.text;
            if (auto word = vocabulary().find(plain);
                word != vocabulary().end() && !(plain == "i" && (tokens.empty() || tokens.back().word.sense == Sense::Century))) {
                token.word = word->second;
                // "19th c."
                if (plain == "c" && !tokens.empty() && tokens.back().ordinal)
                    token.word.sense = Sense::Century;
                tokens.push_back(token);
                continue;
            }
            if (plain.size() > 1 && plain.ends_with("e") && romanNumber(plain.substr(0, plain.size() - 1)))
                plain.pop_back();
            if (int roman = romanNumber(plain)) {
                tokens.push_back({.kind = Token::Kind::Number, .text = std::to_string(roman), .number = roman, .ordinal = true});
                continue;
            }
            return std::nullopt;
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

// One end of a span, before what it leaves unsaid is taken from the other end.
struct Point {
    std::optional<int> number;
    std::string digits;
    enum class Unit { Unknown, Year, Decade, Century } unit = Unit::Unknown;
    std::optional<Share> share;
    std::optional<bool> bce;
    bool circa = false, before = false, after = false;
    bool ordinal = false;
    bool empty() const { return !number && !share; }
};

std::optional<Point> pointOf(std::span<const Token> tokens)
{
    Point point;
    bool anni = false, month = false;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        const Token& token = tokens[index];
        if (token.kind == Token::Kind::Number) {
            // The day beside a month.
            const bool nextMonth = index + 1 < tokens.size() && tokens[index + 1].kind == Token::Kind::Word
                && tokens[index + 1].word.sense == Sense::Month;
            if (token.number <= 31 && token.text.size() <= 2
                && (nextMonth || (month && index + 1 < tokens.size() && !point.number)))
                continue;
            if (point.number)
                return std::nullopt;
            point.number = token.number;
            point.digits = token.text;
            point.ordinal = token.ordinal;
            if (token.decade)
                point.unit = Point::Unit::Decade;
            else if (anni)
                point.unit = Point::Unit::Decade;
            continue;
        }
        switch (token.word.sense) {
        case Sense::Skip:
        case Sense::Year:
            break;
        case Sense::Month:
            month = true;
            break;
        case Sense::Circa:
            point.circa = true;
            break;
        case Sense::Before:
            point.before = true;
            break;
        case Sense::After:
            point.after = true;
            break;
        case Sense::Century:
            point.unit = Point::Unit::Century;
            break;
        case Sense::Decade:
            anni = true;
            break;
        case Sense::Bce:
            point.bce = true;
            break;
        case Sense::Ce:
            point.bce = false;
            break;
        case Sense::Part:
            if (point.share)
                return std::nullopt;
            point.share = token.word.share;
            break;
        case Sense::Tens:
            if (point.number)
                return std::nullopt;
            point.number = 1900 + token.word.number;
            point.digits = std::to_string(*point.number);
            point.unit = Point::Unit::Decade;
            break;
        case Sense::CenturyName:
            if (point.number && point.unit == Point::Unit::Decade) {
                // "anni Trenta dell'Ottocento"
                point.number = (token.word.number - 1) * 100 + *point.number % 100;
                break;
            }
            if (point.number)
                return std::nullopt;
            point.number = token.word.number;
            point.digits = std::to_string(token.word.number);
            point.unit = Point::Unit::Century;
            point.ordinal = true;
            break;
        default:
            return std::nullopt;
        }
    }
    // "anni '30"
    if (anni && point.number && *point.number < 100)
        point.number = 1900 + *point.number;
    return point;
}

// What is unsaid at one end stands at the other: "10th - early 11th century", "450 - 175 B.C.", "1914-29".
void complete(Point& left, Point& right)
{
    if (!left.number && left.share && right.number) {
        left.number = right.number;
        left.digits = right.digits;
        left.ordinal = right.ordinal;
    }
    if (!right.number && right.share && left.number) {
        right.number = left.number;
        right.digits = left.digits;
        right.ordinal = left.ordinal;
    }
    if (left.unit == Point::Unit::Unknown && (left.ordinal || left.digits.size() <= 2) && right.unit == Point::Unit::Century)
        left.unit = Point::Unit::Century;
    if (right.unit == Point::Unit::Unknown && right.ordinal && left.unit == Point::Unit::Century)
        right.unit = Point::Unit::Century;
    if (left.unit == Point::Unit::Unknown && right.unit == Point::Unit::Decade && left.digits.size() == 4
        && *left.number % 10 == 0)
        left.unit = Point::Unit::Decade;
    if (!left.bce && right.bce && *right.bce)
        left.bce = true;
    if (left.bce && *left.bce && !right.bce && right.number && left.number && *right.number < *left.number)
        right.bce = true;
    const bool yearEnds = left.unit != Point::Unit::Century && right.unit != Point::Unit::Century && left.number && right.number
        && !left.bce.value_or(false);
    if (yearEnds && right.digits.size() < left.digits.size() && !right.bce) {
        int scale = 1;
        for (std::size_t digit = 0; digit < right.digits.size(); ++digit)
            scale *= 10;
        const int whole = *left.number / scale * scale + *right.number;
        // "1914-12" is a month rather than a span that ends before it begins.
        right.number = whole >= *left.number ? whole : *left.number;
        right.digits = left.digits;
    }
}

std::optional<Years> yearsOf(Point point)
{
    if (!point.number)
        return std::nullopt;
    int from = *point.number, to = from;
    const bool bce = point.bce.value_or(false);
    if (point.unit == Point::Unit::Unknown)
        point.unit = point.ordinal && from <= 21 ? Point::Unit::Unknown : Point::Unit::Year;
    switch (point.unit) {
    case Point::Unit::Unknown:
        return std::nullopt;
    case Point::Unit::Century: {
        if (from < 1 || from > 60)
            return std::nullopt;
        from = bce ? 1 - from * 100 : (from - 1) * 100 + 1;
        to = from + 99;
        break;
    }
    case Point::Unit::Decade:
        if (from % 10 != 0 || from < 10)
            return std::nullopt;
        from = bce ? 1 - from - 9 : from;
        to = from + 9;
        break;
    case Point::Unit::Year:
        // Two digits alone could be anything.
        if (point.digits.size() < 3 && !point.bce)
            return std::nullopt;
        if (from == 0)
            return std::nullopt;
        from = to = bce ? 1 - from : from;
        break;
    }
    const int length = to - from + 1;
    if (point.share) {
        // "early 1865" says nothing about the year; of a decade and a century it does.
        if (length > 1) {
            const Share share = *point.share;
            to = from + length * share.to / 100 - 1;
            from += length * share.from / 100;
        } else if (*point.number % 10 == 0 && !bce) {
            return std::nullopt;
        }
    }
    Years years{from, to, point.circa};
    if (point.circa && from == to) {
        *years.earliest -= 5;
        *years.latest += 5;
    }
    if (point.before)
        years.earliest.reset();
    if (point.after)
        years.latest.reset();
    return years;
}

std::optional<Years> spanOf(std::span<const Token> tokens)
{
    if (tokens.empty())
        return std::nullopt;
    // "1810 or earlier", "1596 or before"
    if (tokens.size() >= 3 && tokens[tokens.size() - 2].word.sense == Sense::Or
        && tokens[tokens.size() - 2].kind == Token::Kind::Word) {
        const Sense last = tokens.back().word.sense;
        if (tokens.back().kind == Token::Kind::Word
            && (last == Sense::OrBefore || last == Sense::Before || last == Sense::OrAfter || last == Sense::After)) {
            auto years = spanOf(tokens.first(tokens.size() - 2));
            if (!years)
                return std::nullopt;
            (last == Sense::OrBefore || last == Sense::Before ? years->earliest : years->latest).reset();
            return years;
        }
    }
    std::vector<Token> plain;
    for (const Token& token : tokens) {
        if (token.kind == Token::Kind::Number || token.word.sense != Sense::Between)
            plain.push_back(token);
    }
    for (std::size_t index = 1; index + 1 < plain.size(); ++index) {
        const Token& token = plain[index];
        if (token.kind == Token::Kind::Number)
            continue;
        const Sense sense = token.word.sense;
        if (sense != Sense::To && sense != Sense::Or && sense != Sense::And)
            continue;
        // "from 1850 to 1860": the beginning is not open here.
        auto left = pointOf(std::span(plain).first(index));
        auto right = pointOf(std::span(plain).subspan(index + 1));
        if (!left || !right || left->empty() || right->empty())
            continue;
        left->after = false;
        right->before = false;
        complete(*left, *right);
        const bool circa = left->circa || right->circa;
        left->circa = right->circa = false;
        auto first = yearsOf(*left), last = yearsOf(*right);
        if (!first || !last || !first->earliest || !last->latest || *first->earliest > *last->latest)
            return std::nullopt;
        return Years{first->earliest, last->latest, circa};
    }
    auto point = pointOf(plain);
    return point ? yearsOf(*point) : std::nullopt;
}

// Several words that mean one thing.
void joinPhrases(std::string& text)
{
    static const std::pair<const char*, const char*> phrases[] = {{"b.c.e.", " bce "}, {"b.c.", " bc "}, {"a.d.", " ad "},
        {"c.e.", " ce "}, {"a. c.", " bc "}, {"a.c.", " bc "}, {"d.c.", " ad "}, {"d. c.", " ad "}, {"avanti cristo", " bc "},
        {"dopo cristo", " ad "}, {"v. chr.", " bc "}, {"n. chr.", " ad "}, {"v.chr.", " bc "}, {"n.chr.", " ad "},
        {"av. j.-c.", " bc "}, {"ap. j.-c.", " ad "}, {"av. j. c.", " bc "}, {"first half of", " firsthalf "},
        {"first half", " firsthalf "}, {"second half of", " secondhalf "}, {"second half", " secondhalf "},
        {"prima metà", " firsthalf "}, {"seconda metà", " secondhalf "}, {"prima meta'", " firsthalf "},
        {"seconda meta'", " secondhalf "}, {"1. hälfte", " firsthalf "}, {"2. hälfte", " secondhalf "},
        {"erste hälfte", " firsthalf "}, {"zweite hälfte", " secondhalf "}, {"1st half", " firsthalf "},
        {"2nd half", " secondhalf "}, {"i metà", " firsthalf "}, {"ii metà", " secondhalf "}, {"first quarter", " firstquarter "},
        {"second quarter", " secondquarter "}, {"third quarter", " thirdquarter "}, {"fourth quarter", " lastquarter "},
        {"last quarter", " lastquarter "}, {"1st quarter", " firstquarter "}, {"2nd quarter", " secondquarter "},
        {"3rd quarter", " thirdquarter "}, {"4th quarter", " lastquarter "}, {"primo quarto", " firstquarter "},
        {"secondo quarto", " secondquarter "}, {"terzo quarto", " thirdquarter "}, {"ultimo quarto", " lastquarter "},
        {"quarto quarto", " lastquarter "}, {"first third", " firstthird "}, {"second third", " secondthird "},
        {"last third", " lastthird "}, {"primo terzo", " firstthird "}, {"secondo terzo", " secondthird "},
        {"ultimo terzo", " lastthird "}, {"primo decennio", " firsttenth "}, {"ultimo decennio", " lasttenth "},
        {"first decade", " firsttenth "}, {"last decade", " lasttenth "}, {"prima del", " before "}, {"prima di", " before "},
        {"non prima del", " after "}, {"not before", " after "}, {"non dopo il", " before "}, {"not after", " before "},
        {"o posteriore", " or later "}, {"o anteriore", " or earlier "}, {"o successivo", " or later "},
        {"o prima", " or earlier "}, {"o dopo", " or later "}, {"a cavallo tra", " between "}, {"intorno al", " circa "},
        {"intorno alla", " circa "}, {"verso la", " circa "}, {"verso il", " circa "}, {"verso l'", " circa "},
        {"fino al", " before "}, {"at the", " "}, {"sec.", " sec "}, {"no later than", " before "},
        {"early to mid-", " earlytomid "}, {"early to mid", " earlytomid "}, {"mid to late", " midtolate "}, {"mid-", " mid "},
        {"early-", " early "}, {"late-", " late "}};
    for (const auto& [from, to] : phrases)
        replaceAll(text, from, to);
}

std::optional<Years> yearsIn(std::string text)
{
    joinPhrases(text);
    auto tokens = tokensOf(text);
    return tokens ? spanOf(*tokens) : std::nullopt;
}

// The forms of the Extended Date/Time Format that words do not cover, and years below nought.
std::optional<Years> formalYears(const std::string& text)
{
    static const std::regex negative("-([0-9]{1,5})"), negativeSpan("-([0-9]{1,5})/(-?)([0-9]{1,5})"), century("([0-9]{2})xx"),
        decade("([0-9]{3})x"), until("\\.\\./([0-9]{3,4})"), since("([0-9]{3,4})(/|/\\.\\.|-)");
    std::smatch match;
    auto number = [&](std::size_t index) { return std::stoi(match[index].str()); };
    if (std::regex_match(text, match, negative))
        return Years{-number(1), -number(1), false};
    if (std::regex_match(text, match, negativeSpan)) {
        const int last = match[2].length() ? -number(3) : number(3);
        return -number(1) <= last ? std::optional(Years{-number(1), last, false}) : std::nullopt;
    }
    if (std::regex_match(text, match, century))
        return Years{number(1) * 100, number(1) * 100 + 99, false};
    if (std::regex_match(text, match, decade))
        return Years{number(1) * 10, number(1) * 10 + 9, false};
    if (std::regex_match(text, match, until))
        return Years{std::nullopt, number(1), false};
    if (std::regex_match(text, match, since))
        return Years{number(1), std::nullopt, false};
    return std::nullopt;
}

std::string yearText(int year)
{
    return year > 0 ? std::to_string(year) : text("{0} BC", 1 - year);
}

} // namespace

std::optional<Years> parseDate(std::string_view words)
{
    // What is longer is a description that holds dates.
    if (words.empty() || words.size() > 200)
        return std::nullopt;
    std::string date = simplified(words);
    while (!date.empty() && std::isspace(static_cast<unsigned char>(date.back())))
        date.pop_back();
    if (auto years = formalYears(date))
        return years;
    date = withoutDays(date);
    static const std::regex hijra("[0-9]+ ?(ah|a\\.h\\.|h\\.)( *[/=-])?");
    date = std::regex_replace(date, hijra, " ");
    // "'800" is the nineteenth century in Italian.
    static const char* const names[]
        = {"duecento", "trecento", "quattrocento", "cinquecento", "seicento", "settecento", "ottocento", "novecento"};
    for (int digit = 2; digit <= 9; ++digit)
        replaceAll(date, "'" + std::to_string(digit) + "00", " " + std::string(names[digit - 2]));
    static const std::regex otherRole("^ *(exhibited|printed|cast|reprinted|esposto|stampato|fuso) +(in )?");
    if (std::smatch match; std::regex_search(date, match, otherRole)) {
        // It was there by then: more is not said.
        auto years = yearsIn(match.suffix());
        if (years)
            years->earliest.reset();
        return years;
    }
    static const std::regex brackets("[()]"), inBrackets("\\([^)]*\\)");
    if (auto years = yearsIn(std::regex_replace(date, brackets, " ")))
        return years;
    if (auto years = yearsIn(std::regex_replace(date, inBrackets, " ")))
        return years;
    if (const std::size_t clause = date.find_first_of(";,"); clause != std::string::npos) {
        if (auto years = yearsIn(date.substr(0, clause)))
            return years;
    }
    const std::size_t open = date.find('('), close = date.rfind(')');
    if (open != std::string::npos && close != std::string::npos && close > open)
        return yearsIn(date.substr(open + 1, close - open - 1));
    return std::nullopt;
}

std::string yearsText(const Years& years)
{
    if (years.earliest && years.latest)
        return *years.earliest == *years.latest ? yearText(*years.earliest)
                                                : yearText(*years.earliest) + "–" + yearText(*years.latest);
    if (years.latest)
        return text("until {0}", yearText(*years.latest));
    if (years.earliest)
        return text("from {0}", yearText(*years.earliest));
    return {};
}

} // namespace opificio
