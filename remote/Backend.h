#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Param.h"
#include "base/Result.h"
#include "remote/Job.h"

namespace opificio {

/// A place where job folders run. A row lives in remote/backends/NAME.cpp.
struct Backend {
    std::string name;
    std::string help;
    std::vector<Param> params = {};
    /// Starts the folder's job and comes back at once; the work outlives the caller. job.json must be on disk; a job that
    /// was stopped or cut off goes on. Busy when it runs already.
    Result<> (*submit)(const std::filesystem::path& folder) = nullptr;
    /// What is known of it now.
    Result<JobStatus> (*poll)(const std::filesystem::path& folder) = nullptr;
    /// Asks it to stop; it writes its checkpoint and becomes Cancelled.
    Result<> (*cancel)(const std::filesystem::path& folder) = nullptr;
};

/// Every backend, in file-name order.
std::span<const Backend* const> allBackends();

/// Submits, or joins where it runs already, and waits, with the job's progress and warnings on `task`; stopping the task
/// cancels the job. Any backend.
Result<> runAndWait(const Backend& backend, const std::filesystem::path& folder, Task& task);

} // namespace opificio
