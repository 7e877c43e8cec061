// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Graph.h"

#include "base/Id.h"
#include "base/Text.h"
#include "graph/NodeType.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace opificio {

namespace {

constexpr std::size_t mostNodes = 20'000;

const char* curveWord(Key::Curve curve)
{
    switch (curve) {
    case Key::Curve::Hold:
        return "hold";
    case Key::Curve::Linear:
        return "linear";
    case Key::Curve::Smooth:
        return "smooth";
    }
    return "linear";
}

Key::Curve curveOf(std::string_view word)
{
    if (word == "hold")
        return Key::Curve::Hold;
    if (word == "smooth")
        return Key::Curve::Smooth;
    return Key::Curve::Linear;
}

// Values that cannot be mixed (flags, words, lists of unlike length) hold until the next key.
Value mixed(const Value& from, const Value& to, double amount)
{
    if (std::holds_alternative<double>(from) || std::holds_alternative<std::int64_t>(from)) {
        if (!std::holds_alternative<double>(to) && !std::holds_alternative<std::int64_t>(to))
            return from;
        double between = numberOf(from) + (numberOf(to) - numberOf(from)) * amount;
        if (std::holds_alternative<std::int64_t>(from))
            return Value(std::int64_t(std::llround(between)));
        return Value(between);
    }
    auto left = std::get_if<std::vector<double>>(&from);
    auto right = std::get_if<std::vector<double>>(&to);
    if (!left || !right || left->size() != right->size())
        return from;
    std::vector<double> between(left->size());
    for (std::size_t i = 0; i < between.size(); ++i)
        between[i] = (*left)[i] + ((*right)[i] - (*left)[i]) * amount;
    return Value(std::move(between));
}

using Neighbours = std::map<NodeId, std::vector<NodeId>>;

// Where the links lead, from their beginnings or back from their ends.
Neighbours neighbours(const Graph& graph, bool forwards)
{
    Neighbours lead;
    for (const Link& link : graph.links)
        lead[forwards ? link.from : link.to].push_back(forwards ? link.to : link.from);
    return lead;
}

// Whether `to` can be reached from `from`.
bool reaches(const Neighbours& lead, const NodeId& from, const NodeId& to)
{
    std::vector<NodeId> pending = {from};
    std::set<NodeId> seen;
    while (!pending.empty()) {
        NodeId id = pending.back();
        pending.pop_back();
        if (id == to)
            return true;
        if (!seen.insert(id).second)
            continue;
        if (auto next = lead.find(id); next != lead.end())
            pending.insert(pending.end(), next->second.begin(), next->second.end());
    }
    return false;
}

// A link that lies in a circle, if there is one. Nodes that nothing leads to, and those that lead nowhere, are taken away
// until none is left to take: without circles nothing remains (Kahn 1962).
std::optional<Link> circle(const Graph& graph)
{
    std::set<NodeId> gone;
    for (bool forwards : {true, false}) {
        const Neighbours lead = neighbours(graph, forwards);
        std::map<NodeId, std::size_t> before;
        for (const auto& [id, next] : lead) {
            before.try_emplace(id, 0);
            for (const NodeId& other : next)
                ++before[other];
        }
        std::vector<NodeId> free;
        for (const auto& [id, count] : before) {
            if (count == 0)
                free.push_back(id);
        }
        while (!free.empty()) {
            NodeId id = std::move(free.back());
            free.pop_back();
            if (auto next = lead.find(id); next != lead.end()) {
                for (const NodeId& other : next->second) {
                    if (--before[other] == 0)
                        free.push_back(other);
                }
            }
            gone.insert(std::move(id));
        }
    }
    const Neighbours lead = neighbours(graph, true);
    for (const Link& link : graph.links) {
        if (!gone.contains(link.from) && !gone.contains(link.to) && reaches(lead, link.to, link.from))
            return link;
    }
    return {};
}

Error damaged()
{
    return {Error::Code::Unreadable, text("The composition is damaged: it does not have the shape of a work.")};
}

Result<Node> nodeFromJson(const Json& json)
{
    Node node;
    if (!json.is_object() || !at(json, "type").is_string())
        return damaged();
    for (const auto& [key, value] : json.items()) {
        if (key == "type") {
            node.type = value.get<std::string>();
        } else if (key == "values") {
            TRY(node.values, valuesFromJson(value));
        } else if (key == "keys") {
            if (!value.is_object())
                return damaged();
            for (const auto& [name, list] : value.items()) {
                std::vector<Key> keys;
                if (!list.is_array())
                    return damaged();
                for (const Json& entry : list) {
                    if (!entry.is_array() || entry.size() < 2 || !entry[0].is_number() || !std::isfinite(entry[0].get<double>()))
                        return damaged();
                    Key one;
                    one.time = entry[0].get<double>();
                    TRY(one.value, valueFromJson(entry[1]));
                    if (entry.size() > 2 && entry[2].is_string())
                        one.curve = curveOf(entry[2].get<std::string>());
                    keys.push_back(std::move(one));
                }
                std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.time < b.time; });
                if (!keys.empty())
                    node.keys[name] = std::move(keys);
            }
        } else if (key == "at") {
            if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number())
                return damaged();
            node.at = {value[0].get<double>(), value[1].get<double>()};
        } else if (key == "intent" && value.is_string()) {
            node.intent = value.get<std::string>();
        } else if (key == "muted" && value.is_boolean()) {
            node.muted = value.get<bool>();
        } else if (key == "bypassed" && value.is_boolean()) {
            node.bypassed = value.get<bool>();
        } else {
            node.unknown[key] = value;
        }
    }
    return node;
}

