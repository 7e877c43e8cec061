// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Keying.h"

#include <cmath>

namespace opificio {

namespace {

bool jumps(Param::Type type)
{
    return type != Param::Type::Number && type != Param::Type::Whole && type != Param::Type::Point && type != Param::Type::Colour;
}

Value heldAt(const Node& node, const Param& param, Seconds time)
{
    Value storage;
    const Value* held = node.valueAt(param.name, time, storage);
    return held ? *held : param.initial;
}

void hold(Node& node, const Param& param, Value value)
{
    node.keys.erase(param.name);
    if (value == param.initial)
        node.values.remove(param.name);
    else
        node.values.set(param.name, std::move(value));
}

} // namespace

const Key* keyAt(const std::vector<Key>& keys, Seconds time, Seconds frame)
{
    for (const Key& key : keys) {
        if (std::abs(key.time - time) < frame / 2)
            return &key;
    }
    return nullptr;
}

Result<> setAt(Graph& graph, const NodeId& id, const Param& param, const Value& value, Seconds time, const NodeTypes& types)
{
    auto node = graph.nodes.find(id);
    if (node == graph.nodes.end())
        return {};
    auto keys = node->second.keys.find(param.name);
    if (keys == node->second.keys.end() || keys->second.empty()) {
        if (value == param.initial) {
            node->second.values.remove(param.name);
            return {};
        }
        return graph.set(id, param.name, value, types);
    }
    Key key{time, value, keys->second.front().curve};
    for (const Key& other : keys->second) {
        if (other.time <= time)
            key.curve = other.curve;
    }
    if (const Key* here = keyAt(keys->second, time, graph.rate.secondsOf(1))) {
        key.time = here->time;
        key.curve = here->curve;
    }
    return graph.setKey(id, param.name, key, types);
}

Result<> addKeyAt(Graph& graph, const NodeId& id, const Param& param, Seconds time, const NodeTypes& types)
{
    auto node = graph.nodes.find(id);
    if (node == graph.nodes.end())
        return {};
    const bool event = param.type == Param::Type::Event;
    TRY_DO(graph.setKey(id, param.name,
        {time, event ? Value(true) : heldAt(node->second, param, time),
            jumps(param.type) ? Key::Curve::Hold : Key::Curve::Smooth},
        types));
    if (!event)
        return {};
    TRY_DO(graph.setKey(id, param.name,
        {graph.rate.secondsOf(Frame(std::llround(time / graph.rate.secondsOf(1))) + 1), false, Key::Curve::Hold}, types));
    if (time > 0 && node->second.keys.at(param.name).front().time == time)
        TRY_DO(graph.setKey(id, param.name, {0, false, Key::Curve::Hold}, types));
    return {};
}

void takeKeyAt(Graph& graph, const NodeId& id, const Param& param, Seconds time)
{
    auto node = graph.nodes.find(id);
    if (node == graph.nodes.end())
        return;
    auto keys = node->second.keys.find(param.name);
    if (keys == node->second.keys.end())
        return;
    Value last = heldAt(node->second, param, time);
    if (const Key* key = keyAt(keys->second, time, graph.rate.secondsOf(1)))
        keys->second.erase(keys->second.begin() + (key - keys->second.data()));
    if (keys->second.empty())
        hold(node->second, param, std::move(last));
}

void takeKeys(Graph& graph, const NodeId& id, const Param& param, Seconds time)
{
    auto node = graph.nodes.find(id);
    if (node == graph.nodes.end() || !node->second.keys.contains(param.name))
        return;
    hold(node->second, param, heldAt(node->second, param, time));
}

void reset(Node& node, const Param& param)
{
    node.values.remove(param.name);
    node.keys.erase(param.name);
}

} // namespace opificio
