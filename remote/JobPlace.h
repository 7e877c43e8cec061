#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>

#include "base/Result.h"
#include "remote/Place.h"

namespace opificio {

/// Where a job runs: place.json beside its job.json. None: here.
struct JobPlace {
    std::string backend = "local";
    std::string site; ///< its name
    Resources resources;
    double capCoreHours = 0; ///< no more than that is asked for in all; 0: no limit

    bool isHere() const { return backend == "local"; }
    /// One that cannot be read is not taken for here.
    static Result<JobPlace> read(const std::filesystem::path& folder);
    Result<> write(const std::filesystem::path& folder) const;
};

} // namespace opificio
