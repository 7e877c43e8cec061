#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QString>

#include "library/Rights.h"

namespace opificio {

/// What a kind means for showing a work and for training on it, in a sentence each.
QString rightsShowing(const QString& kind);
QString rightsTraining(const QString& kind);
/// "yes", "ask first", "no".
QString permissionWord(Permission permission);

} // namespace opificio
