// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Typed.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Text.h"
#include "graph/Work.h"

namespace opificio::verbs {

namespace {

struct Asked {
    std::string work, action, subject, name;
    std::vector<std::string> settings;
    bool heal = false;
};

Json described(const Graph& graph, const NodeId& id)
{
    const Node& node = graph.nodes.at(id);
    Json json
        = {{"id", id}, {"type", node.type}, {"values", toJson(node.values)}, {"muted", node.muted}, {"bypassed", node.bypassed}};
    if (!node.intent.empty())
        json["name"] = node.intent;
    return json;
}

Result<Json> list(Console& console, const Graph& graph)
{
    Json all = Json::array();
    for (const auto& [id, node] : graph.nodes) {
        std::string line = id + "  " + node.type;
        if (!node.intent.empty())
            line += " \"" + node.intent + "\"";
        if (node.muted)
            line += "  " + text("muted");
        if (node.bypassed)
            line += "  " + text("bypassed");
        for (const auto& [name, value] : node.values)
            line += "  " + name + "=" + printJsonLine(toJson(value));
        for (const auto& [name, keys] : node.keys)
            line += "  " + name + "=" + text("keyframes: {0}", keys.size());
        console.say(line);
        all.push_back(described(graph, id));
    }
    Json links = Json::array();
    for (const Link& link : graph.links) {
        console.say(link.from + " -> " + link.to + ":" + link.toPort);
        links.push_back({link.from, link.fromPort, link.to, link.toPort});
    }
    return Json{{"nodes", all}, {"links", links}};
}

Result<Json> run(Console& console, const Asked& asked)
{
    if (asked.action == "list") {
        TRY(auto work, Work::open(asked.work, Work::Access::Read));
        return list(console, work.graph());
    }
    if (asked.subject.empty())
        return Error{Error::Code::Invalid, text("Say which node: its id, its name, or for add its type.")};
    TRY(auto types, knownNodes(console.warnings()));
    TRY(auto work, Work::open(asked.work, Work::Access::Write));
    Graph graph = work.graph();
    if (asked.action == "add") {
        const NodeType* type = types.find(asked.subject);
        if (!type)
            return Error{Error::Code::NotFound,
                text("There is no node type {0}; \"list nodes\" shows those there are.", asked.subject), asked.subject};
        NodeId id = graph.add(type->name, {double(graph.nodes.size()) * 200, 0});
        graph.nodes.at(id).intent = asked.name;
        for (const std::string& setting : asked.settings) {
            TRY(auto pair, splitSetting(setting));
            const Param* param = findParam(type->params, pair.first);
            if (!param)
                return noSetting(type->name, pair.first, type->params);
            TRY(auto value, typedValue(work.files(), *param, pair.second));
            TRY_DO(graph.set(id, pair.first, value, types));
        }
        TRY_DO(work.edit(graph, "add " + type->name));
        TRY_DO(work.snapshot());
        console.say(id);
        return described(graph, id);
    }
    TRY(auto id, graph.find(asked.subject));
    Node& node = graph.nodes.at(id);
    if (asked.action == "remove") {
        TRY_DO(graph.remove(id, asked.heal ? Graph::Heal::Yes : Graph::Heal::No, types));
    } else if (asked.action == "mute" || asked.action == "unmute") {
        node.muted = asked.action == "mute";
    } else if (asked.action == "bypass" || asked.action == "unbypass") {
        node.bypassed = asked.action == "bypass";
    } else if (asked.action == "rename") {
        if (asked.name.empty())
            return Error{Error::Code::Invalid, text("Say what the node shall be called: --name NAME."), id};
        node.intent = asked.name;
    }
    TRY_DO(work.edit(graph, asked.action + " " + id));
    TRY_DO(work.snapshot());
    return graph.nodes.contains(id) ? described(graph, id) : Json{{"id", id}};
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("WORK", asked->work, text("The work's folder."))->required();
    app.add_option("ACTION", asked->action, text("add, remove, rename, mute, unmute, bypass, unbypass or list"))
        ->required()
        ->check(CLI::IsMember({"add", "remove", "rename", "mute", "unmute", "bypass", "unbypass", "list"}));
    app.add_option("NODE", asked->subject, text("The type for add; otherwise the node's id or name."));
    app.add_option("--name", asked->name, text("What the node is called in this work."));
    app.add_option("--set", asked->settings, text("A setting of the new node, as name=value."));
    app.add_flag("--heal", asked->heal, text("When removing: what fed the node feeds what it fed."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb nodeVerb = {"node", words("Adds, removes, mutes, bypasses and lists the nodes of a work."), prepare};

} // namespace opificio::verbs
