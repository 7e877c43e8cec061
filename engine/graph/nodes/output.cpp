// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/NodeType.h"
#include "graph/Plan.h"

#include "base/Text.h"

namespace opificio::nodes {

extern const NodeType outputNode = {
    .name = "output",
    .label = words("Output"),
    .help = words("What the work shows: the picture that is seen, exported and credited."),
    .inputs = {{"image", words("Picture")}},
    .hasOutput = false,
    .expand = [](Expansion& e) { return e.input("image"); },
};

} // namespace opificio::nodes
