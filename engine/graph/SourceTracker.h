#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <map>
#include <utility>

#include "base/Sources.h"
#include "graph/Plan.h"

namespace opificio {

/// What the pictures of a work came from, frame by frame, without rendering them: unions along the plan, and what nodes
/// with memory have taken in before. Frames in order, from the declared start. One thread at a time.
class SourceTracker {
public:
    /// The sources of the plan's output.
    Sources advance(const Plan& plan);

private:
    std::map<std::pair<NodeId, int>, Sources> m_memories;
};

} // namespace opificio
