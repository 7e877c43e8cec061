// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/NodeType.h"
#include "graph/Placement.h"
#include "graph/Plan.h"

#include "base/Text.h"

namespace opificio::nodes {

namespace {

Result<int> expand(Expansion& e)
{
    std::string sha256 = e.values().text("film");
    if (sha256.empty())
        return Expansion::nothing;
    Pass pass{.kind = Pass::Kind::Film, .source = sha256, .size = e.size()};
    pass.values.set("moment", e.values().number("start") + e.time() * e.values().number("speed", 1));
    pass.values.set("loop", e.values().flag("loop", true));
    pass.sources = Sources({Source::Kind::Item, sha256}, Role::Shown);
    int frame = e.add(std::move(pass));
    Values placement;
    for (const char* name : {"fit", "zoom", "centre"})
        placement.set(name, *e.values().find(name));
    return e.helper("place", placement, {{"picture", frame}});
}

} // namespace

extern const NodeType filmNode = {
    .name = "film",
    .label = words("Film"),
    .help = words("A film of the library, at any speed, brought into the frame."),
    .params = withPlacement({
        {.name = "film",
            .label = words("Film"),
            .help = words("Which film."),
            .type = Param::Type::File,
            .initial = std::string()},
        {.name = "start",
            .label = words("Start"),
            .help = words("Where in the film it begins."),
            .low = 0,
            .high = 1e6,
            .initial = 0.0,
            .unit = "s"},
        {.name = "speed",
            .label = words("Speed"),
            .help = words("1 is as it was shot; below 0 it runs backwards."),
            .low = -64,
            .high = 64,
            .initial = 1.0,
            .unit = "x"},
        {.name = "loop",
            .label = words("Loop"),
            .help = words("Begins again at its end; otherwise the last picture stays."),
            .type = Param::Type::Switch,
            .initial = true},
    }),
    .expand = expand,
};

} // namespace opificio::nodes
