#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QString>
#include <QVariant>

#include "base/Param.h"

namespace opificio {

// The values of settings as forms have them: numbers and flags as they are, a choice by its index, a point as QPointF, a colour
// as QColor as displayed, texts and things as QString.

/// Bytes of what has to be read before it can be set: a picture, a dataset, a model, a file.
bool isThing(Param::Type type);
/// A place on the picture, as opposed to a way or a difference: only those can be shown as a dot on it.
bool isPlace(const Param& param);
double component(const Value& value, std::size_t index, double otherwise);

QVariant shownValue(const Param& param, const Value& value);
/// What a hand gives; numbers are brought into the range.
Result<Value> givenValue(const Param& param, const QVariant& given);
/// What was typed where `now` is held (ParamModel::type()). `axis` 0 or 1: only that number of a point.
Result<Value> wordedValue(const Param& param, const Value& now, const QString& typed, int axis);

/// "radius · 0 to 1 · at first 0.1"
QString facts(const Param& param);

} // namespace opificio
