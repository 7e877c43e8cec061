#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/Result.h"
#include "studio/Warn.h"
#include "graph/WorkFiles.h"
#include "library/Dataset.h"

namespace opificio {

/// Freezes the plan into the work's datasets/, with links to its files and their records, so that the work is complete without
/// the library. What it writes is named by its content: it may be done while the work is edited here or elsewhere. Files that
/// are not there any more are an error, before anything is written. Warns as warnOf().
Result<Dataset> freezeInto(const WorkFiles& work, const DatasetPlan& plan, const Warn& warn);

/// Says what a person should know of a dataset that was just frozen: what was chosen twice, reserves itself, or is private.
void warnOf(const Dataset& dataset, const Warn& warn);

} // namespace opificio
