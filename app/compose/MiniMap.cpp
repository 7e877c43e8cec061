// SPDX-License-Identifier: GPL-3.0-or-later
#include "MiniMap.h"

#include "BackdropModel.h"
#include "Strips.h"

#include <QMouseEvent>
#include <QSGNode>

#include <algorithm>

namespace opificio {

namespace {
constexpr double margin = 6;
}

MiniMap::MiniMap(QQuickItem* parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
    setAcceptedMouseButtons(Qt::LeftButton);
    setClip(true);
}

void MiniMap::setHand(CanvasHand* hand)
{
    if (m_hand == hand)
        return;
    m_hand = hand;
    auto nodes = [this] {
        m_dirty = true;
        update();
    };
    // The frame alone moves with the view; where it leaves the nodes' bounds, they move, too.
    connect(hand, &CanvasHand::viewChanged, this, nodes);
    auto listen = [this, nodes] {
        GraphModel* graph = m_hand->graph();
        if (!graph)
            return;
        connect(graph, &GraphModel::graphChanged, this, nodes);
        connect(graph, &GraphModel::selectionChanged, this, nodes);
        nodes();
    };
    connect(hand, &CanvasHand::graphChanged, this, listen);
    listen();
    Q_EMIT handChanged();
}

QRectF MiniMap::shown() const
{
    return m_held.isEmpty() ? m_hand->graph()->bounds().united(m_hand->view()) : m_held;
}

double MiniMap::scaling() const
{
    QRectF all = shown();
    return std::min((width() - 2 * margin) / std::max(1.0, all.width()), (height() - 2 * margin) / std::max(1.0, all.height()));
}

void MiniMap::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    m_dirty = true;
    update();
}

QSGNode* MiniMap::updatePaintNode(QSGNode* old, UpdatePaintNodeData*)
{
    if (!m_hand || !m_hand->graph())
        return old;
    auto* node = static_cast<Strips::Node*>(old);
    if (!node)
        node = new Strips::Node;
    else if (!m_dirty)
        return node;
    m_dirty = false;
    const QRectF all = shown();
    const double scale = scaling();
    const QPointF corner = QPointF(width(), height()) / 2 - all.center() * scale;
    auto map = [&](const QRectF& rect) { return QRectF(rect.topLeft() * scale + corner, rect.size() * scale); };
    const GraphModel& graph = *m_hand->graph();
    Strips strips(1);
    for (const BackdropModel::Row& row : graph.backdrops()->rows())
        strips.rectangle(map(row.rect()), m_backdrop);
    for (const GraphModel::Row& row : graph.rows()) {
        QRectF rect = map(row.rect());
        rect.setSize(rect.size().expandedTo({2, 2}));
        strips.rectangle(rect, graph.isSelected(row.id) ? m_selected : m_node);
    }
    strips.frame(map(m_hand->view()), 1, m_frame);
    strips.give(*node);
    return node;
}

void MiniMap::goTo(const QPointF& point)
{
    QRectF all = shown();
    m_hand->centreOn(all.center() + (point - QPointF(width(), height()) / 2) / scaling());
}

void MiniMap::mouseReleaseEvent(QMouseEvent*)
{
    m_held = {};
    m_dirty = true;
    update();
}

void MiniMap::mousePressEvent(QMouseEvent* event)
{
    m_held = {};
    m_held = shown();
    goTo(event->position());
}

void MiniMap::mouseMoveEvent(QMouseEvent* event)
{
    goTo(event->position());
}

} // namespace opificio
