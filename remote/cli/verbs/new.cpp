// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Typed.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "graph/Work.h"

#include <algorithm>

namespace opificio::verbs {

namespace {

struct Asked {
    std::string work, size = "1920x1080", rate = "25";
    double seconds = 10;
    std::vector<std::string> people;
};

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("WORK", asked->work, text("Where the work is made: a folder NAME.opificio."))->required();
    app.add_option("--size", asked->size, text("Width and height in pixels."))->capture_default_str();
    app.add_option("--rate", asked->rate, text("Frames a second, as 25 or 30000/1001."))->capture_default_str();
    app.add_option("--seconds", asked->seconds, text("How long the work is."))
        ->capture_default_str()
        ->check(CLI::Range(0.001, 1e6));
    app.add_option("--person", asked->people, text("Somebody who makes it, named in the credits."));
    return [asked](Console& console) -> Result<Json> {
        Graph graph;
        TRY(graph.size, parseSize(asked->size));
        TRY(graph.rate, Rate::parse(asked->rate));
        graph.frames = std::max<Frame>(1, graph.rate.framesIn(asked->seconds));
        for (const std::string& name : asked->people)
            graph.people.push_back({{"name", name}, {"publish", true}});
        NodeId output = graph.add("output");
        TRY(auto work, Work::create(asked->work, graph));
        console.say(text("Made {0}: {1} x {2} pixels, {4} frames a second, {3} in all.", work.folder().string(), graph.size.width,
            graph.size.height, graph.frames, graph.rate.text()));
        return Json{{"work", work.folder().string()}, {"output", output}, {"frames", graph.frames}, {"rate", graph.rate.text()}};
    };
}

} // namespace

extern const Verb newVerb = {"new", words("Makes an empty work."), prepare};

} // namespace opificio::verbs
