// SPDX-License-Identifier: GPL-3.0-or-later
#include "CanvasHand.h"

#include "BackdropModel.h"
#include "NodeShape.h"
#include "Text.h"
#include "WirePath.h"

#include <QCursor>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPointingDevice>
#include <QStyleHints>

#include <cmath>

namespace opificio {

namespace {

// In pixels of the design: how near is near enough.
constexpr double portReach = 14, snapReach = 26, wireReach = 7, cornerReach = 18, titleHeight = 36;
// Free room around what is shown whole, in pixels.
constexpr double air = 24;
constexpr double nudgeStep = 10, nudgeFar = 100;
} // namespace

CanvasHand::CanvasHand(QQuickItem* parent)
    : QQuickItem(parent)
{
    setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton | Qt::MiddleButton);
    setAcceptHoverEvents(true);
    setFlag(ItemIsFocusScope);
    setClip(true);
    m_gliding.setStartValue(0.0);
    m_gliding.setEndValue(1.0);
    m_gliding.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_gliding, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        double t = value.toDouble();
        // The zoom moves by ratio, so that it looks even.
        double zoom = m_zoomFrom * std::pow(m_zoomTo / m_zoomFrom, t);
        setView(m_glideFrom + (m_glideTo - m_glideFrom) * t, zoom);
    });
}

void CanvasHand::setGraph(GraphModel* graph)
{
    if (m_graph == graph)
        return;
    if (m_graph)
        disconnect(m_graph, nullptr, this, nullptr);
    m_graph = graph;
    if (graph) {
        connect(graph, &GraphModel::wiresChanged, this, [this] {
            m_selectedWire = -1;
            if (m_gesture == Gesture::None)
                setHover({});
            Q_EMIT hoverChanged();
        });
        // A work that is opened is shown whole.
        auto whole = [this] {
            m_shown = false;
            showFirst();
        };
        connect(graph, &GraphModel::sessionChanged, this, whole);
        connect(graph, &GraphModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
            if (last - first + 1 == m_graph->count())
                showFirst();
        });
        if (graph->session())
            connect(graph->session()->document(), &Document::opened, this, whole);
        whole();
    }
    Q_EMIT graphChanged();
}

void CanvasHand::setUnit(qreal unit)
{
    if (unit <= 0 || m_unit == unit)
        return;
    m_unit = unit;
    Q_EMIT viewChanged();
}

void CanvasHand::setView(const QPointF& origin, qreal zoom)
{
    zoom = std::clamp(zoom, leastZoom, mostZoom);
    m_shown = true;
    if (origin == m_origin && zoom == m_zoom)
        return;
    m_origin = origin;
    const double before = std::exchange(m_zoom, zoom);
    Q_EMIT viewChanged();
    auto step = [](double of) { return of < 0.12 ? 3 : of < farZoom ? 2 : of < 0.7 ? 1 : 0; };
    if (step(before) != step(zoom))
        Q_EMIT distanceChanged();
}

double CanvasHand::lineScale() const
{
    return m_zoom < 0.12 ? 6 : m_zoom < farZoom ? 3 : m_zoom < 0.7 ? 1.5 : 1;
}

void CanvasHand::setZoom(qreal zoom)
{
    zoomAt({width() / 2, height() / 2}, zoom / m_zoom);
}

void CanvasHand::setOrigin(const QPointF& origin)
{
    setView(origin, m_zoom);
}

void CanvasHand::zoomAt(const QPointF& point, qreal factor)
{
    m_gliding.stop();
    QPointF under = toCanvas(point);
    qreal zoom = std::clamp(m_zoom * factor, leastZoom, mostZoom);
    setView(under - point / (zoom * m_unit), zoom);
}

void CanvasHand::go(const QRectF& to, qreal mostZoomed)
{
    m_gliding.stop();
    if (to.isEmpty() || width() <= 0 || height() <= 0)
        return;
    double zoom
        = std::min((width() - 2 * air * m_unit) / (to.width() * m_unit), (height() - 2 * air * m_unit) / (to.height() * m_unit));
    m_zoomTo = std::clamp(std::min(zoom, double(mostZoomed)), leastZoom, mostZoom);
    m_glideTo = to.center() - QPointF(width(), height()) / (2 * m_zoomTo * m_unit);
    if (m_glide <= 0)
        return setView(m_glideTo, m_zoomTo);
    m_glideFrom = m_origin;
    m_zoomFrom = m_zoom;
    m_gliding.setDuration(m_glide);
    m_gliding.start();
}

