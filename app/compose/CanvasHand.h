#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QPointer>
#include <QQuickItem>
#include <QVariantAnimation>
#include <QtQml/qqmlregistration.h>

#include "GraphModel.h"

namespace opificio {

/// The hand on the canvas: what is seen of it (origin, zoom), what lies under the pointer, and every gesture with mouse, pen
/// and keys. It draws nothing; what it does is shown by the items beside it. Points are in canvas units unless they say
/// otherwise; `pixels` are pixels a canvas unit. GUI thread.
class CanvasHand : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::GraphModel* graph READ graph WRITE setGraph NOTIFY graphChanged REQUIRED)
    /// Pixels a canvas unit at 100 %: Theme.scale.
    Q_PROPERTY(qreal unit READ unit WRITE setUnit NOTIFY viewChanged)
    Q_PROPERTY(qreal zoom READ zoom WRITE setZoom NOTIFY viewChanged)
    Q_PROPERTY(qreal pixels READ pixels NOTIFY viewChanged)
    Q_PROPERTY(QPointF origin READ origin WRITE setOrigin NOTIFY viewChanged)
    Q_PROPERTY(QRectF view READ view NOTIFY viewChanged)
    // How far away the canvas is, in steps, so that a thousand cards are not made anew at each notch: only blocks with names;
    // too far for names; by how much lines are thicker, so that they are seen.
    Q_PROPERTY(bool far READ isFar NOTIFY distanceChanged)
    Q_PROPERTY(bool nameless READ isNameless NOTIFY distanceChanged)
    Q_PROPERTY(qreal lineScale READ lineScale NOTIFY distanceChanged)
    /// Milliseconds that the view takes to go to a place it was sent to.
    Q_PROPERTY(int glide MEMBER m_glide NOTIFY glideChanged)

    Q_PROPERTY(QString hoveredNode READ hoveredNode NOTIFY hoverChanged)
    /// In pixels of the item.
    Q_PROPERTY(QRectF hoveredRect READ hoveredRect NOTIFY hoverChanged)
    Q_PROPERTY(QString hoveredPort READ hoveredPort NOTIFY hoverChanged)
    Q_PROPERTY(bool hoveredOutput READ isOutputHovered NOTIFY hoverChanged)
    Q_PROPERTY(int hoveredWire READ hoveredWire NOTIFY hoverChanged)
    Q_PROPERTY(int selectedWire READ selectedWire NOTIFY hoverChanged)
    /// The wire that a dragged node would be inserted into.
    Q_PROPERTY(int dropWire READ dropWire NOTIFY hoverChanged)
    Q_PROPERTY(QPointF pointer READ pointer NOTIFY pointerChanged)

    Q_PROPERTY(bool pulling READ isPulling NOTIFY gestureChanged)
    Q_PROPERTY(QPointF pullFrom READ pullFrom NOTIFY gestureChanged)
    Q_PROPERTY(QPointF pullTo READ pullTo NOTIFY gestureChanged)
    /// Where the pulled wire would end: an input's node, and why it may not.
    Q_PROPERTY(QString pullTarget READ pullTarget NOTIFY gestureChanged)
    Q_PROPERTY(QString pullRefusal READ pullRefusal NOTIFY gestureChanged)
    /// Nothing is being dragged.
    Q_PROPERTY(bool still READ isStill NOTIFY gestureChanged)
    Q_PROPERTY(bool boxing READ isBoxing NOTIFY gestureChanged)
    Q_PROPERTY(QRectF box READ box NOTIFY gestureChanged)
    Q_PROPERTY(QList<QPointF> cutLine READ cutLine NOTIFY gestureChanged)

    // How large a card is and where its rows begin, in canvas units.
    Q_PROPERTY(qreal nodeWidth READ nodeWidth CONSTANT)
    Q_PROPERTY(qreal headerHeight READ headerHeight CONSTANT)
    Q_PROPERTY(qreal rowHeight READ rowHeight CONSTANT)
    Q_PROPERTY(qreal pictureHeight READ pictureHeight CONSTANT)
    Q_PROPERTY(qreal nodeMargin READ nodeMargin CONSTANT)

