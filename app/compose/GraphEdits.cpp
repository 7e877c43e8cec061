// SPDX-License-Identifier: GPL-3.0-or-later
#include "GraphEdits.h"

#include "base/Id.h"
#include "base/Text.h"

#include "NodeShape.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace opificio::graphEdits {

namespace {

using Lead = std::map<NodeId, std::vector<NodeId>>;

Lead leadOf(const Graph& graph, bool forwards)
{
    Lead lead;
    for (const Link& link : graph.links)
        lead[forwards ? link.from : link.to].push_back(forwards ? link.to : link.from);
    return lead;
}

void reach(const Lead& lead, const NodeId& from, Ids& seen)
{
    std::vector<NodeId> pending = {from};
    while (!pending.empty()) {
        NodeId id = std::move(pending.back());
        pending.pop_back();
        if (!seen.insert(id).second)
            continue;
        if (auto next = lead.find(id); next != lead.end())
            pending.insert(pending.end(), next->second.begin(), next->second.end());
    }
}

const NodeType* typeOf(const Graph& graph, const NodeId& id, const NodeTypes& types)
{
    auto found = graph.nodes.find(id);
    return found == graph.nodes.end() ? nullptr : types.find(found->second.type);
}

// Copies of the links, since connecting changes them.
std::vector<Link> linksFrom(const Graph& graph, const NodeId& id)
{
    std::vector<Link> found;
    for (const Link& link : graph.links) {
        if (link.from == id)
            found.push_back(link);
    }
    return found;
}

} // namespace

void wireNew(Graph& graph, const NodeId& added, const std::vector<NodeId>& selected, const NodeTypes& types)
{
    const NodeType* type = typeOf(graph, added, types);
    if (!type || type->inputs.empty())
        return;
    std::vector<NodeId> sources;
    for (const NodeId& id : selected) {
        const NodeType* source = typeOf(graph, id, types);
        if (source && source->hasOutput && id != added)
            sources.push_back(id);
    }
    std::sort(sources.begin(), sources.end(),
        [&](const NodeId& a, const NodeId& b) { return graph.nodes.at(a).at[1] < graph.nodes.at(b).at[1]; });
    std::vector<Link> fed = sources.size() == 1 && type->hasOutput ? linksFrom(graph, sources.front()) : std::vector<Link>();
    for (std::size_t i = 0; i < std::min(sources.size(), type->inputs.size()); ++i)
        (void)graph.connect({sources[i], "image", added, type->inputs[i].name}, types);
    for (const Link& link : fed)
        (void)graph.connect({added, "image", link.to, link.toPort}, types);
}

Result<> insertInto(Graph& graph, const NodeId& id, const Link& wire, const NodeTypes& types)
{
    const NodeType* type = typeOf(graph, id, types);
    if (!type || type->inputs.empty() || !type->hasOutput)
        return Error{Error::Code::Invalid, text("Only what takes a picture and gives one fits into a wire."), id};
    Graph next = graph;
    next.disconnect(wire.to, wire.toPort);
    TRY_DO(next.connect({wire.from, wire.fromPort, id, type->inputs.front().name}, types));
    TRY_DO(next.connect({id, "image", wire.to, wire.toPort}, types));
    graph = std::move(next);
    return {};
}

Result<Link> bestLink(const Graph& graph, const NodeId& from, const NodeId& to, const NodeTypes& types)
{
    const NodeType* type = typeOf(graph, to, types);
    std::vector<std::string> ports;
    for (bool free : {true, false}) {
        for (const Input& input : type ? type->inputs : std::vector<Input>()) {
            if ((graph.linkTo(to, input.name) == nullptr) == free)
                ports.push_back(input.name);
        }
    }
    if (ports.empty())
        ports.push_back("image");
    Graph next = graph;
    Link link{from, "image", to, ports.front()};
    TRY_DO(next.connect(link, types));
    return link;
}

void extract(Graph& graph, const Ids& ids, const NodeTypes& types)
{
    // Healing is what removing does; then they come back as they were, without links.
    std::map<NodeId, Node> kept;
    for (const NodeId& id : ids) {
        if (auto found = graph.nodes.find(id); found != graph.nodes.end())
            kept.emplace(id, found->second);
    }
    std::vector<Link> among;
    for (const Link& link : graph.links) {
        if (ids.contains(link.from) && ids.contains(link.to))
            among.push_back(link);
    }
    remove(graph, ids, types);
    graph.nodes.insert(kept.begin(), kept.end());
    graph.links.insert(graph.links.end(), among.begin(), among.end());
    std::sort(graph.links.begin(), graph.links.end());
}

