// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/NodeType.h"
#include "graph/Plan.h"

#include "base/Text.h"

namespace opificio::nodes {

namespace {

Result<int> expand(Expansion& e)
{
    TRY(int under, e.input("image"));
    if (e.values().text("text").empty() || e.values().number("opacity", 1) == 0)
        return under;
    Pass pass{.kind = Pass::Kind::Text, .size = e.size()};
    for (const char* name : {"text", "font", "height", "colour", "align", "width"})
        pass.values.set(name, *e.values().find(name));
    int drawn = e.add(std::move(pass));
    Values values;
    for (const char* name : {"position", "opacity"})
        values.set(name, *e.values().find(name));
    std::map<std::string, int> inputs = {{"drawn", drawn}};
    if (under != Expansion::nothing)
        inputs["under"] = under;
    return e.helper("lettering", values, inputs);
}

} // namespace

extern const NodeType textNode = {
    .name = "text",
    .label = words("Text"),
    .help = words("Words over a picture: a title, a caption, a poem."),
    .inputs = {{"image", words("Picture")}},
    .params = {
        {.name = "text", .label = words("Text"), .help = words("The words; a new line begins a new line."), .type = Param::Type::Text, .initial = std::string()},
        {.name = "font", .label = words("Font"), .help = words("A font family of this computer."), .type = Param::Type::Text, .initial = std::string("Inter")},
        {.name = "height", .label = words("Height"), .help = words("Height of the letters as a part of the picture's height."), .low = 0.005, .high = 1, .initial = 0.06},
        {.name = "width", .label = words("Width"), .help = words("Longer lines are broken: a part of the picture's width."), .low = 0.05, .high = 1, .initial = 0.8},
        {.name = "colour", .label = words("Colour"), .help = words("Colour of the letters."), .type = Param::Type::Colour, .initial = std::vector<double>{1, 1, 1, 1}},
        {.name = "align", .label = words("Alignment"), .help = words("To which side the lines are set."), .type = Param::Type::Choice, .initial = std::int64_t(1), .choices = {"left", "centre", "right"}},
        {.name = "position", .label = words("Position"), .help = words("Where the middle of the words lies; 0, 0 is bottom left."), .type = Param::Type::Point, .initial = std::vector<double>{0.5, 0.15}},
        {.name = "opacity", .label = words("Opacity"), .help = words("0 is unseen."), .initial = 1.0},
    },
    .expand = expand,
};

} // namespace opificio::nodes