void CanvasHand::showSelected()
{
    QRectF selected = m_graph->bounds(true);
    go(selected.isEmpty() ? m_graph->bounds() : selected, 1);
}

void CanvasHand::showAll(bool atOnce)
{
    int glide = std::exchange(m_glide, atOnce ? 0 : m_glide);
    go(m_graph->bounds(), 1);
    m_glide = glide;
}

void CanvasHand::reveal(const QString& node)
{
    const GraphModel::Row* row = m_graph->find(utf8(node));
    if (!row)
        return;
    QRectF wanted = row->rect().adjusted(-20, -20, 20, 20), seen = view();
    QPointF by(wanted.left() < seen.left() ? wanted.left() - seen.left() : std::max(0.0, wanted.right() - seen.right()),
        wanted.top() < seen.top() ? wanted.top() - seen.top() : std::max(0.0, wanted.bottom() - seen.bottom()));
    if (by.isNull())
        return;
    go({seen.topLeft() + by + QPointF(air, air) / m_zoom, seen.size() - QSizeF(2 * air, 2 * air) / m_zoom}, m_zoom);
}

void CanvasHand::centreOn(const QPointF& point)
{
    m_gliding.stop();
    setView(point - QPointF(width(), height()) / (2 * pixels()), m_zoom);
}

qreal CanvasHand::nodeWidth() const
{
    return nodeShape::width;
}

qreal CanvasHand::headerHeight() const
{
    return nodeShape::header;
}

qreal CanvasHand::rowHeight() const
{
    return nodeShape::row;
}

qreal CanvasHand::pictureHeight() const
{
    return nodeShape::picture;
}

qreal CanvasHand::nodeMargin() const
{
    return nodeShape::margin;
}

QPointF CanvasHand::place() const
{
    const QPointF middle(nodeShape::width / 2, nodeShape::header / 2);
    if (m_inside)
        return m_pointer - middle;
    const GraphModel::Row* row = m_graph->find(utf8(m_graph->current()));
    return row ? row->at() + QPointF(nodeShape::width + 84, 0) : view().center() - middle;
}

void CanvasHand::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() == before.size())
        return;
    Q_EMIT viewChanged();
    showFirst();
}

void CanvasHand::showFirst()
{
    if (m_shown || !m_graph || m_graph->count() == 0 || width() <= 0 || height() <= 0)
        return;
    showAll(true);
    // Panes find their sizes in steps; until a hand has moved the view, it stays whole.
    m_shown = false;
}

// What lies under a point: ports above nodes, nodes above wires, the titles of backdrops below all.
CanvasHand::Spot CanvasHand::spotAt(const QPointF& point) const
{
    Spot spot;
    if (!m_graph)
        return spot;
    const auto& rows = m_graph->rows();
    double reach = std::min(portReach / m_zoom, nodeShape::row * 0.6);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (!row->rect().adjusted(-reach, -reach, reach, reach).contains(point))
            continue;
        if (row->hasOutput && QLineF(point, nodeShape::output(row->at())).length() <= reach)
            return {.node = qt(row->id), .port = {}, .backdrop = {}, .output = true};
        for (qsizetype i = 0; i < row->inputs.size(); ++i) {
            if (QLineF(point, nodeShape::input(row->at(), std::size_t(i))).length() <= reach)
                return {
                    .node = qt(row->id), .port = row->inputs[i].toMap().value(QStringLiteral("port")).toString(), .backdrop = {}};
        }
        if (row->rect().contains(point))
            return {.node = qt(row->id), .port = {}, .backdrop = {}};
    }
    double least = wireReach / m_zoom;
    const auto& wires = m_graph->wires();
    for (std::size_t i = 0; i < wires.size(); ++i) {
        WirePath path = WirePath::between(wires[i].from, wires[i].to);
        if (!path.bounds().adjusted(-least, -least, least, least).contains(point))
            continue;
        if (double far = path.distance(point); far < least) {
            least = far;
            spot.wire = int(i);
        }
    }
    if (spot.wire >= 0)
        return spot;
    const auto& backdrops = m_graph->backdrops()->rows();
    for (auto row = backdrops.rbegin(); row != backdrops.rend(); ++row) {
        QRectF rect = row->rect();
        QPointF fromCorner = rect.bottomRight() - point;
        bool corner = rect.contains(point) && std::max(fromCorner.x(), fromCorner.y()) < cornerReach / std::min(1.0, m_zoom);
        bool title = rect.contains(point) && point.y() - rect.top() < titleHeight;
        if (corner || title)
            return {.node = {}, .port = {}, .backdrop = qt(row->id), .corner = corner};
    }
    return spot;
}

