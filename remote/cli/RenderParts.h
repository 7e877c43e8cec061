#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"
#include "graph/NodeType.h"
#include "remote/Job.h"

namespace opificio {

/// A render in parts that may be made anywhere, in any order, also twice at the same time; what is there already and whole is
/// kept. In parts/NUMBER/ lie the frames of one, each a PNG as the encoder takes it, `frames-*.jsonl` with what each frame
/// came from, the memory of nodes after its last frame in memory/, and last part.json: all of it is there, with digests.

/// Makes part `part` of run.job().chunks. It goes on behind what is there of it. Where nodes have memory it begins with what the
/// nearest part before has left, and rolls from the start of the work where there is none: the same frames either way. Small
/// pictures of its first, middle and last frame lie in previews/.
Result<Json> runRenderPart(JobRun& run, int part, const NodeTypes& types);

/// A part that cannot be used, and why.
struct MissingPart {
    int part = 0;
    std::string why; ///< a sentence
};

/// Puts the parts together: looks at each frame, encodes, writes the credits and out/result.json, which is byte for byte what
/// runRenderJob() makes on the same kind of device. Where parts are missing or damaged nothing is written but missing.json,
/// {format, parts: [{part, why}]}, and `missing` names them.
Result<Json> joinRenderParts(JobRun& run, const NodeTypes& types, std::vector<MissingPart>& missing);

} // namespace opificio
