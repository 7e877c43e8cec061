#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include "CanvasHand.h"

namespace opificio {

/// Dots by which the eye sees the canvas move. Made once a zoom; panning moves them by less than their distance.
class CanvasGrid : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::CanvasHand* hand READ hand WRITE setHand NOTIFY handChanged REQUIRED)
    Q_PROPERTY(QColor dotColor READ dotColor WRITE setDotColor NOTIFY handChanged)

public:
    explicit CanvasGrid(QQuickItem* parent = nullptr);
    CanvasHand* hand() const { return m_hand; }
    void setHand(CanvasHand* hand);
    QColor dotColor() const { return m_dot; }
    void setDotColor(const QColor& colour);

Q_SIGNALS:
    void handChanged();

protected:
    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;

private:
    QPointer<CanvasHand> m_hand;
    QColor m_dot;
    double m_pitch = 0;
    QSizeF m_size;
    bool m_dirty = true;
};

} // namespace opificio
