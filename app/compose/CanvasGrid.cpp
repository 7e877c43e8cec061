// SPDX-License-Identifier: GPL-3.0-or-later
#include "CanvasGrid.h"

#include "Strips.h"

#include <QSGTransformNode>

#include <cmath>

namespace opificio {

namespace {
// Canvas units between dots at 100 %; they part where zooming would bring them too near.
constexpr double distance = 40, nearest = 22, dot = 1.6;
} // namespace

CanvasGrid::CanvasGrid(QQuickItem* parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
}

void CanvasGrid::setHand(CanvasHand* hand)
{
    if (m_hand == hand)
        return;
    m_hand = hand;
    connect(hand, &CanvasHand::viewChanged, this, &QQuickItem::update);
    Q_EMIT handChanged();
}

void CanvasGrid::setDotColor(const QColor& colour)
{
    m_dot = colour;
    m_dirty = true;
    update();
    Q_EMIT handChanged();
}

QSGNode* CanvasGrid::updatePaintNode(QSGNode* old, UpdatePaintNodeData*)
{
    auto* transform = static_cast<QSGTransformNode*>(old);
    if (!m_hand)
        return transform;
    if (!transform) {
        transform = new QSGTransformNode;
        transform->appendChildNode(new Strips::Node);
        m_dirty = true;
    }
    double pitch = distance * m_hand->pixels();
    while (pitch < nearest * m_hand->unit())
        pitch *= 4;
    if (m_dirty || pitch != m_pitch || m_size != size()) {
        m_dirty = false;
        m_pitch = pitch;
        m_size = size();
        Strips strips(1);
        double edge = std::max(1.0, std::round(dot * m_hand->unit()));
        for (double y = 0; y < height() + pitch; y += pitch) {
            for (double x = 0; x < width() + pitch; x += pitch)
                strips.rectangle({x, y, edge, edge}, m_dot);
        }
        strips.give(*static_cast<Strips::Node*>(transform->firstChild()));
    }
    auto rest = [&](double origin) { return -std::fmod(std::fmod(origin * m_hand->pixels(), pitch) + pitch, pitch); };
    QMatrix4x4 matrix;
    matrix.translate(float(std::round(rest(m_hand->origin().x()))), float(std::round(rest(m_hand->origin().y()))));
    transform->setMatrix(matrix);
    return transform;
}

} // namespace opificio
