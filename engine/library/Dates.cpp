// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Dates.h"

#include "base/Text.h"
#include "library/DateWords.h"

#include <algorithm>
#include <regex>
#include <span>
#include <utility>
#include <vector>

namespace opificio {

using namespace dates;

namespace {

// One end of a span, before what it leaves unsaid is taken from the other end.
struct Point {
    std::optional<int> number; ///< a year or, with a unit or tens, a decade or century
    std::optional<int> tens; ///< 60: the sixties of a century
    std::string digits;
    enum class Unit { Unknown, Year, Decade, Century } unit = Unit::Unknown;
    std::optional<Share> share;
    std::optional<bool> bce;
    bool circa = false, before = false, after = false, now = false;
    bool ordinal = false;
    bool empty() const { return !number && !share && !tens && !now; }
};

std::optional<Point> pointOf(std::span<const Token> tokens)
{
    Point point;
    bool anni = false;
    // The "30" of "30 del Novecento".
    const auto makeRoom = [&] {
        if (point.number && !point.tens && !point.ordinal && point.unit == Point::Unit::Unknown && point.digits.size() <= 2
            && *point.number % 10 == 0 && *point.number > 0)
            point.tens = std::exchange(point.number, std::nullopt);
        return !point.number;
    };
    for (const Token& token : tokens) {
        if (token.kind == Token::Kind::Number) {
            // "'70s", "anni '30"
            if (token.text.size() <= 2 && !token.ordinal && (token.decade || (anni && !point.number))) {
                if (point.tens || token.number % 10 != 0 || token.number == 0)
                    return std::nullopt;
                point.tens = token.number;
                continue;
            }
            if (point.number && !(token.ordinal && makeRoom()))
                return std::nullopt;
            point.number = token.number;
            point.digits = token.text;
            point.ordinal = token.ordinal;
            if (token.decade || (anni && !token.ordinal && token.number % 10 == 0))
                point.unit = Point::Unit::Decade;
            continue;
        }
        switch (token.word.sense) {
        case Sense::Skip:
        case Sense::Made:
        case Sense::Year:
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
        case Sense::Now:
            point.now = true;
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
            if (point.tens)
                return std::nullopt;
            point.tens = token.word.number;
            break;
        case Sense::CenturyName:
            if (!makeRoom())
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
    // Beside tens only a century can stand.
    if (point.tens && point.number && !point.ordinal && point.unit != Point::Unit::Century)
        return std::nullopt;
    if (point.now && (point.number || point.tens || point.share))
        return std::nullopt;
    return point;
}

// "anni Sessanta del XIX secolo" is 1860; without a century the twentieth is meant, but "70s AD" says its own.
void resolveTens(Point& point)
{
    if (!point.tens)
        return;
    if (point.number)
        point.number = (*point.number - 1) * 100 + *point.tens;
    else
        point.number = point.bce ? *point.tens : 1900 + *point.tens;
    point.digits = std::to_string(*point.number);
    point.unit = Point::Unit::Decade;
    point.ordinal = false;
    point.tens.reset();
}

// What is unsaid at one end stands at the other: "10th - early 11th century", "450 - 175 B.C.", "1914-29", "anni '60-'70".
void complete(Point& left, Point& right)
{
    const auto tensFrom = [](Point& point, const Point& other) {
        if (other.tens && point.number && !point.ordinal && point.digits.size() <= 2 && point.unit == Point::Unit::Unknown
            && *point.number % 10 == 0 && *point.number > 0) {
            point.tens = point.number;
            point.number.reset();
        }
    };
    tensFrom(left, right);
    tensFrom(right, left);
    if (left.tens && right.tens) {
        if (!left.number && right.number)
            left.number = right.number;
        else if (!right.number && left.number)
            right.number = left.number;
    } else if (right.tens && !right.number && left.number && left.digits.size() == 4) {
        right.number = *left.number / 100 + 1;
    }
    if (!left.bce && right.bce && *right.bce)
        left.bce = true;
    resolveTens(left);
    resolveTens(right);
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
    resolveTens(point);
    if (!point.number)
        return std::nullopt;
    int from = *point.number, to = from;
    const bool bce = point.bce.value_or(false);
    if (point.unit == Point::Unit::Unknown)
        point.unit = point.ordinal && from <= 60 ? Point::Unit::Unknown : Point::Unit::Year;
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
    if (to > latestYear)
        return std::nullopt;
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

// From one end to the other; nothing when they are not in order.
std::optional<Years> between(Point left, Point right)
{
    // "from 1850 to 1860": the beginning is not open here.
    left.after = right.before = false;
    complete(left, right);
    const bool circa = left.circa || right.circa;
    left.circa = right.circa = false;
    if (right.now) {
        auto first = yearsOf(left);
        return first && first->earliest ? std::optional(Years{first->earliest, std::nullopt, circa}) : std::nullopt;
    }
    auto first = yearsOf(left), last = yearsOf(right);
    if (!first || !last || !first->earliest || !last->latest || *first->earliest > *last->latest)
        return std::nullopt;
    return Years{first->earliest, last->latest, circa};
}

std::optional<Years> spanOf(std::span<const Token> tokens)
{
    if (tokens.empty())
        return std::nullopt;
    // "1810 or earlier", "1596 or before", "1850 onwards"
    const Token& end = tokens.back();
    const bool orWord = tokens.size() >= 3 && tokens[tokens.size() - 2].is(Sense::Or);
    const bool earlier = end.is(Sense::OrBefore) || (orWord && end.is(Sense::Before));
    const bool later = end.is(Sense::OrAfter) || (orWord && end.is(Sense::After));
    if (tokens.size() >= 2 && (earlier || later)) {
        auto years = spanOf(tokens.first(tokens.size() - (orWord ? 2 : 1)));
        if (years)
            (earlier ? years->earliest : years->latest).reset();
        return years;
    }
    Tokens plain;
    for (const Token& token : tokens) {
        // "alla fine del XIX secolo": a span does not begin with "to".
        const bool leading = plain.empty() && token.is(Sense::To) && token.text != "-" && token.text != "/";
        if (!token.is(Sense::Between) && !leading)
            plain.push_back(token);
    }
    for (std::size_t index = 1; index + 1 < plain.size(); ++index) {
        // "1850 bis 1860", "post 1625 ante 1650"
        if (!plain[index].joins() && !plain[index].is(Sense::Before))
            continue;
        auto left = pointOf(std::span(plain).first(index));
        auto right = pointOf(std::span(plain).subspan(index + 1));
        if (left && right && !left->empty() && !right->empty() && !left->now)
            return between(*left, *right);
    }
    // "1880/85-1890", "1850 e 1860 e 1870": each stands after the first.
    std::vector<Point> points;
    std::size_t beginning = 0;
    for (std::size_t index = 0; index <= plain.size(); ++index) {
        if (index < plain.size() && !plain[index].joins())
            continue;
        auto point = pointOf(std::span(plain).subspan(beginning, index - beginning));
        if (!point || point->empty()) {
            points.clear();
            break;
        }
        points.push_back(*point);
        beginning = index + 1;
    }
    if (points.size() > 2) {
        std::optional<Years> years;
        for (std::size_t index = 1; index < points.size(); ++index) {
            const auto next = between(points.front(), points[index]);
            if (!next || (years && next->latest.value_or(latestYear) < years->latest.value_or(latestYear)))
                return std::nullopt;
            years = next;
        }
        return years;
    }
    if (auto point = pointOf(plain))
        return yearsOf(*point);
    // Two that stand side by side: "fine '800 inizi '900", "sec. XVI fine sec. XVII inizio".
    for (std::size_t index = 2; index + 1 < plain.size(); ++index) {
        if (!plain[index].is(Sense::Part) && !plain[index].is(Sense::Century))
            continue;
        auto left = pointOf(std::span(plain).first(index));
        auto right = pointOf(std::span(plain).subspan(index));
        if (left && right && (left->number || left->share) && right->number)
            return between(*left, *right);
    }
    return std::nullopt;
}

std::optional<Years> yearsIn(std::string text)
{
    joinPhrases(text);
    auto tokens = tokensOf(text);
    if (tokens)
        tokens = joined(withoutMonths(*tokens));
    return tokens ? spanOf(*tokens) : std::nullopt;
}

// Whether all of one lies within the other.
bool isWithin(const Years& inner, const Years& outer)
{
    return (!outer.earliest || (inner.earliest && *inner.earliest >= *outer.earliest))
        && (!outer.latest || (inner.latest && *inner.latest <= *outer.latest));
}

// What both say: "sec. XIX, post 1850". Nothing when they have no year in common.
std::optional<Years> common(const Years& left, const Years& right)
{
    Years both{left.earliest, left.latest, left.approximate || right.approximate};
    if (right.earliest && (!both.earliest || *right.earliest > *both.earliest))
        both.earliest = right.earliest;
    if (right.latest && (!both.latest || *right.latest < *both.latest))
        both.latest = right.latest;
    return both.earliest && both.latest && *both.earliest > *both.latest ? std::nullopt : std::optional(both);
}

bool isOpen(const Years& years)
{
    return !years.earliest || !years.latest;
}

// "1850, 1860" spans both; "sec. XIX, 1860" is 1860, the more exact. What comes after a word of another role
// ("1961, printed 1965") or after something not understood does not count.
std::optional<Years> listed(const std::string& text)
{
    if (auto years = yearsIn(text))
        return years;
    static const std::regex clauses("[^,;]+"), number(" *([0-9]{1,2}|[ivxl]+) *");
    const auto saysMade = [](const std::string& words) {
        const auto tokens = tokensOf(words);
        return tokens && std::any_of(tokens->begin(), tokens->end(), [](const Token& token) { return token.is(Sense::Made); });
    };
    std::vector<Years> all;
    std::string before;
    for (std::sregex_iterator clause(text.begin(), text.end(), clauses), end; clause != end; ++clause) {
        const std::string words = clause->str();
        if (!all.empty() && saysMade(words))
            break;
        auto years = yearsIn(words);
        // "1850, 60", "sec. XV, XVI"
        if (!years && !all.empty() && std::regex_match(words, number)) {
            years = yearsIn(before + " & " + words);
            if (years)
                all.pop_back();
        }
        if (!years)
            break;
        all.push_back(*years);
        before = words;
    }
    // "XV, XVI secolo"
    if (all.empty())
        return yearsIn(std::regex_replace(text, std::regex("[,;]"), " & "));
    if (all.size() == 2 && (isOpen(all[0]) || isOpen(all[1]))) {
        if (auto both = common(all[0], all[1]))
            return both;
    }
    std::optional<Years> whole;
    for (const Years& years : all) {
        const bool wider = std::any_of(
            all.begin(), all.end(), [&](const Years& other) { return isWithin(other, years) && !isWithin(years, other); });
        if (wider)
            continue;
        if (!whole) {
            whole = years;
            continue;
        }
        if (!years.earliest || (whole->earliest && *years.earliest < *whole->earliest))
            whole->earliest = years.earliest;
        if (!years.latest || (whole->latest && *years.latest > *whole->latest))
            whole->latest = years.latest;
        whole->approximate = whole->approximate || years.approximate;
    }
    return whole;
}

// The forms of the Extended Date/Time Format that words do not cover, and years below nought.
std::optional<Years> formalYears(const std::string& text)
{
    static const std::regex negative("-([0-9]{1,5})"), negativeSpan("-([0-9]{1,5})/(-?)([0-9]{1,5})"), century("([0-9]{2})xx"),
        decade("([0-9]{3})x"), until("\\.\\./([0-9]{3,4})"), since("([0-9]{3,4})(/|/\\.\\.| *-)");
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

// Digits of Arabic, Persian and East Asian writing as those that are read here, and a few signs beside them.
std::string withLatinDigits(std::string_view words)
{
    std::string text(words);
    auto replace = [&](const std::string& from, const std::string& to) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    };
    for (int digit = 0; digit < 10; ++digit) {
        const std::string latin = std::to_string(digit);
        replace(std::string("\xd9") + char(0xa0 + digit), latin);
        replace(std::string("\xdb") + char(0xb0 + digit), latin);
        replace(std::string("\xef\xbc") + char(0x90 + digit), latin);
    }
    replace("世紀", " century ");
    replace("世纪", " century ");
    replace("年", " ");
    return text;
}

std::optional<Years> read(std::string_view words)
{
    static const std::regex bracketed("^[mdclxvi. ]+\\[([0-9]{4})\\]\\.?$", std::regex::icase);
    std::string given = withLatinDigits(words);
    // "MDCCXXI [1721]": the cataloguer's reading of what the title page says.
    if (std::smatch match; std::regex_match(given, match, bracketed))
        given = match[1].str();
    std::string date = simplified(given);
    // How palaeographers write it: "sec. XIV ex.", "s. XV in.", "saec. XII med."
    static const std::regex palaeographic("(^| )(?:saec|sec|s)\\.? *([ivxl]+) *(in|ex|med)(\\.|$| )");
    for (std::smatch match; std::regex_search(date, match, palaeographic);) {
        const std::string part = match[3] == "in" ? "inizio" : match[3] == "ex" ? "fine" : "metà";
        date = match.prefix().str() + match[1].str() + "sec. " + match[2].str() + " " + part + " " + match.suffix().str();
    }
    while (!date.empty() && std::isspace(static_cast<unsigned char>(date.back())))
        date.pop_back();
    if (auto years = formalYears(date))
        return years->latest.value_or(0) <= latestYear && years->earliest.value_or(0) <= latestYear ? years : std::nullopt;
    date = withoutDays(date);
    static const std::regex hijra("[0-9]+ ?(ah|a\\.h\\.|h\\.)( *[/=-])?");
    date = std::regex_replace(date, hijra, " ");
    // "'800" is the nineteenth century in Italian.
    static const char* const names[]
        = {"duecento", "trecento", "quattrocento", "cinquecento", "seicento", "settecento", "ottocento", "novecento"};
    static const std::regex hundreds("'([2-9])00(?![0-9])");
    for (std::smatch match; std::regex_search(date, match, hundreds);)
        date = match.prefix().str() + " " + names[match[1].str()[0] - '2'] + match.suffix().str();
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
    const std::size_t open = date.find('('), close = date.rfind(')');
    std::optional<Years> inside;
    if (open != std::string::npos && close != std::string::npos && close > open)
        inside = listed(date.substr(open + 1, close - open - 1));
    auto outside = listed(std::regex_replace(date, inBrackets, " "));
    if (!outside || !inside)
        return outside ? outside : inside;
    // "XX sec. (1930)", "XIX secolo (ante 1860)"; another year in brackets is a remark.
    if (isWithin(*inside, *outside))
        return inside;
    return isOpen(*inside) != isOpen(*outside) ? common(*outside, *inside).value_or(*outside) : outside;
}

} // namespace

std::optional<Years> parseDate(std::string_view words)
{
    // What is longer is a description that holds dates.
    if (words.empty() || words.size() > 200)
        return std::nullopt;
    auto years = read(words);
    // "post ante 1850" says nothing.
    return years && (years->earliest || years->latest) ? years : std::nullopt;
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