void CanvasHand::setHover(const Spot& hover)
{
    if (m_hover == hover)
        return;
    m_hover = hover;
    const bool takes = !hover.port.isEmpty() || hover.output || hover.wire >= 0;
    setCursor(QCursor(hover.corner ? Qt::SizeFDiagCursor : takes ? Qt::PointingHandCursor : Qt::ArrowCursor));
    Q_EMIT hoverChanged();
}

QRectF CanvasHand::hoveredRect() const
{
    const GraphModel::Row* row = m_graph ? m_graph->find(utf8(m_hover.node)) : nullptr;
    return row ? QRectF(fromCanvas(row->at()), row->rect().size() * pixels()) : QRectF();
}

// Gestures.

void CanvasHand::mousePressEvent(QMouseEvent* event)
{
    forceActiveFocus(Qt::MouseFocusReason);
    m_shown = true;
    m_gliding.stop();
    if (m_gesture != Gesture::None) {
        // Another button while one is down takes everything back.
        cancelGesture();
        return;
    }
    m_button = event->button();
    m_pressPixel = event->position();
    m_pressPoint = m_pointer = toCanvas(event->position());
    m_pressed = spotAt(m_pressPoint);
    m_panOrigin = m_origin;
    bool pan = m_button == Qt::MiddleButton || (m_button == Qt::LeftButton && m_space);
    if (pan) {
        m_spaceUsed = true;
        m_gesture = Gesture::Pan;
        setCursor(QCursor(Qt::ClosedHandCursor));
        return;
    }
    m_gesture = Gesture::Pressed;
    if (m_button == Qt::RightButton)
        return;
    // A wire that was selected is not any more; another one may be.
    if (m_selectedWire >= 0 || m_pressed.wire >= 0) {
        m_selectedWire = m_pressed.wire;
        if (m_pressed.wire >= 0)
            m_graph->selectNone();
        Q_EMIT hoverChanged();
    }
    if (!m_pressed.node.isEmpty() && m_pressed.port.isEmpty() && !m_pressed.output) {
        m_wasSelected = m_graph->isSelected(utf8(m_pressed.node));
        if ((event->modifiers() & Qt::ControlModifier) && (event->modifiers() & Qt::ShiftModifier)) {
            m_gesture = Gesture::None;
            Q_EMIT viewAsked(m_pressed.node);
        } else if (event->modifiers() & Qt::ControlModifier)
            m_graph->toggle(m_pressed.node);
        else if (event->modifiers() & Qt::ShiftModifier)
            m_graph->select(m_pressed.node, true);
        else if (!m_wasSelected)
            m_graph->select(m_pressed.node);
        else
            m_graph->setCurrent(m_pressed.node);
    }
}

