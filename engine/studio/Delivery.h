#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>

#include "base/Result.h"
#include "studio/Warn.h"
#include "remote/Job.h"

namespace opificio {

/// The work in whose runs/ the job lies; empty where it lies elsewhere.
std::filesystem::path workOfJob(const std::filesystem::path& folder);

/// Whether everything that the job makes is there already, in its out/ or where it was brought.
bool isFinished(const std::filesystem::path& folder, const Job& job);

/// The last step of a job whose folder lies in a work's runs/: the model goes into the work's models/, the film where it
/// was asked for. Whoever sees the job finished does it; doing it again changes nothing. Elsewhere everything stays in out/.
/// The answer is the job's result, with "job" and what came where: of a training "model" (a path) and "sha256", of a render
/// "files" and "credits" (paths).
Result<Json> deliver(const std::filesystem::path& folder, const Job& job, const Warn& warn);

} // namespace opificio