public:
    static constexpr double leastZoom = 0.1, mostZoom = 4, farZoom = 0.4;

    explicit CanvasHand(QQuickItem* parent = nullptr);

    qreal nodeWidth() const;
    qreal headerHeight() const;
    qreal rowHeight() const;
    qreal pictureHeight() const;
    qreal nodeMargin() const;
    GraphModel* graph() const { return m_graph; }
    void setGraph(GraphModel* graph);
    qreal unit() const { return m_unit; }
    void setUnit(qreal unit);
    qreal zoom() const { return m_zoom; }
    void setZoom(qreal zoom);
    bool isFar() const { return m_zoom < farZoom; }
    bool isNameless() const { return m_zoom < 0.12; }
    qreal lineScale() const;
    qreal pixels() const { return m_zoom * m_unit; }
    QPointF origin() const { return m_origin; }
    void setOrigin(const QPointF& origin);
    QRectF view() const { return {m_origin, QSizeF(width(), height()) / pixels()}; }
    /// A point of the item on the canvas, and back.
    Q_INVOKABLE QPointF toCanvas(const QPointF& point) const { return m_origin + point / pixels(); }
    Q_INVOKABLE QPointF fromCanvas(const QPointF& point) const { return (point - m_origin) * pixels(); }
    Q_INVOKABLE void zoomAt(const QPointF& point, qreal factor);
    /// What is selected, else everything.
    Q_INVOKABLE void showSelected();
    Q_INVOKABLE void showAll(bool atOnce = false);
    /// Moves only as far as needed.
    Q_INVOKABLE void reveal(const QString& node);
    Q_INVOKABLE void centreOn(const QPointF& point);
    /// Removes the wire that is selected; false where none is.
    Q_INVOKABLE bool removeWire();
    /// Where a new node goes: under the pointer; where that is elsewhere, beside the current node, or into the middle.
    Q_INVOKABLE QPointF place() const;

    QString hoveredNode() const { return m_hover.node; }
    QRectF hoveredRect() const;
    QString hoveredPort() const { return m_hover.port; }
    bool isOutputHovered() const { return m_hover.output; }
    int hoveredWire() const { return m_hover.wire; }
    int selectedWire() const { return m_selectedWire; }
    int dropWire() const { return m_dropWire; }
    QPointF pointer() const { return m_pointer; }
    bool isPulling() const { return m_gesture == Gesture::Pull; }
    /// From an input, looking for what feeds it.
    bool isPullingBack() const { return !m_pull.port.isEmpty(); }
    QPointF pullFrom() const { return m_pull.from; }
    QPointF pullTo() const { return m_pull.to; }
    QString pullTarget() const { return m_pull.target; }
    QString pullRefusal() const { return m_pull.refusal; }
    bool isStill() const { return m_gesture == Gesture::None; }
    bool isBoxing() const { return m_gesture == Gesture::Box; }
    QRectF box() const;
    QList<QPointF> cutLine() const { return m_cut; }

Q_SIGNALS:
    void graphChanged();
    void viewChanged();
    void distanceChanged();
    void glideChanged();
    void hoverChanged();
    void pointerChanged();
    void gestureChanged();
    /// A wire was pulled into nothing (out of a node's output where `port` is empty), or a place was clicked twice.
    /// `at` is where the node goes.
    void addAsked(const QPointF& at, const QString& node, const QString& port);
    /// A wire was clicked twice: something is to go into it.
    void insertAsked(const QPointF& at, const QString& node, const QString& port);
    /// `point` in pixels of the item.
    void menuAsked(const QPointF& point, const QString& node);
    void activated(const QString& node);
    /// Its picture is to be seen large (Ctrl+Shift+click).
    void viewAsked(const QString& node);
    void backdropActivated(const QString& backdrop);
    /// The space bar, without a drag.
    void spaced();

protected:
    bool event(QEvent* event) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Gesture { None, Pressed, Move, Pull, Box, Cut, Pan };
    struct Spot {
        QString node, port, backdrop;
        bool output = false, corner = false;
        int wire = -1;
        friend bool operator==(const Spot&, const Spot&) = default;
    };
    struct Pull {
        QString node, port; ///< it hangs at this output, or at this input where there is a port
        QString target, targetPort, refusal;
        QString fromTo, fromPort; ///< the link that was taken off, or nothing
        QPointF from, to;
        bool lazy = false; ///< from body to body
    };

    Spot spotAt(const QPointF& point) const;
    void setHover(const Spot& hover);
    void beginGesture(QMouseEvent* event);
    void beginPull(const Spot& spot, const QPointF& at);
    void followPull(const QPointF& at);
    void endPull(const QPointF& at);
    void endGesture();
    void cancelGesture();
    void findDropWire();
    bool handleKey(QKeyEvent* event, bool act);
    void go(const QRectF& to, qreal mostZoomed);
    void setView(const QPointF& origin, qreal zoom);
    void showFirst();

    QPointer<GraphModel> m_graph;
    qreal m_unit = 1, m_zoom = 1;
    QPointF m_origin;
    int m_glide = 0;
    QVariantAnimation m_gliding;
    QPointF m_glideFrom, m_glideTo;
    qreal m_zoomFrom = 1, m_zoomTo = 1;

    Gesture m_gesture = Gesture::None;
    Qt::MouseButton m_button = Qt::NoButton;
    Spot m_hover, m_pressed;
    QPointF m_pressPixel, m_pressPoint, m_pointer, m_panOrigin;
    bool m_inside = false, m_space = false, m_spaceUsed = false, m_cutKey = false, m_wasSelected = false, m_shown = false;
    Pull m_pull;
    QList<QPointF> m_cut;
    QStringList m_boxBesides;
    int m_selectedWire = -1, m_dropWire = -1;
};

} // namespace opificio