void CanvasHand::beginGesture(QMouseEvent* event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers();
    if (m_button == Qt::RightButton) {
        if (modifiers & Qt::ControlModifier) {
            m_gesture = Gesture::Cut;
        } else if ((modifiers & Qt::AltModifier) && !m_pressed.node.isEmpty()) {
            beginPull({.node = m_pressed.node, .port = {}, .backdrop = {}, .output = true}, m_pointer);
            m_pull.lazy = true;
        }
        return;
    }
    if (m_cutKey) {
        m_gesture = Gesture::Cut;
    } else if (m_pressed.output || !m_pressed.port.isEmpty()) {
        beginPull(m_pressed, m_pointer);
    } else if (!m_pressed.node.isEmpty()) {
        m_graph->beginMove(modifiers & Qt::AltModifier);
        m_gesture = m_graph->isMoving() ? Gesture::Move : Gesture::None;
    } else if (m_pressed.wire >= 0) {
        // The end that is nearer comes off, and the other one holds.
        const GraphModel::Wire wire = m_graph->wires()[std::size_t(m_pressed.wire)];
        double t = 0;
        WirePath::between(wire.from, wire.to).distance(m_pressPoint, &t);
        beginPull({.node = qt(wire.link.to), .port = qt(wire.link.toPort), .backdrop = {}}, m_pointer);
        if (t < 0.5) {
            m_pull.node = qt(wire.link.to);
            m_pull.port = qt(wire.link.toPort);
            m_pull.from = wire.to;
            followPull(m_pointer);
        }
    } else if (!m_pressed.backdrop.isEmpty()) {
        m_graph->selectNone();
        m_graph->backdrops()->setSelected(m_pressed.backdrop);
        m_graph->beginMoveBackdrop(utf8(m_pressed.backdrop), m_pressed.corner);
        m_gesture = m_graph->isMoving() ? Gesture::Move : Gesture::None;
    } else if (modifiers & Qt::AltModifier) {
        m_gesture = Gesture::Pan;
        setCursor(QCursor(Qt::ClosedHandCursor));
    } else {
        m_boxBesides = modifiers & (Qt::ShiftModifier | Qt::ControlModifier) ? m_graph->selection() : QStringList();
        m_gesture = Gesture::Box;
    }
    Q_EMIT gestureChanged();
}

void CanvasHand::mouseMoveEvent(QMouseEvent* event)
{
    m_pointer = toCanvas(event->position());
    Q_EMIT pointerChanged();
    if (m_gesture == Gesture::Pressed) {
        double far = QLineF(m_pressPixel, event->position()).length();
        if (far < QGuiApplication::styleHints()->startDragDistance() * 0.5)
            return;
        beginGesture(event);
    }
    switch (m_gesture) {
    case Gesture::Pan:
        setView(m_panOrigin - (event->position() - m_pressPixel) / pixels(), m_zoom);
        break;
    case Gesture::Move: {
        QPointF by = m_pointer - m_pressPoint;
        m_graph->moveBy(by.x(), by.y());
        findDropWire();
        break;
    }
    case Gesture::Pull:
        followPull(m_pointer);
        break;
    case Gesture::Box:
        m_graph->selectInside(box(), m_boxBesides);
        Q_EMIT gestureChanged();
        break;
    case Gesture::Cut:
        m_cut.append(m_pointer);
        Q_EMIT gestureChanged();
        break;
    default:
        break;
    }
}

void CanvasHand::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != m_button)
        return;
    m_pointer = toCanvas(event->position());
    switch (m_gesture) {
    case Gesture::Pressed:
        if (m_button == Qt::RightButton) {
            if (!m_pressed.node.isEmpty() && !m_graph->isSelected(utf8(m_pressed.node)))
                m_graph->select(m_pressed.node);
            if (m_pressed.node.isEmpty() && !m_pressed.backdrop.isEmpty())
                m_graph->backdrops()->setSelected(m_pressed.backdrop);
            m_gesture = Gesture::None;
            Q_EMIT menuAsked(event->position(), m_pressed.node);
        } else if (!m_pressed.node.isEmpty()) {
            // A click on one of many means this one.
            if (m_wasSelected && !(event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)))
                m_graph->select(m_pressed.node);
        } else if (!m_pressed.backdrop.isEmpty()) {
            m_graph->backdrops()->selectInside(m_pressed.backdrop);
        } else if (m_pressed.wire < 0 && !(event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier))) {
            m_graph->selectNone();
        }
        break;
    case Gesture::Move: {
        int wire = std::exchange(m_dropWire, -1);
        m_gesture = Gesture::None;
        m_graph->endMove(wire);
        Q_EMIT hoverChanged();
        break;
    }
    case Gesture::Pull:
        endPull(m_pointer);
        break;
    case Gesture::Cut: {
        QList<int> crossed;
        for (std::size_t i = 0; i < m_graph->wires().size(); ++i) {
            WirePath path = WirePath::between(m_graph->wires()[i].from, m_graph->wires()[i].to);
            bool cut = false;
            for (qsizetype k = 1; k < m_cut.size() && !cut; ++k)
                cut = path.crosses({m_cut[k - 1], m_cut[k]});
            if (cut)
                crossed.append(int(i));
        }
        m_graph->cut(crossed);
        break;
    }
    default:
        break;
    }
    endGesture();
}

