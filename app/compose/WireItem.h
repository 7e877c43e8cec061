#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include "CanvasHand.h"

namespace opificio {

/// All wires of a composition in one geometry: strips with soft edges, laid out in canvas units and moved by one matrix, so that
/// panning costs nothing and a change is one upload. One lies under the cards; one `over` them has what is on top: the wire
/// that is pulled, the cut, and the dashed lines through nodes that are bypassed. Nodes are wired on the GUI thread, drawn on
/// the scene graph's.
class WireItem : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::CanvasHand* hand READ hand WRITE setHand NOTIFY handChanged REQUIRED)
    Q_PROPERTY(bool over MEMBER m_over WRITE setOver NOTIFY handChanged)
    Q_PROPERTY(QColor wireColor MEMBER m_wire WRITE setWire NOTIFY colorsChanged)
    Q_PROPERTY(QColor edgeColor MEMBER m_edge WRITE setEdge NOTIFY colorsChanged)
    Q_PROPERTY(QColor glowColor MEMBER m_glow WRITE setGlow NOTIFY colorsChanged)
    Q_PROPERTY(QColor refusedColor MEMBER m_refused WRITE setRefused NOTIFY colorsChanged)

public:
    explicit WireItem(QQuickItem* parent = nullptr);

    CanvasHand* hand() const { return m_hand; }
    void setHand(CanvasHand* hand);
    void setOver(bool over) { m_over = over, redraw(); }
    void setWire(const QColor& colour) { m_wire = colour, redraw(); }
    void setEdge(const QColor& colour) { m_edge = colour, redraw(); }
    void setGlow(const QColor& colour) { m_glow = colour, redraw(); }
    void setRefused(const QColor& colour) { m_refused = colour, redraw(); }
    /// How often the geometry was made; for tests and measurements.
    int builds() const { return m_builds; }

Q_SIGNALS:
    void handChanged();
    void colorsChanged();

protected:
    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;

private:
    void redraw();
    void moved();

    QPointer<CanvasHand> m_hand;
    QPointer<GraphModel> m_graph;
    bool m_over = false, m_dirty = true;
    QColor m_wire, m_edge, m_glow, m_refused;
    QRectF m_built; ///< where wires have been laid
    qreal m_builtPixels = 0;
    int m_builds = 0;
};

} // namespace opificio
