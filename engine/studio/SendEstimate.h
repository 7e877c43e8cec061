#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <vector>

#include "base/Json.h"
#include "base/Rate.h"
#include "graph/Graph.h"
#include "graph/NodeType.h"
#include "graph/Plan.h"
#include "image/Image.h"
#include "remote/Job.h"

namespace opificio {

/// How fast a computer is, as `opificio-cli machine` measures it.
struct MachineSpeed {
    double megapixelsPerSecond = 0; ///< of a small composition; 0: not measured
    std::string device;
    bool isProcessor = false;
    double learningGflops = 0; ///< thousand million operations a second with which models learn; 0: not measured
};
MachineSpeed speedFrom(const Json& machine);

/// What a render weighs.
struct RenderLoad {
    Frame frames = 0;
    Size size;
    Seconds secondsPerFrame = 0; ///< at that size, here, as it was measured; 0: not known
    /// A node remembers the frames before: parts are made one after the other, or each would begin at the work's start.
    bool remembers = false;

    bool operator==(const RenderLoad&) const = default;
};
/// Whether a node that takes part remembers. `modelHasMemory` as in Materials.
bool remembers(const Graph& graph, const NodeTypes& types, const Materials& materials);

/// What a place gives to one job.
struct PlaceOffer {
    int partsAtOnce = 16, mostParts = 1000;
    int minutes = 60; ///< the longest that a part may ask for
    int coresPerPart = 1; ///< that are charged, with what its graphics card counts for
};

/// How a job would be cut and what it may cost there: from the pace here, times how much faster that place measured itself to
/// be. Both ends are said, because neither the queue nor a shared machine can be known: `quick` when all parts run at once at the
/// measured pace, `slow` at half of it.
struct SendEstimate {
    int parts = 1, partsAtOnce = 1;
    int minutesPerPart = 1; ///< to ask for: twice of what a part may take
    Seconds quick = 0, slow = 0; ///< from the first part's start to the result
    double coreHoursQuick = 0, coreHoursSlow = 0;
    bool isMeasured = false; ///< both speeds are known; else they are taken for equal
};
SendEstimate estimateRender(const RenderLoad& load, const MachineSpeed& here, const MachineSpeed& there, const PlaceOffer& offer);
/// A training that would take `seconds` here. It is one piece: where it is longer than a place lends at once it goes on from its
/// checkpoint.
SendEstimate estimateTraining(Seconds seconds, const MachineSpeed& here, const MachineSpeed& there, const PlaceOffer& offer);

/// What a job would take along, before anything is sent.
struct Outgoing {
    std::int64_t files = 0, bytes = 0; ///< pictures, films, models, sound
    std::vector<std::string> staying; ///< titles of what must not leave this computer
};
Outgoing outgoing(const std::vector<Job::Input>& inputs);

} // namespace opificio
