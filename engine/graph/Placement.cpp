// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Placement.h"

#include "base/Text.h"

namespace opificio {

std::vector<Param> withPlacement(std::vector<Param> own)
{
    own.push_back({.name = "fit",
        .label = words("Fit"),
        .help = words("Cover fills the frame and cuts what sticks out; contain shows all of it; stretch distorts it."),
        .type = Param::Type::Choice,
        .initial = std::int64_t(0),
        .choices = {"cover", "contain", "stretch"}});
    own.push_back({.name = "zoom",
        .label = words("Zoom"),
        .help = words("How much closer than the fitted picture."),
        .low = 0.05,
        .high = 50,
        .initial = 1.0,
        .unit = "x"});
    own.push_back({.name = "centre",
        .label = words("Centre"),
        .help = words("Which point of the picture lies in the middle of the frame; 0.5, 0.5 is its own middle."),
        .type = Param::Type::Point,
        .initial = std::vector<double>{0.5, 0.5}});
    return own;
}

} // namespace opificio