void CanvasHand::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return mousePressEvent(event);
    endGesture();
    m_pointer = toCanvas(event->position());
    Spot spot = spotAt(m_pointer);
    if (!spot.node.isEmpty()) {
        Q_EMIT activated(spot.node);
    } else if (spot.wire >= 0) {
        const Link& link = m_graph->wires()[std::size_t(spot.wire)].link;
        Q_EMIT insertAsked(place(), qt(link.to), qt(link.toPort));
    } else if (!spot.backdrop.isEmpty()) {
        Q_EMIT backdropActivated(spot.backdrop);
    } else {
        Q_EMIT addAsked(place(), {}, {});
    }
}

void CanvasHand::mouseUngrabEvent()
{
    cancelGesture();
}

void CanvasHand::endGesture()
{
    m_gesture = Gesture::None;
    m_button = Qt::NoButton;
    m_pull = {};
    m_cut.clear();
    m_dropWire = -1;
    m_hover = {};
    setHover(spotAt(m_pointer));
    unsetCursor();
    Q_EMIT gestureChanged();
    Q_EMIT hoverChanged();
}

void CanvasHand::cancelGesture()
{
    if (m_gesture == Gesture::None)
        return;
    if (m_gesture == Gesture::Move)
        m_graph->cancelMove();
    if (m_gesture == Gesture::Box)
        m_graph->selectInside({}, m_boxBesides);
    endGesture();
}

QRectF CanvasHand::box() const
{
    return QRectF(m_pressPoint, m_pointer).normalized();
}

void CanvasHand::findDropWire()
{
    int found = -1;
    QStringList selected = m_graph->selection();
    const GraphModel::Row* row
        = selected.size() == 1 && m_pressed.backdrop.isEmpty() ? m_graph->find(utf8(selected.front())) : nullptr;
    bool fits = row && row->type && !row->type->inputs.empty() && row->type->hasOutput && row->into.empty();
    if (fits) {
        const auto& wires = m_graph->wires();
        for (const GraphModel::Wire& wire : wires)
            fits &= wire.link.from != row->id && wire.link.to != row->id;
        // The line through the node's ports is what the wire has to meet.
        QLineF through(nodeShape::input(row->at(), 0), nodeShape::output(row->at()));
        QRectF body = row->rect();
        double least = 40;
        for (std::size_t i = 0; fits && i < wires.size(); ++i) {
            WirePath path = WirePath::between(wires[i].from, wires[i].to);
            if (!path.bounds().adjusted(0, -1, 0, 1).intersects(body))
                continue;
            double far = std::min(path.distance(through.center()), path.distance(m_pointer));
            if (far < least) {
                least = far;
                found = int(i);
            }
        }
    }
    if (found == m_dropWire)
        return;
    m_dropWire = found;
    Q_EMIT hoverChanged();
}

// Wires that are pulled.

void CanvasHand::beginPull(const Spot& spot, const QPointF& at)
{
    const GraphModel::Row* row = m_graph->find(utf8(spot.node));
    if (!row || !m_graph->isEditable())
        return;
    m_pull = {};
    if (spot.output) {
        if (!row->hasOutput)
            return;
        m_pull.node = spot.node;
        m_pull.from = nodeShape::output(row->at());
    } else {
        const Link* link = m_graph->graph().linkTo(row->id, utf8(spot.port));
        if (link) {
            // What is linked comes off and stays in the hand at its other end.
            m_pull.node = qt(link->from);
            m_pull.fromTo = spot.node;
            m_pull.fromPort = spot.port;
            const GraphModel::Row* source = m_graph->find(link->from);
            m_pull.from = source ? nodeShape::output(source->at()) : at;
        } else {
            m_pull.node = spot.node;
            m_pull.port = spot.port;
            std::size_t which = 0;
            for (const QVariant& input : row->inputs) {
                if (input.toMap().value(QStringLiteral("port")).toString() == spot.port)
                    break;
                ++which;
            }
            m_pull.from = nodeShape::input(row->at(), which);
        }
    }
    m_gesture = Gesture::Pull;
    followPull(at);
}

