#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QSGGeometryNode>
#include <QSGVertexColorMaterial>

#include <vector>

namespace opificio {

/// Lines and rectangles in one geometry for the scene graph, with edges that fade over a pixel. The scene graph's thread.
class Strips {
public:
    /// A geometry node that owns what it draws with.
    class Node : public QSGGeometryNode {
    public:
        Node();

    private:
        QSGGeometry m_geometry;
        QSGVertexColorMaterial m_material;
    };

    /// `soft` is how wide a soft edge is, in the units of the points.
    explicit Strips(double soft)
        : m_soft(soft)
    {
    }
    /// Nothing for fewer than two points.
    void line(const std::vector<QPointF>& points, double width, const QColor& colour);
    void rectangle(const QRectF& rect, const QColor& colour);
    void frame(const QRectF& rect, double width, const QColor& colour);
    /// Replaces what the node draws.
    void give(Node& node) const;

private:
    struct Ink {
        unsigned char r, g, b, a;
    };
    static Ink ink(const QColor& colour, double alpha = 1);
    unsigned vertex(const QPointF& point, Ink ink);
    void quad(unsigned a, unsigned b, unsigned c, unsigned d);

    double m_soft;
    std::vector<QSGGeometry::ColoredPoint2D> m_points;
    std::vector<unsigned> m_indices;
};

} // namespace opificio
