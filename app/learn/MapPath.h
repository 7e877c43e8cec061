#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <vector>

#include "graph/Graph.h"
#include "graph/NodeType.h"

namespace opificio {

/// A walk of a hand over a map while time goes on, and the keyframes that it becomes. A value.
class MapPath {
public:
    struct Point {
        Seconds time = 0;
        double x = 0.5, y = 0.5;
    };
    /// Where the hand was at that time. Time that goes back is another turn of a loop: what comes then replaces what was there.
    void add(const Point& point);
    bool isEmpty() const { return m_turns.empty(); }
    /// As few as say the same within `tolerance` of the map's edge.
    std::vector<Point> points(double tolerance = 0.004) const;

private:
    std::vector<std::vector<Point>> m_turns;
};

/// The graph in which the node's place on the map follows the path from its first to its last moment; keys before and after stay.
Result<Graph> withPath(const Graph& graph, const NodeId& node, const MapPath& path, const NodeTypes& types);

} // namespace opificio
