#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <optional>
#include <string>
#include <string_view>

namespace opificio {

/// The years in which something may have been made. Astronomical count: 1 is 1 AD, 0 is 1 BC, -304 is 305 BC.
/// An absent bound is open: "before 1644" has no earliest year.
struct Years {
    std::optional<int> earliest, latest;
    bool approximate = false; ///< circa, probably, a question mark
    friend bool operator==(const Years&, const Years&) = default;
};

/// Reads the date words that museums write in English and Italian, and the common German and French ones. Nothing when
/// the words are not understood as a whole: a date is never guessed.
///
/// Conventions: "XV secolo", "15th century": 1401 to 1500. Early (inizio): its first 30 years; mid (metà): 35 to 65; late
/// (fine, tardo): the last 30; "primo Novecento", "primi del Novecento" are early, "secondo Novecento" is the second half.
/// "1850s", "anni Cinquanta dell'Ottocento": 1850 to 1859; "'70s", "anni '70" without a century: of the twentieth.
/// "c. 1865": five years either way; "c." before a span keeps its ends. "1914-29" and "1830–5": the end takes its first digits
/// from the beginning. "1888 - present" has an open end, so that a search finds it for every later year. Days and months
/// leave their year. Several dates span all of them ("1850, 1860"), but the more exact one counts ("sec. XIX, 1860", "XX sec.
/// (1930)"). Of several dates with roles ("1961, printed 1965"; "1869; carved 1881") the first counts; "exhibited 1842" alone
/// is only a latest year. Beyond 2100 a number is no year.
std::optional<Years> parseDate(std::string_view words);

/// "1860–1870", "before 1644", "350 BC–325 BC" in the program's language; empty when both ends are open.
std::string yearsText(const Years& years);

} // namespace opificio
