#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QString>
#include <QStringView>

namespace opificio {

/// How well what was typed fits a name: 0 where its letters do not occur in that order; more for letters in a row and at the
/// beginnings of words, and for short names. Accents and capitals do not count. Several words must all fit. Any thread.
double fuzzyScore(QStringView typed, QStringView name);

} // namespace opificio