Json nodeToJson(const Node& node)
{
    Json json = node.unknown;
    json["type"] = node.type;
    json["values"] = toJson(node.values);
    Json keys = Json::object();
    for (const auto& [name, list] : node.keys) {
        for (const Key& key : list)
            keys[name].push_back(Json::array({key.time, toJson(key.value), curveWord(key.curve)}));
    }
    json["keys"] = keys;
    json["at"] = {node.at[0], node.at[1]};
    if (!node.intent.empty())
        json["intent"] = node.intent;
    if (node.muted)
        json["muted"] = true;
    if (node.bypassed)
        json["bypassed"] = true;
    return json;
}

// One that has another shape is kept as it is: a work is never lost to a decoration.
bool readBackdrops(const Json& json, std::map<std::string, Backdrop>& backdrops)
{
    auto pair
        = [](const Json& value) { return value.is_array() && value.size() == 2 && value[0].is_number() && value[1].is_number(); };
    if (!json.is_object() || json.size() > mostNodes)
        return false;
    for (const auto& [id, entry] : json.items()) {
        if (!isId(id) || !pair(at(entry, "at")) || !pair(at(entry, "size")))
            return false;
        Backdrop backdrop;
        for (const auto& [key, value] : entry.items()) {
            if (key == "at")
                backdrop.at = {value[0].get<double>(), value[1].get<double>()};
            else if (key == "size")
                backdrop.size = {value[0].get<double>(), value[1].get<double>()};
            else if (key == "title" && value.is_string())
                backdrop.title = value.get<std::string>();
            else if (key == "colour" && value.is_string())
                backdrop.colour = value.get<std::string>();
            else
                backdrop.unknown[key] = value;
        }
        backdrops.emplace(id, std::move(backdrop));
    }
    return true;
}

Json backdropToJson(const Backdrop& backdrop)
{
    Json json = backdrop.unknown;
    json["at"] = {backdrop.at[0], backdrop.at[1]};
    json["size"] = {backdrop.size[0], backdrop.size[1]};
    json["title"] = backdrop.title;
    if (!backdrop.colour.empty())
        json["colour"] = backdrop.colour;
    return json;
}

} // namespace

