#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>

#include "base/Result.h"
#include "cli/Console.h"
#include "remote/Job.h"

namespace opificio {

/// Whether everything that the job makes is there already, in its out/ or where it was brought.
bool isFinished(const std::filesystem::path& folder, const Job& job);

/// The last step of a job whose folder lies in a work's runs/: the model goes into the work's models/, the film where it
/// was asked for. Whoever sees the job finished does it; doing it again changes nothing. Elsewhere everything stays in out/.
/// Says what came where; the answer is the job's result.
Result<Json> deliver(const std::filesystem::path& folder, const Job& job, Console& console);

} // namespace opificio
