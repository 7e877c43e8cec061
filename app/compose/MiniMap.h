#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include "CanvasHand.h"

namespace opificio {

/// The whole composition in a corner, and a frame around what is seen; a press or a drag goes there. GUI thread.
class MiniMap : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::CanvasHand* hand READ hand WRITE setHand NOTIFY handChanged REQUIRED)
    Q_PROPERTY(QColor nodeColor MEMBER m_node NOTIFY handChanged)
    Q_PROPERTY(QColor selectedColor MEMBER m_selected NOTIFY handChanged)
    Q_PROPERTY(QColor backdropColor MEMBER m_backdrop NOTIFY handChanged)
    Q_PROPERTY(QColor frameColor MEMBER m_frame NOTIFY handChanged)

public:
    explicit MiniMap(QQuickItem* parent = nullptr);
    CanvasHand* hand() const { return m_hand; }
    void setHand(CanvasHand* hand);

Q_SIGNALS:
    void handChanged();

protected:
    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    /// What is shown, and pixels a canvas unit.
    QRectF shown() const;
    double scaling() const;
    void goTo(const QPointF& point);

    QPointer<CanvasHand> m_hand;
    QColor m_node, m_selected, m_backdrop, m_frame;
    QRectF m_held; ///< what is shown while something is dragged, so that it does not run away
    bool m_dirty = true;
};

} // namespace opificio
