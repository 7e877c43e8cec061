#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/Hash.h"
#include "base/Json.h"
#include "base/Rate.h"
#include "base/Result.h"
#include "base/Values.h"
#include "image/Image.h"

namespace opificio {

class NodeTypes;

/// An 8-character base-32 id, never reused.
using NodeId = std::string;

/// A keyframe: from this time on the setting moves towards the next key along `curve`.
struct Key {
    enum class Curve { Hold, Linear, Smooth };
    Seconds time = 0;
    Value value = 0.0;
    Curve curve = Curve::Linear;
    friend bool operator==(const Key&, const Key&) = default;
};

/// One node of a composition. Settings that are not in `values` have their initial value.
struct Node {
    std::string type;
    Values values;
    /// Animated settings, each sorted by time; they win over `values`.
    std::map<std::string, std::vector<Key>> keys;
    /// Where it lies on the canvas, in canvas units.
    std::array<double, 2> at = {};
    /// What the artist wants with it, in own words.
    std::string intent;
    /// Gives nothing, and is a source of nothing.
    bool muted = false;
    /// Gives its first input unchanged.
    bool bypassed = false;
    /// What newer versions wrote and this one does not know.
    Json unknown = Json::object();

    /// The setting at a time: from its keys, else its value; null when neither is there.
    const Value* valueAt(std::string_view name, Seconds time, Value& storage) const;
    friend bool operator==(const Node&, const Node&) = default;
};

struct Link {
    NodeId from;
    std::string fromPort;
    NodeId to;
    std::string toPort;
    friend auto operator<=>(const Link&, const Link&) = default;
};

/// A place on the canvas that holds nodes together for the eye; whatever lies on it belongs to it. Renders nothing.
struct Backdrop {
    std::string title;
    std::array<double, 2> at = {}, size = {}; ///< canvas units
    std::string colour; ///< a word that the window knows, or empty
    /// What newer versions wrote and this one does not know.
    Json unknown = Json::object();
    friend bool operator==(const Backdrop&, const Backdrop&) = default;
};

/// Frames of the longest work: eleven days of 100 a second.
inline constexpr Frame mostFrames = 100'000'000;

/// The artist's composition: a plain value. Undo is a list of graphs, a thread gets a copy, saving is printing.
///
///     Graph graph;
///     NodeId picture = graph.add("item");
///     NodeId output = graph.add("output");
///     TRY_DO(graph.connect({picture, "image", output, "image"}, types));
struct Graph {
    std::map<NodeId, Node> nodes;
    std::vector<Link> links; ///< sorted; at most one ends at each input
    std::map<std::string, Backdrop> backdrops; ///< by an id like a node's
    Size size = {1920, 1080};
    Rate rate;
    Frame frames = 250; ///< length of the work
    Json people = Json::array(); ///< [{name, publish}]
    Json unknown = Json::object();

    NodeId add(std::string_view type, std::array<double, 2> at = {});
    /// Removes its links, too. With Heal::Yes what fed its first input feeds what it fed.
    enum class Heal { No, Yes };
    Result<> remove(const NodeId& id, Heal heal, const NodeTypes& types);
    /// Replaces what ended at that input. Unknown ports and circles are refused in words.
    Result<> connect(const Link& link, const NodeTypes& types);
    void disconnect(const NodeId& to, std::string_view toPort);
    /// Checked and brought to the setting's type. With a time, a keyframe.
    Result<> set(const NodeId& id, std::string_view param, const Value& value, const NodeTypes& types);
    Result<> setKey(const NodeId& id, std::string_view param, const Key& key, const NodeTypes& types);

    const Link* linkTo(const NodeId& to, std::string_view toPort) const;
    /// The node of that id, or the only one whose type or intent is so named; a sentence otherwise.
    Result<NodeId> find(std::string_view idOrName) const;
    /// The first node of type "output", or empty.
    NodeId output() const;

    friend bool operator==(const Graph&, const Graph&) = default;
};

/// work.json's part: {nodes, links, size, rate, frames, people, backdrops}; without backdrops that key is absent.
Json toJson(const Graph& graph);
/// Checks shape, ids and bounds, not the node types: a work with unknown nodes opens and says so.
Result<Graph> graphFromJson(const Json& json);
/// What `check` reports: unknown types and settings, links to nowhere, circles, no output, sizes out of bounds.
std::vector<Error> problems(const Graph& graph, const NodeTypes& types);

} // namespace opificio
