// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/NodeType.h"
#include "graph/Placement.h"
#include "graph/Plan.h"

#include "base/Text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace opificio::nodes {

namespace {

// The same order on every machine: std::shuffle is not specified to that point.
std::vector<std::size_t> order(std::size_t count, bool shuffled, std::int64_t seed)
{
    std::vector<std::size_t> list(count);
    std::iota(list.begin(), list.end(), std::size_t(0));
    if (!shuffled)
        return list;
    std::uint64_t state = std::uint64_t(seed) * 0x9e3779b97f4a7c15u + 0x632be59bd9b4e019u;
    for (std::size_t i = count; i > 1; --i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        std::swap(list[i - 1], list[std::size_t((state >> 33) % i)]);
    }
    return list;
}

// x, y, width, height as parts of the upright picture. Empty: the whole picture.
std::vector<double> cropOf(const Json& item)
{
    const Json& crop = at(item, "crop");
    if (!crop.is_array() || crop.size() != 4)
        return {};
    std::vector<double> parts;
    for (const Json& part : crop)
        parts.push_back(part.is_number() ? part.get<double>() : -1);
    bool inside = parts[0] >= 0 && parts[1] >= 0 && parts[2] > 0 && parts[3] > 0 && parts[0] + parts[2] <= 1.0001
        && parts[1] + parts[3] <= 1.0001;
    return inside ? parts : std::vector<double>();
}

// Some pictures wander slowly, so that stills do not stand still: each in a direction of its own.
Values moved(const Values& values, std::size_t index, double progress)
{
    double amount = values.number("drift");
    if (amount <= 0)
        return values;
    Values out = values;
    double angle = 2.399963 * double(index);
    auto centre = values.numbers("centre", 2);
    double step = amount * 0.06 * (progress - 0.5);
    out.set("centre", std::vector<double>{centre[0] + std::cos(angle) * step, centre[1] + std::sin(angle) * step});
    // Never so far that the picture's edge comes into the frame.
    out.set("zoom", values.number("zoom", 1) * (1 + amount * (0.08 + 0.12 * (index % 2 ? progress : 1 - progress))));
    return out;
}

Result<int> expand(Expansion& e)
{
    const Values& values = e.values();
    std::string hash = values.text("dataset");
    if (hash.empty())
        return Expansion::nothing;
    TRY(auto dataset, e.materials().dataset(hash));
    const Json& items = at(*dataset, "items");
    std::vector<const Json*> pictures;
    for (const Json& item : items) {
        if (isSha256(textAt(item, "sha256")) && numberAt(item, "weight", 1) > 0)
            pictures.push_back(&item);
    }
    if (pictures.empty())
        return Expansion::nothing;

    Seconds each = values.number("seconds", 4);
    Seconds fade = std::min(values.number("fade", 1), each);
    Seconds moment = std::max(0.0, e.time() + values.number("start"));
    auto turn = std::int64_t(std::floor(moment / each));
    Seconds within = moment - double(turn) * each;
    auto listed = order(pictures.size(), values.whole("order") == 1, values.whole("seed"));
    auto show = [&](std::int64_t index, Seconds age) -> Result<int> {
        const Json& item = *pictures[listed[std::size_t(index % std::int64_t(pictures.size()))]];
        return e.placedPicture(
            textAt(item, "sha256"), moved(values, std::size_t(index), std::clamp(age / (each + fade), 0.0, 1.0)), cropOf(item));
    };
    TRY(int current, show(turn, within));
    // The next one comes in over the end of this one's time and is whole when its own time begins.
    if (fade > 0 && within > each - fade && pictures.size() > 1) {
        double amount = (within - (each - fade)) / fade;
        amount = amount * amount * (3 - 2 * amount);
        if (amount > 0) {
            TRY(int next, show(turn + 1, within - each));
            Values mix;
            mix.set("amount", amount);
            return e.helper("crossfade", mix, {{"from", current}, {"to", next}});
        }
    }
    return current;
}

} // namespace

extern const NodeType sequenceNode = {
    .name = "sequence",
    .label = words("Sequence"),
    .help = words("The pictures of a dataset, one after the other, with cross-fades."),
    .params = withPlacement({
        {.name = "dataset",
            .label = words("Dataset"),
            .help = words("Which frozen selection."),
            .type = Param::Type::Dataset,
            .initial = std::string()},
        {.name = "seconds",
            .label = words("Seconds each"),
            .help = words("How long each picture stays."),
            .low = 0.04,
            .high = 3600,
            .initial = 4.0,
            .unit = "s"},
        {.name = "fade",
            .label = words("Cross-fade"),
            .help = words("How long one picture turns into the next."),
            .low = 0,
            .high = 600,
            .initial = 1.0,
            .unit = "s"},
        {.name = "start",
            .label = words("Start"),
            .help = words("How far into the sequence it begins."),
            .low = 0,
            .high = 1e6,
            .initial = 0.0,
            .unit = "s"},
        {.name = "order",
            .label = words("Order"),
            .help = words("As they were chosen, or shuffled by the seed."),
            .type = Param::Type::Choice,
            .initial = std::int64_t(0),
            .choices = {"chosen", "shuffled"}},
        {.name = "seed",
            .label = words("Seed"),
            .help = words("Another number is another shuffle."),
            .type = Param::Type::Whole,
            .low = 0,
            .high = 1e9,
            .initial = std::int64_t(1)},
        {.name = "drift",
            .label = words("Drift"),
            .help = words("How much the pictures wander and grow while they are seen."),
            .low = 0,
            .high = 4,
            .initial = 0.0},
    }),
    .expand = expand,
};

} // namespace opificio::nodes
