// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Plan.h"

#include "base/Text.h"
#include "graph/Helpers.h"
#include "graph/Isf.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace opificio {

namespace {

// Deeper chains would exhaust the stack of a thread; nobody reads a chain of a thousand nodes.
constexpr int deepest = 1000;

// A picture is kept a little larger than it is shown, so that small zooms do not load it again.
constexpr double margin = 1.25;

} // namespace

class Expander {
public:
    Expander(const Graph& graph, const NodeTypes& types, const Materials& materials, Frame frame, Size size)
        : graph(graph)
        , types(types)
        , materials(materials)
    {
        plan.frame = frame;
        plan.size = size;
        time = graph.rate.secondsOf(frame);
        for (const Link& link : graph.links)
            links.emplace(std::pair<std::string_view, std::string_view>(link.to, link.toPort), &link);
    }

    Result<int> picture(const NodeId& id);

    const Graph& graph;
    const NodeTypes& types;
    const Materials& materials;
    Plan plan;
    Seconds time = 0;
    std::map<std::pair<std::string_view, std::string_view>, const Link*> links; ///< by where they end
    std::map<NodeId, int> made;
    std::set<NodeId> open;
};

struct Expansion::State {
    Expander& expander;
    const NodeId& id;
    const Node& node;
    const NodeType& type;
    Values values;
    mutable bool askedForTime = false;
};

Result<int> Expander::picture(const NodeId& id)
{
    if (auto found = made.find(id); found != made.end())
        return found->second;
    auto node = graph.nodes.find(id);
    if (node == graph.nodes.end() || node->second.muted)
        return Expansion::nothing;
    if (open.contains(id))
        return Error{Error::Code::Invalid,
            text("The links make a circle through {0}. Use the node feedback to bring back the frame before.", id), id};
    if (int(open.size()) >= deepest)
        return Error{Error::Code::TooLarge,
            text("More than {0} nodes follow one another; render a part of them to a film first.", deepest), id};
    const NodeType* type = types.find(node->second.type);
    if (!type)
        return Error{Error::Code::Unsupported, text("This node is not known here: {0}.", node->second.type), id};
    open.insert(id);

    Values chosen;
    for (const Param& param : type->params) {
        Value storage;
        if (const Value* value = node->second.valueAt(param.name, time, storage))
            chosen.set(param.name, *value);
    }
    auto completed = complete(type->params, chosen);
    if (!completed) {
        open.erase(id);
        Error error = completed.takeError();
        error.what = id;
        return error;
    }
    Expansion::State state{*this, id, node->second, *type, std::move(*completed)};
    Expansion expansion;
    expansion.m = &state;
    Result<int> answer = Expansion::nothing;
    if (node->second.bypassed)
        answer = type->inputs.empty() ? Result<int>(Expansion::nothing) : expansion.input(type->inputs.front().name);
    else
        answer = type->expand(expansion);
    open.erase(id);
    if (answer)
        made[id] = *answer;
    return answer;
}

const Node& Expansion::node() const
{
    return m->node;
}

const NodeId& Expansion::id() const
{
    return m->id;
}

const Values& Expansion::values() const
{
    return m->values;
}

Seconds Expansion::time() const
{
    m->askedForTime = true;
    return m->expander.time;
}

Frame Expansion::frame() const
{
    m->askedForTime = true;
    return m->expander.plan.frame;
}

const Rate& Expansion::rate() const
{
    return m->expander.graph.rate;
}

Size Expansion::size() const
{
    return m->expander.plan.size;
}

const Materials& Expansion::materials() const
{
    return m->expander.materials;
}

const Pass& Expansion::pass(int index) const
{
    return m->expander.plan.passes[std::size_t(index)];
}

Result<int> Expansion::input(std::string_view name)
{
    auto link = m->expander.links.find({m->id, name});
    return link == m->expander.links.end() ? Result<int>(nothing) : m->expander.picture(link->second->from);
}

int Expansion::add(Pass pass)
{
    pass.node = m->id;
    pass.time = m->expander.time;
    pass.frame = m->expander.plan.frame;
    if (pass.size == Size())
        pass.size = m->expander.plan.size;
    bool timed = pass.hasMemory || (pass.isf && pass.isf->followsTime);
    pass.moves = timed || m->askedForTime || !m->node.keys.empty();
    for (const auto& [name, index] : pass.inputs)
        pass.moves = pass.moves || (index >= 0 && m->expander.plan.passes[std::size_t(index)].moves);
    Hasher hasher;
    hasher.add(int(pass.kind)).add(pass.source).add(pass.size.width).add(pass.size.height);
    hash(hasher, pass.values);
    if (pass.isf)
        hasher.add(pass.isf->content);
    if (timed)
        hasher.add(pass.frame).add(pass.time);
    // Two nodes with memory that look alike still remember apart.
    if (pass.hasMemory)
        hasher.add(pass.node);
    pass.key = hasher.key();
    m->expander.plan.passes.push_back(std::move(pass));
    return int(m->expander.plan.passes.size()) - 1;
}

Result<int> Expansion::helper(std::string_view name, Values values, std::map<std::string, int> inputs)
{
    TRY(auto isf, helperIsf(name));
    return add({.kind = Pass::Kind::Shader, .isf = std::move(isf), .values = std::move(values), .inputs = std::move(inputs)});
}

Result<int> Expansion::placedPicture(const std::string& sha256, const Values& placement, const std::vector<double>& crop)
{
    Values values;
    for (const char* name : {"fit", "zoom", "centre"}) {
        if (const Value* value = placement.find(name))
            values.set(name, *value);
    }
    // How many pixels of the whole picture are wanted so that the part that is seen has one for each of the frame's.
    double part = 1;
    if (crop.size() == 4 && crop[2] > 0 && crop[3] > 0) {
        values.set("cropOrigin", std::vector<double>{crop[0], crop[1]});
        values.set("cropSize", std::vector<double>{crop[2], crop[3]});
        part = std::min(crop[2], crop[3]);
    }
    double wanted
        = std::max(size().width, size().height) * margin * std::max(1.0, placement.number("zoom", 1)) / std::max(part, 0.02);
    // In steps of a half octave, so that a slow zoom does not read the file again at every frame.
    int edge = int(std::ceil(std::exp2(std::ceil(std::log2(wanted) * 2) / 2)));
    Pass pass{.kind = Pass::Kind::Picture, .source = sha256, .size = {std::min(edge, largestEdge), std::min(edge, largestEdge)}};
    pass.sources = Sources({Source::Kind::Item, sha256}, Role::Shown);
    int picture = add(std::move(pass));
    return helper("place", std::move(values), {{"picture", picture}});
}

Result<Plan> expandNode(
    const Graph& graph, const NodeId& node, const NodeTypes& types, const Materials& materials, Frame frame, Size size)
{
    Expander expander(graph, types, materials, frame, size);
    TRY(expander.plan.output, expander.picture(node));
    return std::move(expander.plan);
}

Result<Plan> expand(const Graph& graph, const NodeTypes& types, const Materials& materials, Frame frame, Size size)
{
    NodeId output = graph.output();
    if (output.empty())
        return Error{Error::Code::Invalid, text("The work has no output yet. Add the node output and link a picture to it.")};
    return expandNode(graph, output, types, materials, frame, size);
}

} // namespace opificio
