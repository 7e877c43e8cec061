// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/NodeType.h"
#include "graph/Placement.h"
#include "graph/Plan.h"

#include "base/Text.h"

namespace opificio::nodes {

namespace {

Result<int> expand(Expansion& e)
{
    std::string sha256 = e.values().text("item");
    if (sha256.empty())
        return Expansion::nothing;
    return e.placedPicture(sha256, e.values(), {});
}

} // namespace

extern const NodeType itemNode = {
    .name = "item",
    .label = words("Item"),
    .help = words("A picture of the library, brought into the frame; its maker and holder come along to the credits."),
    .params = withPlacement({
        {.name = "item",
            .label = words("Item"),
            .help = words("Which picture."),
            .type = Param::Type::Item,
            .initial = std::string()},
    }),
    .expand = expand,
};

} // namespace opificio::nodes
