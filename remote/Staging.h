#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "base/Result.h"
#include "base/Task.h"
#include "remote/Job.h"
#include "remote/Place.h"

namespace opificio {

/// Where a job lies under a site's root. Inputs lie in blobs/, named for what is in them, for every job that needs them.
std::string jobFolderThere(const std::string& root, const std::string& key);
std::string blobThere(const std::string& root, const std::string& sha256);

/// Refuses a job with inputs that may not leave this computer, and names them.
Result<> maySend(const Job& job);

/// Brings a job's inputs and its folder to where a worker finds them. What is there is not sent again, and what was cut off goes
/// on; everything is verified there before it gets its name. Doing it again changes nothing. What another job of the same key
/// made there is removed.
Result<> stage(Place& place, const std::string& root, const std::filesystem::path& folder, const Job& job, Task& task);

/// Makes the checkpoint of a job that lies there already the one that is here: none where none is.
Result<> stageCheckpoint(Place& place, const std::string& there, const std::filesystem::path& folder, Task& task);

/// Brings one file home: beside, verified, and renamed. One that arrives as another one is brought again.
Result<> bringFile(
    Place& place, const std::string& there, const std::filesystem::path& here, const std::string& sha256, Task& task);

/// Brings those of `digests` (SHA-256 by name) from a folder that are small and not here as they should be, in one go: each
/// beside, verified, and renamed. Which are here then; what is not comes by bringFile().
Result<std::set<std::string>> bringTogether(Place& place, const std::string& there, const std::filesystem::path& folder,
    const std::map<std::string, std::string>& digests, Task& task);

/// Brings out/ home: each file beside, verified by its digest, and renamed; out/result.json last. A file that arrives as another
/// one is brought again.
Result<> bringHome(Place& place, const std::string& there, const std::filesystem::path& folder, Task& task);

} // namespace opificio
