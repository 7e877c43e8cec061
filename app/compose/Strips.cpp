// SPDX-License-Identifier: GPL-3.0-or-later
#include "Strips.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace opificio {

Strips::Node::Node()
    : m_geometry(QSGGeometry::defaultAttributes_ColoredPoint2D(), 0, 0, QSGGeometry::UnsignedIntType)
{
    m_geometry.setDrawingMode(QSGGeometry::DrawTriangles);
    setGeometry(&m_geometry);
    setMaterial(&m_material);
}

Strips::Ink Strips::ink(const QColor& colour, double alpha)
{
    // The scene graph wants colours multiplied by their alpha.
    double a = double(colour.alphaF()) * alpha;
    auto part = [&](float value) { return static_cast<unsigned char>(std::lround(double(value) * a * 255)); };
    return {part(colour.redF()), part(colour.greenF()), part(colour.blueF()), part(1)};
}

unsigned Strips::vertex(const QPointF& point, Ink ink)
{
    QSGGeometry::ColoredPoint2D made;
    made.set(float(point.x()), float(point.y()), ink.r, ink.g, ink.b, ink.a);
    m_points.push_back(made);
    return unsigned(m_points.size() - 1);
}

void Strips::quad(unsigned a, unsigned b, unsigned c, unsigned d)
{
    for (unsigned index : {a, b, c, b, d, c})
        m_indices.push_back(index);
}

void Strips::line(const std::vector<QPointF>& points, double width, const QColor& colour)
{
    if (points.size() < 2)
        return;
    const Ink full = ink(colour), none = ink(colour, 0);
    // A line thinner than a pixel is a pixel, and paler.
    const double half = width / 2;
    unsigned before = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        QPointF along = points[std::min(i + 1, points.size() - 1)] - points[i == 0 ? 0 : i - 1];
        double length = std::hypot(along.x(), along.y());
        QPointF aside = length > 0 ? QPointF(-along.y(), along.x()) / length : QPointF(0, 1);
        QPointF inner = aside * std::max(0.0, half - m_soft / 2), outer = aside * (half + m_soft / 2);
        unsigned first = vertex(points[i] - outer, none);
        vertex(points[i] - inner, full);
        vertex(points[i] + inner, full);
        vertex(points[i] + outer, none);
        if (i > 0) {
            for (unsigned k = 0; k < 3; ++k)
                quad(before + k, before + k + 1, first + k, first + k + 1);
        }
        before = first;
    }
}

void Strips::rectangle(const QRectF& rect, const QColor& colour)
{
    const Ink full = ink(colour);
    unsigned first = vertex(rect.topLeft(), full);
    vertex(rect.topRight(), full);
    vertex(rect.bottomLeft(), full);
    vertex(rect.bottomRight(), full);
    quad(first, first + 1, first + 2, first + 3);
}

void Strips::frame(const QRectF& rect, double width, const QColor& colour)
{
    rectangle({rect.left(), rect.top(), rect.width(), width}, colour);
    rectangle({rect.left(), rect.bottom() - width, rect.width(), width}, colour);
    rectangle({rect.left(), rect.top(), width, rect.height()}, colour);
    rectangle({rect.right() - width, rect.top(), width, rect.height()}, colour);
}

void Strips::give(Node& node) const
{
    QSGGeometry& geometry = *node.geometry();
    geometry.allocate(int(m_points.size()), int(m_indices.size()));
    if (!m_points.empty())
        std::memcpy(geometry.vertexDataAsColoredPoint2D(), m_points.data(), m_points.size() * sizeof(m_points.front()));
    if (!m_indices.empty())
        std::memcpy(geometry.indexDataAsUInt(), m_indices.data(), m_indices.size() * sizeof(m_indices.front()));
    node.markDirty(QSGNode::DirtyGeometry);
}

} // namespace opificio
