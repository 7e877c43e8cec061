#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QString>

namespace opificio {

/// A time as a person says it: "a few seconds", "about 3 minutes", "about 2 hours". Empty for what is no time (negative, not
/// finite).
QString aboutTime(double seconds);
/// The same where there is little room: "20 s", "4 min", "2 h".
QString shortTime(double seconds);
/// A length that is known: "0:12", "6:04", "1:00:03".
QString clockTime(double seconds);
/// "1.2 MB"
QString sizeWords(qint64 bytes);

} // namespace opificio
