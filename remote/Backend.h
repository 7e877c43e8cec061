#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Param.h"
#include "base/Result.h"
#include "remote/Job.h"
#include "remote/Place.h"
#include "remote/Secrets.h"
#include "remote/Site.h"

namespace opificio {

/// A kind of place where jobs run. A row lives in remote/backends/NAME.cpp.
struct Backend {
    std::string name;
    std::string help;
    std::vector<Param> params = {};
    /// Reaches nobody yet: a place that is away says so when it is asked for something.
    Result<std::unique_ptr<Place>> (*open)(const Site& site, const Secrets& secrets) = nullptr;
};

/// Every backend, in file-name order.
std::span<const Backend* const> allBackends();
/// The one of that name, or null.
const Backend* findBackend(std::string_view name);
/// The place of a site.
Result<std::unique_ptr<Place>> openPlace(const Site& site, const Secrets& secrets);

/// Starts the folder's job where its place.json says, here where it has none, and comes back at once; the work outlives the
/// caller. job.json must be on disk; a job that was stopped or cut off goes on. Busy when it runs already.
Result<> submitJob(const std::filesystem::path& folder);
/// What is known of it now.
Result<JobStatus> pollJob(const std::filesystem::path& folder);
/// Asks it to stop; it writes its checkpoint and becomes Cancelled.
Result<> cancelJob(const std::filesystem::path& folder);
/// Waits for one that was submitted, with its progress and warnings on `task`; stopping the task cancels the job.
Result<> waitForJob(const std::filesystem::path& folder, Task& task);
/// Submits, or joins where it runs already, and waits.
Result<> runAndWait(const std::filesystem::path& folder, Task& task);

} // namespace opificio
