// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Typed.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Text.h"
#include "graph/Work.h"

#include <algorithm>

namespace opificio::verbs {

namespace {

struct Asked {
    std::string work, node, curve = "linear";
    std::vector<std::string> settings;
    std::optional<double> at;
    bool constant = false;
};

// size, rate, seconds: of the work itself, when the node is named "work".
Result<> setWork(Graph& graph, const std::string& name, const std::string& typed)
{
    if (name == "size") {
        TRY(graph.size, parseSize(typed));
        return {};
    }
    if (name == "rate") {
        // As long as before, in seconds.
        const double seconds = double(graph.frames) * double(graph.rate.denominator) / double(graph.rate.numerator);
        TRY(graph.rate, Rate::parse(typed));
        graph.frames = std::max<Frame>(1, graph.rate.framesIn(seconds));
        return {};
    }
    if (name == "seconds") {
        TRY(auto seconds, parseValue({.name = name, .label = name, .help = {}, .low = 0.001, .high = 1e6}, typed));
        graph.frames = std::max<Frame>(1, graph.rate.framesIn(numberOf(seconds)));
        return {};
    }
    return Error{Error::Code::Invalid, text("A work has size, rate and seconds, and no setting named {0}.", name), name};
}

Result<Json> run(Console& console, const Asked& asked)
{
    TRY(auto types, knownNodes(console.warnings()));
    TRY(auto work, Work::open(asked.work, Work::Access::Write));
    Graph graph = work.graph();
    NodeId id;
    if (asked.node != "work") {
        TRY(id, graph.find(asked.node));
    }
    if (asked.at && (id.empty() || !(*asked.at >= 0 && *asked.at <= 1e6)))
        return Error{Error::Code::Invalid,
            id.empty() ? text("Size, rate and seconds of a work do not move: leave out --at.")
                       : text("A keyframe lies at 0 seconds or later.")};
    std::string label = "set";
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& setting : asked.settings) {
        TRY(auto pair, splitSetting(setting));
        // The length is counted in the rate that is set with it.
        pairs.insert(id.empty() && pair.first == "rate" ? pairs.begin() : pairs.end(), std::move(pair));
    }
    for (const auto& pair : pairs) {
        label += " " + pair.first;
        if (id.empty()) {
            TRY_DO(setWork(graph, pair.first, pair.second));
            continue;
        }
        const NodeType* type = types.find(graph.nodes.at(id).type);
        if (!type)
            return Error{Error::Code::Unsupported, text("This node is not known here: {0}.", graph.nodes.at(id).type), id};
        const Param* param = findParam(type->params, pair.first);
        if (!param)
            return noSetting(type->name, pair.first, type->params);
        TRY(auto value, typedValue(work.files(), *param, pair.second));
        if (asked.at) {
            Key key{.time = *asked.at, .value = value};
            key.curve = asked.curve == "hold" ? Key::Curve::Hold
                : asked.curve == "smooth"     ? Key::Curve::Smooth
                                              : Key::Curve::Linear;
            TRY_DO(graph.setKey(id, pair.first, key, types));
        } else {
            auto keys = graph.nodes.at(id).keys.find(pair.first);
            if (keys != graph.nodes.at(id).keys.end() && !asked.constant)
                return Error{Error::Code::Invalid,
                    text("{0} moves over time, by {1} keyframes. Write --at SECONDS to set it at a moment, or --constant to "
                         "take the keyframes away.",
                        pair.first, keys->second.size()),
                    id};
            TRY_DO(graph.set(id, pair.first, value, types));
        }
    }
    TRY_DO(work.edit(graph, label));
    TRY_DO(work.snapshot());
    return id.empty()
        ? Json{{"size", {graph.size.width, graph.size.height}}, {"rate", graph.rate.text()}, {"frames", graph.frames}}
        : Json{{"id", id}, {"values", toJson(graph.nodes.at(id).values)}};
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("WORK", asked->work, text("The work's folder."))->required();
    app.add_option("NODE", asked->node, text("The node's id or name; \"work\" for size, rate and seconds."))->required();
    app.add_option("SETTING", asked->settings, text("name=value, as often as needed."))->required();
    app.add_option("--at", asked->at, text("Makes a keyframe at this time in seconds."));
    app.add_option("--curve", asked->curve, text("How the keyframe goes on: linear, smooth or hold."))
        ->check(CLI::IsMember({"linear", "smooth", "hold"}));
    app.add_flag("--constant", asked->constant, text("Takes away the keyframes of a setting that moved."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb setVerb = {"set", words("Changes settings of a node, now or at a moment."), prepare};

} // namespace opificio::verbs
