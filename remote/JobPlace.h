#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>

#include "base/Result.h"
#include "remote/Place.h"

namespace opificio {

/// Core hours as people read them: hundredths, rounded up.
double shownHours(double hours);

/// Where a job runs: place.json beside its job.json. None: here.
struct JobPlace {
    std::string backend = "local";
    std::string site; ///< its name
    Resources resources;
    double capCoreHours = 0; ///< no more than that is asked for in all, with what is made again; 0: no limit

    bool isHere() const { return backend == "local"; }
    /// That so many pieces of the job ask for: all the time that each may take.
    double coreHours(std::size_t pieces) const;
    /// Refuses to ask for so much more, where that would pass the limit.
    Result<> mayAsk(double asked, double more) const;
    /// One that cannot be read is not taken for here.
    static Result<JobPlace> read(const std::filesystem::path& folder);
    Result<> write(const std::filesystem::path& folder) const;
};

} // namespace opificio