const Value* Node::valueAt(std::string_view name, Seconds time, Value& storage) const
{
    auto animated = keys.find(std::string(name));
    if (animated == keys.end() || animated->second.empty())
        return values.find(name);
    const std::vector<Key>& list = animated->second;
    auto next
        = std::upper_bound(list.begin(), list.end(), time, [](Seconds moment, const Key& key) { return moment < key.time; });
    if (next == list.begin())
        return &list.front().value;
    const Key& before = *(next - 1);
    if (next == list.end() || before.curve == Key::Curve::Hold)
        return &before.value;
    double amount = (time - before.time) / (next->time - before.time);
    if (before.curve == Key::Curve::Smooth)
        amount = amount * amount * (3 - 2 * amount);
    storage = mixed(before.value, next->value, amount);
    return &storage;
}

NodeId Graph::add(std::string_view type, std::array<double, 2> at)
{
    NodeId id = newId();
    while (nodes.contains(id))
        id = newId();
    Node node;
    node.type = std::string(type);
    node.at = at;
    nodes.emplace(id, std::move(node));
    return id;
}

Result<> Graph::remove(const NodeId& id, Heal heal, const NodeTypes& types)
{
    auto found = nodes.find(id);
    if (found == nodes.end())
        return Error{Error::Code::NotFound, text("There is no node {0} in this work.", id), id};
    const NodeType* type = types.find(found->second.type);
    const Link* feed = type && !type->inputs.empty() ? linkTo(id, type->inputs.front().name) : nullptr;
    std::vector<Link> kept;
    for (const Link& link : links) {
        if (link.to == id)
            continue;
        if (link.from != id)
            kept.push_back(link);
        else if (heal == Heal::Yes && feed)
            kept.push_back({feed->from, feed->fromPort, link.to, link.toPort});
    }
    std::sort(kept.begin(), kept.end());
    links = std::move(kept);
    nodes.erase(found);
    return {};
}

Result<> Graph::connect(const Link& link, const NodeTypes& types)
{
    for (const NodeId& id : {link.from, link.to}) {
        if (!nodes.contains(id))
            return Error{Error::Code::NotFound, text("There is no node {0} in this work.", id), id};
    }
    const NodeType* target = types.find(nodes.at(link.to).type);
    const NodeType* source = types.find(nodes.at(link.from).type);
    if (!target || !source)
        return Error{
            Error::Code::Unsupported, text("This node is not known here: {0}.", nodes.at(target ? link.from : link.to).type)};
    if (!source->hasOutput || link.fromPort != "image")
        return Error{Error::Code::Invalid, text("{0} has no output named {1}.", source->name, link.fromPort), link.from};
    if (!findInput(*target, link.toPort)) {
        std::string names;
        for (const Input& input : target->inputs)
            names += (names.empty() ? "" : ", ") + input.name;
        if (names.empty())
            return Error{Error::Code::Invalid, text("{0} takes no picture.", target->name), link.to};
        return Error{
            Error::Code::Invalid, text("{0} has no input named {1}; it has {2}.", target->name, link.toPort, names), link.to};
    }
    if (reaches(neighbours(*this, true), link.to, link.from))
        return Error{Error::Code::Invalid,
            text("This link would make a circle. Use the node feedback to bring back the frame before."), link.to};
    disconnect(link.to, link.toPort);
    links.insert(std::upper_bound(links.begin(), links.end(), link), link);
    return {};
}

void Graph::disconnect(const NodeId& to, std::string_view toPort)
{
    std::erase_if(links, [&](const Link& link) { return link.to == to && link.toPort == toPort; });
}

Result<> Graph::set(const NodeId& id, std::string_view param, const Value& value, const NodeTypes& types)
{
    auto found = nodes.find(id);
    if (found == nodes.end())
        return Error{Error::Code::NotFound, text("There is no node {0} in this work.", id), id};
    const NodeType* type = types.find(found->second.type);
    if (!type)
        return Error{Error::Code::Unsupported, text("This node is not known here: {0}.", found->second.type), id};
    const Param* described = findParam(type->params, param);
    if (!described)
        return Error{Error::Code::Invalid, text("{0} has no setting named {1}.", type->name, param), id};
    TRY(auto checked, checkValue(*described, value));
    found->second.keys.erase(std::string(param));
    found->second.values.set(param, std::move(checked));
    return {};
}