void CanvasHand::followPull(const QPointF& at)
{
    QString target, port;
    QPointF end = at;
    double least = snapReach / m_zoom;
    const GraphModel::Row* body = nullptr;
    bool backwards = !m_pull.port.isEmpty();
    for (const GraphModel::Row& row : m_graph->rows()) {
        if (!row.rect().adjusted(-least, -least, least, least).contains(at) || qt(row.id) == m_pull.node)
            continue;
        if (row.rect().contains(at))
            body = &row;
        if (backwards) {
            if (double far = QLineF(at, nodeShape::output(row.at())).length(); row.hasOutput && far < least)
                least = far, target = qt(row.id), end = nodeShape::output(row.at());
            continue;
        }
        for (qsizetype i = 0; i < row.inputs.size(); ++i) {
            QPointF input = nodeShape::input(row.at(), std::size_t(i));
            if (double far = QLineF(at, input).length(); far < least) {
                least = far;
                target = qt(row.id);
                port = row.inputs[i].toMap().value(QStringLiteral("port")).toString();
                end = input;
            }
        }
    }
    if (target.isEmpty() && body)
        target = qt(body->id);
    bool other = target != m_pull.target || port != m_pull.targetPort;
    m_pull.target = target;
    m_pull.targetPort = port;
    m_pull.to = end;
    if (other) {
        m_pull.refusal.clear();
        if (!target.isEmpty() && backwards) {
            m_pull.refusal = m_graph->refusal(utf8(target), utf8(m_pull.node), utf8(m_pull.port));
        } else if (!target.isEmpty() && !port.isEmpty()) {
            m_pull.refusal = m_graph->refusal(utf8(m_pull.node), utf8(target), utf8(port));
        } else if (!target.isEmpty()) {
            if (auto best = graphEdits::bestLink(m_graph->graph(), utf8(m_pull.node), utf8(target), *m_graph->types()); !best)
                m_pull.refusal = qt(best.error().message);
        }
    }
    Q_EMIT gestureChanged();
}

void CanvasHand::endPull(const QPointF& at)
{
    Pull pull = m_pull;
    m_gesture = Gesture::None;
    if (pull.target.isEmpty()) {
        if (!pull.fromTo.isEmpty())
            m_graph->disconnectInput(pull.fromTo, pull.fromPort);
        else if (!pull.lazy) {
            // Its port comes to where the wire was let go.
            QPointF port = pull.port.isEmpty() ? nodeShape::input({}, 0) : nodeShape::output({});
            Q_EMIT addAsked(at - port, pull.node, pull.port);
        }
        return;
    }
    if (!pull.port.isEmpty()) {
        m_graph->connectNodes(pull.target, pull.node, pull.port);
        return;
    }
    if (pull.fromTo.isEmpty()) {
        if (pull.targetPort.isEmpty())
            m_graph->connectToNode(pull.node, pull.target);
        else
            m_graph->connectNodes(pull.node, pull.target, pull.targetPort);
        return;
    }
    // Brought to another place: off and on are one act.
    if (pull.target == pull.fromTo && (pull.targetPort == pull.fromPort || pull.targetPort.isEmpty()))
        return;
    m_graph->act(
        tr("Connect %1 to %2").arg(m_graph->labelOf(pull.node), m_graph->labelOf(pull.target)), [&](Graph& graph) -> Result<> {
            graph.disconnect(utf8(pull.fromTo), utf8(pull.fromPort));
            Link link{utf8(pull.node), "image", utf8(pull.target), utf8(pull.targetPort)};
            if (pull.targetPort.isEmpty()) {
                TRY(link, graphEdits::bestLink(graph, utf8(pull.node), utf8(pull.target), *m_graph->types()));
            }
            return graph.connect(link, *m_graph->types());
        });
}

bool CanvasHand::removeWire()
{
    if (m_selectedWire < 0)
        return false;
    return m_graph->cut({std::exchange(m_selectedWire, -1)});
}

