#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// The words of dates as archives write them, in four languages, and what they mean: behind parseDate(), private to this
// folder.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opificio::dates {

/// What a word of a date means; everything that is not in the table makes the date "not understood".
enum class Sense {
    Skip, ///< articles and prepositions
    Made, ///< painted, carved: the making
    Circa,
    Before,
    After,
    OrBefore, ///< "or earlier"
    OrAfter,
    Now, ///< "present": an end that is open
    Year, ///< the word "year": what follows is one
    Month,
    Century,
    Decade, ///< "anni" before a number or a name of tens
    Bce,
    Ce,
    Part,
    Ordinal, ///< "second", beside a century or what divides one
    Fraction, ///< "quarter", beside an ordinal
    Tens, ///< "trenta"
    CenturyName, ///< "Ottocento"
    ShortCentury, ///< the "Otto" of "Otto e Novecento"
    To,
    Between,
    Or,
    And,
    OtherRole, ///< printed, cast, exhibited: another moment than the making
};

/// The share of a century or decade that a part covers, in hundredths from its first year.
struct Share {
    int from = 0, to = 100;
};

/// A row of the vocabulary.
struct Word {
    Sense sense;
    int number = 0; ///< Tens: 30; CenturyName: 19; ordinals: 2, the last -1
    Share share = {};
    int width = 0; ///< what divides a century, in ten-thousandths of it: a quarter 2500
};

constexpr int lastOrdinal = -1;

/// A word or a number of the date that is read.
struct Token {
    enum class Kind { Number, Word } kind = Kind::Word;
    std::string text; ///< digits, or a word in lower case
    int number = 0;
    bool ordinal = false; ///< 19th, XIX, 19.: the number of a century
    bool roman = false;
    bool decade = false; ///< 1850s
    Word word = {Sense::Skip};

    bool is(Sense sense) const { return kind == Kind::Word && word.sense == sense; }
    bool joins() const { return is(Sense::To) || is(Sense::Or) || is(Sense::And); }
};

using Tokens = std::vector<Token>;

/// Later years are numbers of something else.
constexpr int latestYear = 2100;

/// Lower case (the capitals with accents that matter, too), one kind of dash, apostrophes as spaces.
std::string simplified(std::string_view words);
/// Whole dates become their year: 1888-03-12, 12.3.1888, 20.IX.1870.
std::string withoutDays(std::string text);
/// Several words that mean one thing become the one that is in the table.
void joinPhrases(std::string& text);
/// Nothing when a word is not in the table.
std::optional<Tokens> tokensOf(const std::string& text);
/// Days and months say nothing of the years.
Tokens withoutMonths(const Tokens& tokens);
/// Words that mean something together become one: "third quarter", "first century".
std::optional<Tokens> joined(const Tokens& tokens);

} // namespace opificio::dates
