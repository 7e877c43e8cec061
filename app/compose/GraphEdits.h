#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "graph/Graph.h"
#include "graph/NodeType.h"

namespace opificio {

/// What hands do to a composition, as functions of graphs: the graph that comes out is one act of the artist. Nothing here
/// knows of a window. Any thread.
namespace graphEdits {

using Ids = std::set<NodeId>;

/// Links the new node to those that were selected: each gives it a picture as long as it has inputs; a single one that feeds
/// others feeds them through the new node.
void wireNew(Graph& graph, const NodeId& added, const std::vector<NodeId>& selected, const NodeTypes& types);
/// Puts a node into a wire: what fed its end feeds the node, and the node the end.
Result<> insertInto(Graph& graph, const NodeId& id, const Link& wire, const NodeTypes& types);
/// What the node at that place would say to a link from `from`: the free inputs first, then the others, the first that may be.
Result<Link> bestLink(const Graph& graph, const NodeId& from, const NodeId& to, const NodeTypes& types);
/// Takes the nodes out of their chain and leaves them there, unlinked; what fed the first input of the chain feeds what it fed.
void extract(Graph& graph, const Ids& ids, const NodeTypes& types);
/// Removes them; wires are healed where that makes no circle.
void remove(Graph& graph, const Ids& ids, const NodeTypes& types);
/// Everything that neither feeds the nodes nor is fed by them.
Ids strangers(const Graph& graph, const Ids& ids);
/// Every node comes after those that feed it; beside that, from left to right and from top to bottom.
std::vector<NodeId> upstreamOrder(const Graph& graph);
/// Copies with new ids and the links among them; with `incoming` also those that come in from outside. Old id to new id.
std::map<NodeId, NodeId> duplicate(Graph& graph, const Ids& ids, std::array<double, 2> by, bool incoming, const NodeTypes& types);

using HeightOf = std::function<double(const NodeId&)>;
/// On one line, across or down, whichever they lie nearer to.
void align(Graph& graph, const Ids& ids, const HeightOf& height);
/// In columns from what feeds to what is fed, with few crossings; the upper left corner stays.
void tidy(Graph& graph, const Ids& ids, const HeightOf& height);
/// Moves what lies right of `left` and is fed by the node so far that the node has room.
void makeRoom(Graph& graph, const NodeId& id, const HeightOf& height);

} // namespace graphEdits

} // namespace opificio