void remove(Graph& graph, const Ids& ids, const NodeTypes& types)
{
    for (const NodeId& id : ids)
        (void)graph.remove(id, Graph::Heal::Yes, types);
}

Ids strangers(const Graph& graph, const Ids& ids)
{
    Ids related;
    for (bool forwards : {true, false}) {
        Lead lead = leadOf(graph, forwards);
        Ids seen;
        for (const NodeId& id : ids)
            reach(lead, id, seen);
        related.merge(seen);
    }
    Ids others;
    for (const auto& [id, node] : graph.nodes) {
        if (!related.contains(id))
            others.insert(id);
    }
    return others;
}

std::vector<NodeId> upstreamOrder(const Graph& graph)
{
    std::map<NodeId, int> waiting;
    for (const auto& [id, node] : graph.nodes)
        waiting.emplace(id, 0);
    for (const Link& link : graph.links) {
        if (graph.nodes.contains(link.from) && graph.nodes.contains(link.to))
            ++waiting.at(link.to);
    }
    Lead lead = leadOf(graph, true);
    auto later = [&](const NodeId& a, const NodeId& b) {
        const Node &left = graph.nodes.at(a), &right = graph.nodes.at(b);
        return std::tie(left.at[0], left.at[1], a) > std::tie(right.at[0], right.at[1], b);
    };
    std::vector<NodeId> ready, order;
    for (const auto& [id, count] : waiting) {
        if (count == 0)
            ready.push_back(id);
    }
    std::make_heap(ready.begin(), ready.end(), later);
    while (!ready.empty()) {
        std::pop_heap(ready.begin(), ready.end(), later);
        NodeId id = std::move(ready.back());
        ready.pop_back();
        if (auto next = lead.find(id); next != lead.end()) {
            for (const NodeId& other : next->second) {
                auto found = waiting.find(other);
                if (found != waiting.end() && --found->second == 0) {
                    ready.push_back(other);
                    std::push_heap(ready.begin(), ready.end(), later);
                }
            }
        }
        order.push_back(std::move(id));
    }
    // A circle that came in by hand: its nodes are at the end.
    if (order.size() < graph.nodes.size()) {
        Ids there(order.begin(), order.end());
        for (const auto& [id, node] : graph.nodes) {
            if (!there.contains(id))
                order.push_back(id);
        }
    }
    return order;
}

std::map<NodeId, NodeId> duplicate(Graph& graph, const Ids& ids, std::array<double, 2> by, bool incoming, const NodeTypes& types)
{
    std::map<NodeId, NodeId> copies;
    for (const NodeId& id : ids) {
        auto found = graph.nodes.find(id);
        if (found == graph.nodes.end())
            continue;
        Node copy = found->second;
        copy.at = {copy.at[0] + by[0], copy.at[1] + by[1]};
        NodeId fresh = graph.add(copy.type);
        graph.nodes.at(fresh) = std::move(copy);
        copies.emplace(id, fresh);
    }
    std::vector<Link> links = graph.links;
    for (const Link& link : links) {
        auto to = copies.find(link.to);
        if (to == copies.end())
            continue;
        auto from = copies.find(link.from);
        if (from != copies.end())
            graph.links.push_back({from->second, link.fromPort, to->second, link.toPort});
        else if (incoming)
            (void)graph.connect({link.from, link.fromPort, to->second, link.toPort}, types);
    }
    std::sort(graph.links.begin(), graph.links.end());
    return copies;
}

void align(Graph& graph, const Ids& ids, const HeightOf&)
{
    std::vector<Node*> nodes;
    for (const NodeId& id : ids) {
        if (auto found = graph.nodes.find(id); found != graph.nodes.end())
            nodes.push_back(&found->second);
    }
    if (nodes.size() < 2)
        return;
    double low[2], high[2], sum[2] = {};
    for (int axis : {0, 1}) {
        low[axis] = high[axis] = nodes.front()->at[std::size_t(axis)];
        for (const Node* node : nodes) {
            low[axis] = std::min(low[axis], node->at[std::size_t(axis)]);
            high[axis] = std::max(high[axis], node->at[std::size_t(axis)]);
            sum[axis] += node->at[std::size_t(axis)];
        }
    }
    std::size_t axis = high[0] - low[0] >= high[1] - low[1] ? 1 : 0;
    double line = std::round(sum[axis] / double(nodes.size()));
    for (Node* node : nodes)
        node->at[axis] = line;
}

