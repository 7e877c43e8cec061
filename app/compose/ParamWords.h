#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QString>
#include <QStringList>

#include <optional>
#include <string_view>

#include "base/Param.h"

namespace opificio {

/// "turns" in the person's language; "×" for "x".
QString unitWord(std::string_view unit);
/// "soft light" in the person's language, with a capital letter, as it stands in a list.
QString choiceWord(std::string_view choice);
/// The word of a type, as files have it: "number", "colour".
QString typeWord(Param::Type type);
/// A number as people read it: no more digits than say something, the decimal sign of the language.
QString numberWord(double number);

/// The range that a hand moves in: all of it, or the part about the initial value where the whole would be too coarse to move
/// in. Equal ends: no range worth a bar.
struct SoftRange {
    double low = 0, high = 0, step = 0.01;
};
SoftRange softRange(const Param& param, double initial);

/// What was typed for a number, ready for parseValue(): the decimal sign, the unit of the setting or a kindred one ("90 deg" for
/// turns, "1:10" or "250 ms" for seconds, "50 %"), and steps from `now` ("*1.1", "+2"). Never fails: what is not understood
/// stays as it is.
QString plainNumber(const Param& param, const QString& typed, double now);

/// A value as parseValue() understands it; for the clipboard.
QString valueText(const Param& param, const Value& value);

} // namespace opificio
