// SPDX-License-Identifier: GPL-3.0-or-later
#include "WireItem.h"

#include "NodeShape.h"
#include "Strips.h"
#include "Text.h"
#include "WirePath.h"

#include <QSGTransformNode>

#include <cmath>

namespace opificio {

namespace {

// Widths in pixels of the design.
constexpr double thin = 2, thick = 3.5, dash = 7;

QColor faded(QColor colour, double by)
{
    colour.setAlphaF(float(colour.alphaF() * by));
    return colour;
}

} // namespace

WireItem::WireItem(QQuickItem* parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
}

void WireItem::setHand(CanvasHand* hand)
{
    if (m_hand == hand)
        return;
    m_hand = hand;
    connect(hand, &CanvasHand::viewChanged, this, &WireItem::moved);
    connect(hand, &CanvasHand::hoverChanged, this, &WireItem::redraw);
    connect(hand, &CanvasHand::gestureChanged, this, [this] {
        if (m_over)
            redraw();
    });
    auto listen = [this] {
        if (m_graph)
            disconnect(m_graph, nullptr, this, nullptr);
        m_graph = m_hand->graph();
        if (!m_graph)
            return;
        connect(m_graph, &GraphModel::wiresChanged, this, &WireItem::redraw);
        connect(m_graph, &GraphModel::selectionChanged, this, &WireItem::redraw);
        redraw();
    };
    connect(hand, &CanvasHand::graphChanged, this, listen);
    listen();
    Q_EMIT handChanged();
}

void WireItem::redraw()
{
    m_dirty = true;
    update();
}

void WireItem::moved()
{
    // Soft edges are a pixel wide at any zoom, and only what is near is laid.
    if (m_hand->pixels() != m_builtPixels || !m_built.contains(m_hand->view()))
        m_dirty = true;
    update();
}

QSGNode* WireItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*)
{
    auto* transform = static_cast<QSGTransformNode*>(old);
    if (!m_hand || !m_graph)
        return transform;
    if (!transform) {
        transform = new QSGTransformNode;
        transform->appendChildNode(new Strips::Node);
        m_dirty = true;
    }
    const double pixels = m_hand->pixels(), unit = m_hand->unit();
    QMatrix4x4 matrix;
    matrix.scale(float(pixels));
    matrix.translate(float(-m_hand->origin().x()), float(-m_hand->origin().y()));
    if (matrix != transform->matrix())
        transform->setMatrix(matrix);
    if (!m_dirty)
        return transform;
    m_dirty = false;
    ++m_builds;
    const QRectF view = m_hand->view();
    m_builtPixels = pixels;
    m_built = view.adjusted(-0.5 * view.width(), -0.5 * view.height(), 0.5 * view.width(), 0.5 * view.height());

    Strips strips(1 / pixels);
    // Thinner when far away, but never less than can be seen.
    const double size = std::clamp(m_hand->zoom(), 0.35, 1.5) * unit / pixels;
    auto lay = [&](const WirePath& path, double width, const QColor& colour) {
        int pieces = std::clamp(int(path.length() * pixels / 14), 5, 40);
        std::vector<QPointF> points;
        points.reserve(std::size_t(pieces) + 1);
        for (int i = 0; i <= pieces; ++i)
            points.push_back(path.at(double(i) / pieces));
        strips.line(points, width * size, colour);
    };
    if (!m_over) {
        const auto& wires = m_graph->wires();
        const bool many = wires.size() > 400 && m_hand->zoom() < 0.4;
        const NodeId hovered = utf8(m_hand->hoveredNode());
        for (int glowing : {0, 1}) {
            for (std::size_t i = 0; i < wires.size(); ++i) {
                const GraphModel::Wire& wire = wires[i];
                WirePath path = WirePath::between(wire.from, wire.to);
                if (!path.bounds().intersects(m_built))
                    continue;
                bool taken = int(i) == m_hand->hoveredWire() || int(i) == m_hand->selectedWire() || int(i) == m_hand->dropWire();
                bool related = m_graph->isSelected(wire.link.from) || m_graph->isSelected(wire.link.to)
                    || (!hovered.empty() && (wire.link.from == hovered || wire.link.to == hovered));
                if ((taken || related) != bool(glowing))
                    continue;
                QColor colour = taken ? m_glow : wire.quiet ? faded(m_wire, 0.3) : related ? m_wire : faded(m_wire, 0.62);
                if (!many)
                    lay(path, (taken || related ? thick : thin) + 2.5, m_edge);
                lay(path, taken || related ? thick : thin, colour);
            }
        }
    } else {
        for (const GraphModel::Row& row : m_graph->rows()) {
            if (!row.node.bypassed || row.inputs.isEmpty() || !row.hasOutput || !row.rect().intersects(m_built))
                continue;
            QPointF from = nodeShape::input(row.at(), 0), to = nodeShape::output(row.at());
            double step = dash * unit / pixels * std::clamp(m_hand->zoom(), 0.5, 1.5);
            for (double x = from.x() + step; x < to.x(); x += 2 * step) {
                std::vector<QPointF> piece = {{x, from.y()}, {std::min(x + step, to.x()), from.y()}};
                strips.line(piece, thick * size, m_wire);
            }
        }
        if (m_hand->isPulling()) {
            bool backwards = m_hand->isPullingBack();
            QPointF from = backwards ? m_hand->pullTo() : m_hand->pullFrom(),
                    to = backwards ? m_hand->pullFrom() : m_hand->pullTo();
            QColor colour = !m_hand->pullRefusal().isEmpty() ? m_refused : m_hand->pullTarget().isEmpty() ? m_wire : m_glow;
            lay(WirePath::between(from, to), thick + 2.5, m_edge);
            lay(WirePath::between(from, to), thick, colour);
        }
        if (m_hand->cutLine().size() > 1) {
            std::vector<QPointF> points(m_hand->cutLine().begin(), m_hand->cutLine().end());
            strips.line(points, thin * size, m_refused);
        }
    }
    strips.give(*static_cast<Strips::Node*>(transform->firstChild()));
    return transform;
}

} // namespace opificio
