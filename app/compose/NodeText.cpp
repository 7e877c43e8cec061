// SPDX-License-Identifier: GPL-3.0-or-later
#include "NodeText.h"

#include "base/Id.h"
#include "base/Text.h"

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

constexpr std::string_view format = "opificio.nodes/1", family = "opificio.nodes/";
// More than anybody copies by hand; what takes longer to read than a blink is refused.
constexpr std::size_t largestText = 8u << 20, mostPasted = 2000, longestIntent = 2000;
constexpr double farthest = 1e6;

Error noNodes()
{
    return {
        Error::Code::Invalid, text("There are no nodes to paste here. Copy some first, or the text in which they were sent.")};
}

Error damaged()
{
    return {Error::Code::Unreadable, text("These nodes cannot be pasted: their text is damaged. Copy it again, whole.")};
}

void replaceAll(std::string& whole, std::string_view what, std::string_view by)
{
    for (std::size_t at = whole.find(what); at != std::string::npos; at = whole.find(what, at + by.size()))
        whole.replace(at, what.size(), by);
}

// From the first to the last brace, without what mail and chat programs do to text.
std::string unwrapped(std::string_view text)
{
    std::size_t open = text.find('{'), close = text.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return {};
    std::string whole(text.substr(open, close - open + 1));
    for (std::string_view quote : {"\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb"})
        replaceAll(whole, quote, "\"");
    for (std::string_view space : {"\u00a0", "\u200b", "\ufeff", "\t", "\r"})
        replaceAll(whole, space, space == "\u00a0" || space == "\t" ? " " : "");
    std::string lines;
    bool begins = false;
    for (char letter : whole) {
        if (letter == '\n') {
            begins = true;
            lines += ' ';
        } else if (begins && (letter == '>' || letter == ' ')) {
            continue;
        } else {
            begins = false;
            lines += letter;
        }
    }
    return lines;
}

Result<Json> read(std::string_view given)
{
    if (given.size() > largestText)
        return Error{Error::Code::TooLarge, text("This text is too long to be pasted.")};
    if (given.find(family) == std::string_view::npos)
        return noNodes();
    std::size_t open = given.find('{'), close = given.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return damaged();
    // As it was copied first; only what is broken is mended, since that may change words.
    auto json = parseJson(given.substr(open, close - open + 1), "");
    if (!json)
        json = parseJson(unwrapped(given), "");
    if (!json || !json->is_object())
        return damaged();
    std::string said = textAt(*json, "format");
    if (said != format) {
        if (said.starts_with(family))
            return Error{Error::Code::Newer, text("These nodes were copied from a newer version of Opificio; paste them there.")};
        return noNodes();
    }
    return json;
}

double bounded(double number)
{
    return std::isfinite(number) ? std::clamp(number, -farthest, farthest) : 0;
}

// Only what the type knows and finds right; of unknown types everything, as works do.
int checkSettings(Node& node, const NodeTypes& types)
{
    const NodeType* type = types.find(node.type);
    if (!type)
        return 0;
    int dropped = 0;
    Values values;
    for (const auto& [name, value] : node.values) {
        const Param* param = findParam(type->params, name);
        auto checked = param ? checkValue(*param, value) : Result<Value>(Error{});
        if (checked)
            values.set(name, std::move(*checked));
        else
            ++dropped;
    }
    node.values = std::move(values);
    for (auto keys = node.keys.begin(); keys != node.keys.end();) {
        const Param* param = findParam(type->params, keys->first);
        std::erase_if(keys->second, [&](Key& key) {
            auto checked = param ? checkValue(*param, key.value) : Result<Value>(Error{});
            if (checked)
                key.value = std::move(*checked);
            dropped += !checked;
            return !checked;
        });
        keys = keys->second.empty() ? node.keys.erase(keys) : std::next(keys);
    }
    return dropped;
}

// Unknown types have no ports to check; then only circles and second links to one input are refused.
bool link(Graph& graph, const Link& one, const NodeTypes& types)
{
    bool known = types.find(graph.nodes.at(one.from).type) && types.find(graph.nodes.at(one.to).type);
    if (known)
        return bool(graph.connect(one, types));
    if (graph.linkTo(one.to, one.toPort))
        return false;
    graphEdits::Ids upstream = {one.from};
    std::vector<NodeId> pending = {one.from};
    while (!pending.empty()) {
        NodeId id = std::move(pending.back());
        pending.pop_back();
        for (const Link& other : graph.links) {
            if (other.to == id && upstream.insert(other.from).second)
                pending.push_back(other.from);
        }
    }
    if (upstream.contains(one.to))
        return false;
    graph.links.insert(std::upper_bound(graph.links.begin(), graph.links.end(), one), one);
    return true;
}

} // namespace

