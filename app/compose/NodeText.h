#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

#include "GraphEdits.h"

namespace opificio {

/// Nodes as text, for the clipboard, a chat, an e-mail:
///     {"format": "opificio.nodes/1", "nodes": {ID: as in work.json}, "links": [[from, port, to, port]],
///      "incoming": [[from, port, to, port]], "backdrops": {ID: as in work.json}}
/// `incoming` are links from nodes that are not among them, for pasting where those are, too.
std::string nodesText(const Graph& graph, const graphEdits::Ids& ids, const std::set<std::string>& backdrops = {});

/// Whether there is something in the text that could be nodes; quick.
bool looksLikeNodes(std::string_view text);

/// What was pasted.
struct PastedNodes {
    std::vector<NodeId> ids;
    std::vector<std::string> backdrops;
    /// Links and settings that could not be taken over.
    int dropped = 0;
};

/// Brings the nodes of a text into a graph, with new ids, their upper left corner at `at`. The text may come from anywhere:
/// quoted, broken into lines, with words around it, or hostile; what it says is checked like the hand's own acts. The graph
/// changes only when the answer is no error.
Result<PastedNodes> pasteNodes(
    Graph& graph, std::string_view text, std::array<double, 2> at, bool incoming, const NodeTypes& types);

} // namespace opificio
