// SPDX-License-Identifier: GPL-3.0-or-later
#include "MapPath.h"

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

using Point = MapPath::Point;

// Douglas and Peucker, where the distance is that from the place at which a straight walk would be at the same moment.
void keep(const std::vector<Point>& points, std::size_t first, std::size_t last, double tolerance, std::vector<bool>& kept)
{
    double worst = tolerance;
    std::size_t at = 0;
    const double span = points[last].time - points[first].time;
    for (std::size_t i = first + 1; i < last; ++i) {
        const double part = span > 0 ? (points[i].time - points[first].time) / span : 0;
        const double x = points[first].x + part * (points[last].x - points[first].x);
        const double y = points[first].y + part * (points[last].y - points[first].y);
        const double far = std::hypot(points[i].x - x, points[i].y - y);
        if (far > worst) {
            worst = far;
            at = i;
        }
    }
    if (at == 0)
        return;
    kept[at] = true;
    keep(points, first, at, tolerance, kept);
    keep(points, at, last, tolerance, kept);
}

} // namespace

void MapPath::add(const Point& point)
{
    if (m_turns.empty() || point.time < m_turns.back().back().time)
        m_turns.push_back({point});
    else if (point.time == m_turns.back().back().time)
        m_turns.back().back() = point;
    else
        m_turns.back().push_back(point);
}

std::vector<Point> MapPath::points(double tolerance) const
{
    std::vector<Point> all;
    for (const auto& turn : m_turns) {
        std::erase_if(all, [&](const Point& point) { return point.time >= turn.front().time && point.time <= turn.back().time; });
        all.insert(all.end(), turn.begin(), turn.end());
    }
    std::sort(all.begin(), all.end(), [](const Point& one, const Point& other) { return one.time < other.time; });
    if (all.size() < 3)
        return all;
    std::vector<bool> kept(all.size(), false);
    kept.front() = kept.back() = true;
    keep(all, 0, all.size() - 1, tolerance, kept);
    std::vector<Point> few;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (kept[i])
            few.push_back(all[i]);
    }
    return few;
}

Result<Graph> withPath(const Graph& graph, const NodeId& node, const MapPath& path, const NodeTypes& types)
{
    Graph next = graph;
    const std::vector<Point> points = path.points();
    if (points.empty())
        return next;
    if (auto found = next.nodes.find(node); found != next.nodes.end()) {
        auto& keys = found->second.keys["position"];
        std::erase_if(keys, [&](const Key& key) { return key.time >= points.front().time && key.time <= points.back().time; });
        if (keys.empty())
            found->second.keys.erase("position");
    }
    for (const Point& point : points) {
        TRY_DO(next.setKey(node, "position",
            {point.time, std::vector<double>{std::clamp(point.x, 0.0, 1.0), std::clamp(point.y, 0.0, 1.0)}, Key::Curve::Linear},
            types));
    }
    return next;
}

} // namespace opificio
