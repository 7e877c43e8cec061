#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"
#include "graph/Work.h"
#include "remote/Job.h"

namespace opificio {

/// An export as a job: the folder holds all that it needs to know (the graph, the datasets, the records that credits
/// show) but the pictures, which are inputs by hash.
struct RenderRequest {
    std::string format; ///< a row of formats
    Values values; ///< of the format
    Size size;
    Frame first = 0, last = 0; ///< both included
    std::string name; ///< of the file, without its ending
    std::filesystem::path output; ///< where the file is wanted; its credits beside it
};

/// Writes the job folder in the work's runs/ and answers it.
Result<std::filesystem::path> makeRenderJob(const Work& work, const NodeTypes& types, const RenderRequest& request);

/// Renders, encodes and writes the credits into out/. Called by the process that runs the job.
Result<Json> runRenderJob(JobRun& run, const NodeTypes& types);

} // namespace opificio