Result<> Graph::setKey(const NodeId& id, std::string_view param, const Key& key, const NodeTypes& types)
{
    if (!std::isfinite(key.time))
        return Error{Error::Code::Invalid, text("A keyframe needs a time."), id};
    Graph checked = *this;
    TRY_DO(checked.set(id, param, key.value, types));
    Key whole = key;
    whole.value = *checked.nodes.at(id).values.find(param);
    auto& list = nodes.at(id).keys[std::string(param)];
    std::erase_if(list, [&](const Key& other) { return other.time == key.time; });
    list.insert(
        std::upper_bound(list.begin(), list.end(), whole, [](const Key& a, const Key& b) { return a.time < b.time; }), whole);
    return {};
}

const Link* Graph::linkTo(const NodeId& to, std::string_view toPort) const
{
    for (const Link& link : links) {
        if (link.to == to && link.toPort == toPort)
            return &link;
    }
    return nullptr;
}

Result<NodeId> Graph::find(std::string_view idOrName) const
{
    if (nodes.contains(std::string(idOrName)))
        return NodeId(idOrName);
    std::vector<NodeId> named;
    for (const auto& [id, node] : nodes) {
        if (node.intent == idOrName || node.type == idOrName)
            named.push_back(id);
    }
    if (named.size() == 1)
        return named.front();
    if (named.empty())
        return Error{Error::Code::NotFound, text("There is no node {0} in this work.", idOrName), std::string(idOrName)};
    return Error{Error::Code::Invalid, text("{0} nodes are called {1}; use the id of one.", named.size(), idOrName),
        std::string(idOrName)};
}

NodeId Graph::output() const
{
    for (const auto& [id, node] : nodes) {
        if (node.type == "output" && !node.muted)
            return id;
    }
    return {};
}

Json toJson(const Graph& graph)
{
    Json json = graph.unknown;
    json["nodes"] = Json::object();
    for (const auto& [id, node] : graph.nodes)
        json["nodes"][id] = nodeToJson(node);
    json["links"] = Json::array();
    for (const Link& link : graph.links)
        json["links"].push_back({link.from, link.fromPort, link.to, link.toPort});
    json["size"] = {graph.size.width, graph.size.height};
    json["rate"] = graph.rate.text();
    json["frames"] = graph.frames;
    json["people"] = graph.people;
    if (!graph.backdrops.empty()) {
        Json backdrops = Json::object();
        for (const auto& [id, backdrop] : graph.backdrops)
            backdrops[id] = backdropToJson(backdrop);
        json["backdrops"] = std::move(backdrops);
    }
    return json;
}

