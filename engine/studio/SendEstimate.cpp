// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/SendEstimate.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

namespace opificio {

namespace {

// Opening the device, compiling shaders, looking at the inputs: what each part costs before its first frame.
constexpr Seconds partBegins = 20;
// A part that is lost should not cost more than that, and should be worth its beginning.
constexpr Seconds partLasts = 300;
// Putting the parts together reads and encodes; in the mean a tenth of a second a frame of a megapixel.
constexpr Seconds joinPerMegapixel = 0.1;
// Loading libtorch and the pictures.
constexpr Seconds trainingBegins = 15;

} // namespace

MachineSpeed speedFrom(const Json& machine)
{
    const Json& device = at(machine, "device");
    return {std::max(0.0, numberAt(device, "megapixels_per_second")), textAt(device, "name"), flagAt(device, "software"),
        std::max(0.0, numberAt(at(machine, "learning"), "gflops"))};
}

bool remembers(const Graph& graph, const NodeTypes& types, const Materials& materials)
{
    for (const auto& [id, node] : graph.nodes) {
        const NodeType* type = types.find(node.type);
        if (!type)
            continue;
        if (type->hasMemory)
            return true;
        for (const Param& param : type->params) {
            if (param.type != Param::Type::Model || !materials.modelHasMemory)
                continue;
            if (const std::string model = node.values.text(param.name); !model.empty()) {
                if (auto does = materials.modelHasMemory(model); does && *does)
                    return true;
            }
        }
    }
    return false;
}

SendEstimate estimateRender(const RenderLoad& load, const MachineSpeed& here, const MachineSpeed& there, const PlaceOffer& offer)
{
    SendEstimate estimate;
    estimate.isMeasured = here.megapixelsPerSecond > 0 && there.megapixelsPerSecond > 0;
    const double faster = estimate.isMeasured ? there.megapixelsPerSecond / here.megapixelsPerSecond : 1;
    const Seconds perFrame = std::max(load.secondsPerFrame, 1e-4) / faster, all = perFrame * double(load.frames);
    const Seconds longest = std::clamp(double(offer.minutes) * 60 / 3, 30.0, partLasts);
    const Frame most = std::max<Frame>(1, std::min<Frame>(load.frames, offer.mostParts));
    estimate.parts = int(std::clamp<Frame>(Frame(std::ceil(all / longest)), 1, most));
    estimate.partsAtOnce = load.remembers ? 1 : std::clamp(offer.partsAtOnce, 1, estimate.parts);
    if (!load.remembers) {
        // Short work is spread as well, as long as a part is worth its beginning.
        const Frame worth = std::max<Frame>(1, Frame(all / (2 * partBegins)));
        estimate.parts = int(std::max<Frame>(estimate.parts, std::min({Frame(offer.partsAtOnce), worth, most})));
        estimate.partsAtOnce = std::clamp(offer.partsAtOnce, 1, estimate.parts);
    }
    const double rounds = std::ceil(double(estimate.parts) / estimate.partsAtOnce);
    const Seconds part = all / estimate.parts,
                  join = partBegins + joinPerMegapixel * double(load.frames) * load.size.width * load.size.height / 1e6;
    estimate.quick = rounds * (partBegins + part) + join;
    estimate.slow = rounds * (2 * partBegins + 2 * part) + 2 * join;
    const auto hours = [&](Seconds each, Seconds last) { return (each * estimate.parts + last) * offer.coresPerPart / 3600; };
    estimate.coreHoursQuick = hours(partBegins + part, join);
    estimate.coreHoursSlow = hours(2 * (partBegins + part), 2 * join);
    estimate.minutesPerPart
        = std::clamp(int(std::ceil(std::max(2 * (2 * partBegins + 2 * part), 2 * join) / 60)), 5, std::max(5, offer.minutes));
    return estimate;
}

SendEstimate estimateTraining(Seconds seconds, const MachineSpeed& here, const MachineSpeed& there, const PlaceOffer& offer)
{
    SendEstimate estimate;
    estimate.isMeasured = here.learningGflops > 0 && there.learningGflops > 0;
    const double faster = estimate.isMeasured ? there.learningGflops / here.learningGflops : 1;
    estimate.quick = trainingBegins + std::max(0.0, seconds) / faster;
    estimate.slow = 2 * estimate.quick;
    estimate.coreHoursQuick = estimate.quick * offer.coresPerPart / 3600;
    estimate.coreHoursSlow = estimate.slow * offer.coresPerPart / 3600;
    estimate.minutesPerPart = std::clamp(int(std::ceil(2 * estimate.slow / 60)), 5, std::max(5, offer.minutes));
    return estimate;
}

Outgoing outgoing(const std::vector<Job::Input>& inputs)
{
    Outgoing all;
    std::set<std::string> seen;
    for (const Job::Input& input : inputs) {
        if (!seen.insert(input.sha256).second)
            continue;
        std::error_code code;
        const auto bytes = std::filesystem::file_size(input.path, code);
        ++all.files;
        all.bytes += code ? 0 : std::int64_t(bytes);
        if (input.sharing == "private")
            all.staying.push_back(input.title.empty() ? input.path.filename().string() : input.title);
    }
    return all;
}

} // namespace opificio
