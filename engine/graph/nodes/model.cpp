// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/NodeType.h"
#include "graph/Plan.h"

#include "base/Text.h"

namespace opificio::nodes {

namespace {

Result<int> expand(Expansion& e)
{
    std::string sha256 = e.values().text("model");
    if (sha256.empty())
        return Expansion::nothing;
    TRY(bool hasMemory, e.materials().modelHasMemory(sha256));
    Pass pass{.kind = Pass::Kind::Model, .source = sha256, .values = e.values(), .size = e.size(), .hasMemory = hasMemory};
    pass.values.remove("model");
    pass.sources = Sources({Source::Kind::Model, sha256}, Role::Learned);
    if (e.values().number("touch") > 0) {
        TRY(int image, e.input("image"));
        if (image != Expansion::nothing)
            pass.inputs["image"] = image;
    }
    return e.add(std::move(pass));
}

} // namespace

extern const NodeType modelNode = {
    .name = "model",
    .label = words("Model"),
    .help = words("What a trained model shows: a texture that grows, or a place on the map of a dataset."),
    .inputs = {{"image", words("Touch")}},
    .params = {
        {.name = "model", .label = words("Model"), .help = words("Which trained model."), .type = Param::Type::Model, .initial = std::string()},
        {.name = "position", .label = words("Place on the map"), .help = words("For models with a map: where on it; a path over time is a film."), .type = Param::Type::Point, .initial = std::vector<double>{0.5, 0.5}},
        {.name = "steps", .label = words("Steps a frame"), .help = words("For textures: how fast they live; 0 stands still."), .type = Param::Type::Whole, .low = 0, .high = 64, .initial = std::int64_t(4), .unit = "steps"},
        {.name = "warm", .label = words("Grown before"), .help = words("For textures: steps that have passed before the first frame."), .type = Param::Type::Whole, .low = 0, .high = 4000, .initial = std::int64_t(200), .unit = "steps"},
        {.name = "scale", .label = words("Grain of the texture"), .help = words("For textures: pixels a cell at a frame height of 1080."), .low = 1, .high = 32, .initial = 3.0, .unit = "px"},
        {.name = "seed", .label = words("Seed"), .help = words("Another number is another beginning."), .type = Param::Type::Whole, .low = 0, .high = 1e9, .initial = std::int64_t(1)},
        {.name = "touch", .label = words("Touch"), .help = words("For textures: how strongly the linked picture pushes into it."), .initial = 0.0},
    },
    .expand = expand,
};

} // namespace opificio::nodes