std::string nodesText(const Graph& graph, const graphEdits::Ids& ids, const std::set<std::string>& backdrops)
{
    Graph part;
    for (const NodeId& id : ids) {
        if (auto found = graph.nodes.find(id); found != graph.nodes.end())
            part.nodes.insert(*found);
    }
    for (const std::string& id : backdrops) {
        if (auto found = graph.backdrops.find(id); found != graph.backdrops.end())
            part.backdrops.insert(*found);
    }
    Json incoming = Json::array();
    for (const Link& one : graph.links) {
        if (ids.contains(one.to) && ids.contains(one.from))
            part.links.push_back(one);
        else if (ids.contains(one.to))
            incoming.push_back({one.from, one.fromPort, one.to, one.toPort});
    }
    Json whole = toJson(part);
    Json json = {{"format", format}, {"nodes", whole["nodes"]}, {"links", whole["links"]}};
    if (!incoming.empty())
        json["incoming"] = incoming;
    if (whole.contains("backdrops"))
        json["backdrops"] = whole["backdrops"];
    return printJson(json);
}

bool looksLikeNodes(std::string_view text)
{
    return text.size() <= largestText && text.find(family) != std::string_view::npos;
}

Result<PastedNodes> pasteNodes(
    Graph& graph, std::string_view text, std::array<double, 2> at, bool incoming, const NodeTypes& types)
{
    TRY(Json json, read(text));
    const Json& nodes = opificio::at(json, "nodes");
    const Json& backdrops = opificio::at(json, "backdrops");
    if (!nodes.is_object() || !opificio::at(json, "links").is_array())
        return damaged();
    if (nodes.size() > mostPasted || opificio::at(json, "links").size() > 8 * mostPasted
        || graph.nodes.size() + nodes.size() > 10 * mostPasted)
        return Error{Error::Code::TooLarge, opificio::text("More than {0} nodes cannot be pasted at once.", mostPasted)};
    Json shaped = {{"nodes", nodes}, {"links", opificio::at(json, "links")}};
    if (backdrops.is_object() && backdrops.size() <= mostPasted)
        shaped["backdrops"] = backdrops;
    auto part = graphFromJson(shaped);
    if (!part)
        return damaged();
    if (part->nodes.empty() && part->backdrops.empty())
        return noNodes();

    PastedNodes pasted;
    Graph next = graph;
    std::array<double, 2> corner = {farthest, farthest};
    auto note = [&](std::array<double, 2>& place) {
        for (std::size_t axis : {0u, 1u}) {
            place[axis] = bounded(place[axis]);
            corner[axis] = std::min(corner[axis], place[axis]);
        }
    };
    for (auto& [id, node] : part->nodes)
        note(node.at);
    for (auto& [id, backdrop] : part->backdrops)
        note(backdrop.at);
    auto moved = [&](std::array<double, 2> place) {
        return std::array{bounded(place[0] - corner[0] + at[0]), bounded(place[1] - corner[1] + at[1])};
    };
    std::map<NodeId, NodeId> fresh;
    for (auto& [id, node] : part->nodes) {
        node.at = moved(node.at);
        if (node.intent.size() > longestIntent)
            node.intent.clear();
        pasted.dropped += checkSettings(node, types);
        NodeId added = next.add(node.type);
        next.nodes.at(added) = std::move(node);
        fresh.emplace(id, added);
        pasted.ids.push_back(added);
    }
    for (const Link& one : part->links) {
        auto from = fresh.find(one.from), to = fresh.find(one.to);
        if (from == fresh.end() || to == fresh.end() || !link(next, {from->second, one.fromPort, to->second, one.toPort}, types))
            ++pasted.dropped;
    }
    if (const Json& wanted = opificio::at(json, "incoming"); incoming && wanted.is_array() && wanted.size() <= 8 * mostPasted) {
        for (const Json& entry : wanted) {
            if (!entry.is_array() || entry.size() != 4
                || !std::all_of(entry.begin(), entry.end(), [](const Json& word) { return word.is_string(); }))
                continue;
            auto to = fresh.find(entry[2].get<std::string>());
            NodeId from = entry[0].get<std::string>();
            // Another work does not have it; that is nothing to complain of.
            if (to != fresh.end() && graph.nodes.contains(from))
                pasted.dropped
                    += !link(next, {from, entry[1].get<std::string>(), to->second, entry[3].get<std::string>()}, types);
        }
    }
    for (auto& [id, backdrop] : part->backdrops) {
        backdrop.at = moved(backdrop.at);
        for (double& edge : backdrop.size)
            edge = std::clamp(bounded(edge), 40.0, farthest);
        if (backdrop.title.size() > longestIntent)
            backdrop.title.clear();
        std::string added = newId();
        next.backdrops.emplace(added, std::move(backdrop));
        pasted.backdrops.push_back(added);
    }
    graph = std::move(next);
    return pasted;
}

} // namespace opificio