// Hovering, wheel, keys.

void CanvasHand::hoverMoveEvent(QHoverEvent* event)
{
    m_inside = true;
    m_pointer = toCanvas(event->position());
    Q_EMIT pointerChanged();
    if (m_gesture == Gesture::None)
        setHover(spotAt(m_pointer));
}

void CanvasHand::hoverLeaveEvent(QHoverEvent*)
{
    m_inside = false;
    if (m_gesture == Gesture::None)
        setHover({});
}

void CanvasHand::wheelEvent(QWheelEvent* event)
{
    bool pad = event->device() && event->device()->type() == QInputDevice::DeviceType::TouchPad;
    if (pad && !(event->modifiers() & Qt::ControlModifier)) {
        m_gliding.stop();
        QPointF by = event->pixelDelta().isNull() ? QPointF(event->angleDelta()) / 2 : QPointF(event->pixelDelta());
        setView(m_origin - by / pixels(), m_zoom);
    } else {
        // A notch is a fifth.
        zoomAt(event->position(), std::pow(1.2, event->angleDelta().y() / 120.0));
    }
    event->accept();
}

bool CanvasHand::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (handleKey(key, false)) {
            event->accept();
            return true;
        }
    }
    return QQuickItem::event(event);
}

// Whether the canvas knows this key, and, with `act`, does it.
bool CanvasHand::handleKey(QKeyEvent* event, bool act)
{
    if (!m_graph || !m_graph->session())
        return false;
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    if (event->key() == Qt::Key_Escape) {
        bool something = m_gesture != Gesture::None || m_graph->selectedCount() > 0 || m_selectedWire >= 0;
        if (something && act) {
            if (m_gesture != Gesture::None)
                cancelGesture();
            else
                m_graph->selectNone();
            m_selectedWire = -1;
            Q_EMIT hoverChanged();
        }
        return something;
    }
    if (event->key() == Qt::Key_Space && modifiers == Qt::NoModifier) {
        if (act && !event->isAutoRepeat()) {
            m_space = true;
            m_spaceUsed = false;
            setCursor(QCursor(Qt::OpenHandCursor));
        }
        return true;
    }
    const std::map<int, GraphModel::Way> ways = {{Qt::Key_Left, GraphModel::Left}, {Qt::Key_Right, GraphModel::Right},
        {Qt::Key_Up, GraphModel::Up}, {Qt::Key_Down, GraphModel::Down}};
    auto way = ways.find(event->key());
    if (way != ways.end() && !(modifiers & (Qt::ControlModifier | Qt::MetaModifier))) {
        if (act && (modifiers & Qt::AltModifier)) {
            double step = modifiers & Qt::ShiftModifier ? nudgeFar : nudgeStep;
            m_graph->nudge(way->second == GraphModel::Left ? -step
                    : way->second == GraphModel::Right     ? step
                                                           : 0,
                way->second == GraphModel::Up         ? -step
                    : way->second == GraphModel::Down ? step
                                                      : 0);
        } else if (act) {
            m_graph->walk(way->second, modifiers & Qt::ShiftModifier);
        }
        if (act)
            reveal(m_graph->current());
        return true;
    }
    if (event->key() == Qt::Key_Y && modifiers == Qt::NoModifier) {
        m_cutKey = m_cutKey || act;
        return true;
    }
    return false;
}

void CanvasHand::keyPressEvent(QKeyEvent* event)
{
    event->setAccepted(handleKey(event, true));
}

void CanvasHand::keyReleaseEvent(QKeyEvent* event)
{
    if (event->isAutoRepeat())
        return event->ignore();
    if (event->key() == Qt::Key_Y)
        m_cutKey = false;
    if (event->key() == Qt::Key_Space && m_space) {
        m_space = false;
        if (m_gesture != Gesture::Pan)
            unsetCursor();
        if (!m_spaceUsed)
            Q_EMIT spaced();
        return;
    }
    event->ignore();
}

void CanvasHand::focusOutEvent(QFocusEvent* event)
{
    m_space = m_cutKey = false;
    QQuickItem::focusOutEvent(event);
}

} // namespace opificio
