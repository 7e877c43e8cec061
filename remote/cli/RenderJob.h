#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/Json.h"
#include "base/Result.h"
#include "graph/NodeType.h"
#include "remote/Job.h"

namespace opificio {

/// Renders, encodes and writes the credits into out/. Called by the process that runs the job.
Result<Json> runRenderJob(JobRun& run, const NodeTypes& types);

} // namespace opificio