Result<Graph> graphFromJson(const Json& json)
{
    if (!json.is_object() || !at(json, "nodes").is_object() || !at(json, "links").is_array()
        || at(json, "nodes").size() > mostNodes)
        return damaged();
    Graph graph;
    for (const auto& [key, value] : json.items()) {
        if (key == "nodes") {
            for (const auto& [id, entry] : value.items()) {
                if (!isId(id))
                    return damaged();
                TRY(auto node, nodeFromJson(entry));
                graph.nodes.emplace(id, std::move(node));
            }
        } else if (key == "links") {
            for (const Json& entry : value) {
                if (!entry.is_array() || entry.size() != 4
                    || !std::all_of(entry.begin(), entry.end(), [](const Json& part) { return part.is_string(); }))
                    return damaged();
                graph.links.push_back({entry[0].get<std::string>(), entry[1].get<std::string>(), entry[2].get<std::string>(),
                    entry[3].get<std::string>()});
            }
        } else if (key == "size") {
            if (!value.is_array() || value.size() != 2 || !value[0].is_number_integer() || !value[1].is_number_integer())
                return damaged();
            auto inside = [](std::int64_t edge) { return edge >= 1 && edge <= largestEdge; };
            if (!inside(value[0].get<std::int64_t>()) || !inside(value[1].get<std::int64_t>()))
                return damaged();
            graph.size = {value[0].get<int>(), value[1].get<int>()};
        } else if (key == "rate") {
            if (!value.is_string())
                return damaged();
            TRY(graph.rate, Rate::parse(value.get<std::string>()));
        } else if (key == "frames") {
            if (!value.is_number_integer() || value.get<std::int64_t>() < 1 || value.get<std::int64_t>() > mostFrames)
                return damaged();
            graph.frames = value.get<std::int64_t>();
        } else if (key == "people") {
            graph.people = value;
        } else if (key == "backdrops") {
            if (!readBackdrops(value, graph.backdrops)) {
                graph.backdrops.clear();
                graph.unknown[key] = value;
            }
        } else {
            graph.unknown[key] = value;
        }
    }
    std::sort(graph.links.begin(), graph.links.end());
    graph.links.erase(std::unique(graph.links.begin(), graph.links.end()), graph.links.end());
    return graph;
}

std::vector<Error> problems(const Graph& graph, const NodeTypes& types)
{
    std::vector<Error> found;
    for (const auto& [id, node] : graph.nodes) {
        const NodeType* type = types.find(node.type);
        if (!type) {
            found.push_back({Error::Code::Unsupported,
                text("The node {0} ({1}) is not known here. Bring the file it comes from, or remove it.", id, node.type), id});
            continue;
        }
        for (const auto& [name, value] : node.values) {
            const Param* param = findParam(type->params, name);
            if (!param)
                found.push_back({Error::Code::Invalid, text("{0} has no setting named {1}.", node.type, name), id});
            else if (auto checked = checkValue(*param, value); !checked)
                found.push_back(checked.takeError());
        }
        for (const auto& [name, keys] : node.keys) {
            const Param* param = findParam(type->params, name);
            if (!param) {
                found.push_back({Error::Code::Invalid, text("{0} has no setting named {1}.", node.type, name), id});
                continue;
            }
            for (const Key& key : keys) {
                if (auto checked = checkValue(*param, key.value); !checked)
                    found.push_back(checked.takeError());
            }
        }
    }
    std::set<std::pair<NodeId, std::string>> ends;
    for (const Link& link : graph.links) {
        auto from = graph.nodes.find(link.from);
        auto to = graph.nodes.find(link.to);
        if (from == graph.nodes.end() || to == graph.nodes.end()) {
            found.push_back({Error::Code::Invalid,
                text("A link leads from {0} to {1}, and one of them is not there.", link.from, link.to), link.to});
            continue;
        }
        const NodeType* type = types.find(to->second.type);
        if (type && !findInput(*type, link.toPort))
            found.push_back({Error::Code::Invalid, text("{0} has no input named {1}.", type->name, link.toPort), link.to});
        if (!ends.insert({link.to, link.toPort}).second)
            found.push_back({Error::Code::Invalid, text("Two links end at {0} of {1}.", link.toPort, link.to), link.to});
    }
    if (auto link = circle(graph))
        found.push_back({Error::Code::Invalid,
            text("The links make a circle through {0}. Use the node feedback to bring back the frame before.", link->to),
            "circle"});
    const auto outputs = std::count_if(graph.nodes.begin(), graph.nodes.end(),
        [](const auto& pair) { return pair.second.type == "output" && !pair.second.muted; });
    if (outputs > 1)
        found.push_back({Error::Code::Invalid,
            text("The work has {0} outputs, and only {1} is rendered. Mute or remove the others.", outputs, graph.output()),
            graph.output()});
    if (graph.output().empty())
        found.push_back(
            {Error::Code::Invalid, text("The work has no output yet. Add the node output and link a picture to it.")});
    return found;
}

} // namespace opificio
