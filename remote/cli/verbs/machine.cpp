// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/TrainJob.h"
#include "cli/Verb.h"

#include "base/Resources.h"
#include "base/Text.h"
#include "learning/Learning.h"
#include "render/Renderer.h"

#include <chrono>
#include <cmath>
#include <thread>

namespace opificio::verbs {

namespace {

constexpr Size probeSize = {640, 360};
constexpr Seconds probeSeconds = 2;

// What moves in each frame, is wide, and cannot be kept: the usual weight of a composition.
Result<Graph> probeGraph(const NodeTypes& types)
{
    Graph graph;
    graph.size = probeSize;
    graph.frames = 100'000;
    const NodeId noise = graph.add("noise"), displace = graph.add("displace"), blur = graph.add("blur"),
                 grain = graph.add("grain"), output = graph.add("output");
    graph.nodes.at(blur).values.set("radius", 0.02);
    TRY_DO(graph.connect({noise, "image", displace, "inputImage"}, types));
    TRY_DO(graph.connect({noise, "image", displace, "byImage"}, types));
    TRY_DO(graph.connect({displace, "image", blur, "inputImage"}, types));
    TRY_DO(graph.connect({blur, "image", grain, "inputImage"}, types));
    TRY_DO(graph.connect({grain, "image", output, "image"}, types));
    return graph;
}

// Millions of pixels a second of a small composition; the first frames, in which shaders are compiled, do not count.
Result<double> speedOf(Renderer& renderer, Task& task)
{
    TRY(const NodeTypes types, NodeTypes::builtIn());
    TRY(const Graph graph, probeGraph(types));
    Frame frame = 0;
    auto one = [&]() -> Result<> {
        TRY(auto picture, renderer.render(graph, types, frame++, probeSize));
        TRY_DO(renderer.delivered(picture, probeSize, Image::Format::Rgba8, Renderer::Background::Black));
        return {};
    };
    for (int warm = 0; warm < 3; ++warm)
        TRY_DO(one());
    const auto start = std::chrono::steady_clock::now();
    auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    const Frame before = frame;
    do {
        TRY_DO(one());
    } while (passed() < probeSeconds && !task.stopped());
    return double(frame - before) * probeSize.width * probeSize.height / 1e6 / passed();
}

Json learningHere(Console& console)
{
    auto learning = openLearning();
    if (!learning) {
        console.warn(learning.error().message);
        return {{"missing", learning.error().message}};
    }
    return (*learning)->selfTest();
}

Result<Json> run(Console& console)
{
    Json answer = {{"version", version()}, {"threads", std::thread::hardware_concurrency()}};
    console.say(text("Opificio {0}, {1} threads.", version(), std::thread::hardware_concurrency()));
    RendererOptions options;
    options.cacheBytes = 1;
    if (auto renderer = Renderer::create({}, options)) {
        TRY(const double speed, speedOf(**renderer, console.task()));
        Device& device = (*renderer)->device();
        answer["device"] = {
            {"name", device.name()}, {"software", device.isSoftware()}, {"megapixels_per_second", std::round(speed * 100) / 100}};
        console.say(text("Pictures are made by {0}: {1} million pixels a second of a small composition.", device.name(),
            std::round(speed * 10) / 10));
        if (device.isSoftware())
            console.say(text("It is the processor, not a graphics card."));
    } else {
        answer["device"] = {{"missing", renderer.error().message}};
        console.warn(renderer.error().message);
    }
    answer["learning"] = learningHere(console);
    if (const std::string torch = textAt(answer["learning"], "torch"); !torch.empty())
        console.say(text("Models are trained by libtorch {0} ({1}): {2} thousand million operations a second.", torch,
            textAt(answer["learning"], "blas"), std::round(numberAt(answer["learning"], "gflops"))));
    return answer;
}

Verb::Action prepare(CLI::App&)
{
    return [](Console& console) { return run(console); };
}

} // namespace

extern const Verb machineVerb
    = {"machine", words("Says what this computer has for pictures and for training, and how fast it is."), prepare};

} // namespace opificio::verbs
