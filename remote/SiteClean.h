#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <string>

#include "base/Result.h"
#include "remote/Place.h"
#include "remote/Site.h"

namespace opificio {

/// What was removed at a site.
struct Cleaned {
    int jobs = 0, blobs = 0;
    std::uint64_t bytes = 0; ///< of the blobs
};

/// Removes at a site the folders of jobs that are home, and of what jobs are given (blobs/) what no job that is open here names
/// and none has needed for thirty days, wherever it was sent from. Anything else that lies there is left alone.
Result<Cleaned> cleanSite(Place& place, const Site& site, Task& task);

} // namespace opificio