void tidy(Graph& graph, const Ids& ids, const HeightOf& height)
{
    constexpr double pitch = nodeShape::width + 84, gap = 36;
    std::vector<NodeId> order;
    for (const NodeId& id : upstreamOrder(graph)) {
        if (ids.contains(id))
            order.push_back(id);
    }
    if (order.size() < 2)
        return;
    std::array<double, 2> corner = graph.nodes.at(order.front()).at;
    for (const NodeId& id : order) {
        for (std::size_t axis : {0u, 1u})
            corner[axis] = std::min(corner[axis], graph.nodes.at(id).at[axis]);
    }
    std::map<NodeId, std::vector<NodeId>> before, after;
    for (const Link& link : graph.links) {
        if (ids.contains(link.from) && ids.contains(link.to)) {
            before[link.to].push_back(link.from);
            after[link.from].push_back(link.to);
        }
    }
    // As late as possible: a source stands beside what it feeds, not at the far left.
    std::map<NodeId, int> depth;
    int deepest = 0;
    for (const NodeId& id : order) {
        for (const NodeId& source : before[id])
            depth[id] = std::max(depth[id], depth[source] + 1);
        deepest = std::max(deepest, depth[id]);
    }
    for (auto id = order.rbegin(); id != order.rend(); ++id) {
        int latest = deepest + 1;
        for (const NodeId& fed : after[*id])
            latest = std::min(latest, depth[fed]);
        if (!after[*id].empty())
            depth[*id] = latest - 1;
    }
    std::vector<std::vector<NodeId>> columns(std::size_t(deepest) + 1);
    for (const NodeId& id : order)
        columns[std::size_t(depth[id])].push_back(id);
    std::map<NodeId, double> middle;
    for (const NodeId& id : order)
        middle[id] = graph.nodes.at(id).at[1];
    auto place = [&](std::vector<NodeId>& column, const std::map<NodeId, std::vector<NodeId>>& neighbours) {
        std::map<NodeId, double> wish;
        for (const NodeId& id : column) {
            auto found = neighbours.find(id);
            double sum = 0;
            for (const NodeId& other : found == neighbours.end() ? std::vector<NodeId>() : found->second)
                sum += middle[other];
            wish[id] = found == neighbours.end() || found->second.empty() ? middle[id] : sum / double(found->second.size());
        }
        std::stable_sort(column.begin(), column.end(), [&](const NodeId& a, const NodeId& b) { return wish[a] < wish[b]; });
        // As near to its wish as those above leave room; then all of them together as near as they come.
        double free = -1e9, shift = 0;
        for (const NodeId& id : column) {
            middle[id] = std::max(wish[id], free);
            free = middle[id] + height(id) + gap;
            shift += wish[id] - middle[id];
        }
        shift /= double(std::max<std::size_t>(1, column.size()));
        for (const NodeId& id : column)
            middle[id] += shift;
    };
    for (int turn = 0; turn < 4; ++turn) {
        for (auto& column : columns)
            place(column, before);
        for (auto column = columns.rbegin(); column != columns.rend(); ++column)
            place(*column, after);
    }
    for (auto& column : columns)
        place(column, before);
    double top = 1e18;
    for (const NodeId& id : order)
        top = std::min(top, middle[id]);
    for (const NodeId& id : order)
        graph.nodes.at(id).at
            = {corner[0] + pitch * depth[id], corner[1] + std::round((middle[id] - top) / nodeShape::grid) * nodeShape::grid};
}

void makeRoom(Graph& graph, const NodeId& id, const HeightOf& height)
{
    constexpr double gap = 40;
    auto node = graph.nodes.find(id);
    if (node == graph.nodes.end())
        return;
    std::array<double, 2> at = node->second.at;
    Ids fed;
    reach(leadOf(graph, true), id, fed);
    fed.erase(id);
    double needed = 0;
    for (const NodeId& other : fed) {
        auto found = graph.nodes.find(other);
        if (found == graph.nodes.end() || found->second.at[0] + nodeShape::width <= at[0])
            continue;
        bool beside = found->second.at[1] < at[1] + height(id) && at[1] < found->second.at[1] + height(other);
        if (beside)
            needed = std::max(needed, at[0] + nodeShape::width + gap - found->second.at[0]);
    }
    if (needed <= 0)
        return;
    for (const NodeId& other : fed) {
        if (auto found = graph.nodes.find(other); found != graph.nodes.end() && found->second.at[0] + nodeShape::width > at[0])
            found->second.at[0] += needed;
    }
}

} // namespace opificio::graphEdits
