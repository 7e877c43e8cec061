// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreviewItem.h"

#include "ImportedSet.h"

#include <QImage>
#include <QQuickWindow>
#include <QSGSimpleTextureNode>

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

constexpr double leastZoom = 1.0 / 64, mostZoom = 64;
constexpr int settleMs = 120;

QSize qtSize(Size size)
{
    return {size.width, size.height};
}

// Shares the pixels.
QImage imageOf(const Image& image)
{
    auto keep = std::make_unique<Image>(image);
    const auto* bytes = reinterpret_cast<const uchar*>(keep->pixels().data());
    return QImage(
        bytes, image.size().width, image.size().height, qsizetype(image.rowBytes()), QImage::Format_RGBX8888,
        [](void* kept) { std::unique_ptr<Image>(static_cast<Image*>(kept)); }, keep.release());
}

} // namespace

/// What lives on the window's render thread: the node and what it shows. It is kept by the item and by the window's signal,
/// whichever ends last.
class PreviewItem::Painter {
public:
    struct Node : QSGSimpleTextureNode {
        explicit Node(Painter& painter)
            : painter(painter.self)
        {
            setOwnsTexture(false);
        }
        ~Node() override
        {
            if (auto still = painter.lock(); still && still->node == this)
                still->node = nullptr;
        }
        std::weak_ptr<Painter> painter;
        std::unique_ptr<ImportedSet> imported;
        std::unique_ptr<QSGTexture> copied;
        SharedImage::Lease shown; ///< what it draws
        /// What the frame before, which may still be under way, draws.
        SharedImage::Lease previous;
        bool isNew = false; ///< shown was not yet taken over
    };

    // When a frame has begun the one before the last is done, so what only that one showed may be drawn over.
    void begin(QQuickWindow& window)
    {
        if (!node || !node->isNew || !node->imported)
            return;
        node->isNew = false;
        node->imported->acquire(window, node->shown.slot);
        node->previous = std::move(next);
        next = {};
    }

    std::weak_ptr<Painter> self;
    Node* node = nullptr;
    SharedImage::Lease next; ///< becomes `previous` with the next frame
    bool refused = false; ///< this window cannot take pictures over
    QString reason;
};

PreviewItem::PreviewItem(QQuickItem* parent)
    : QQuickItem(parent)
    , m_painter(std::make_shared<Painter>())
{
    m_painter->self = m_painter;
    setFlag(ItemHasContents);
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    connect(&m_settle, &QTimer::timeout, this, &PreviewItem::ask);
    // A parent that is given at once has told nobody.
    if (window())
        follow(window());
}

PreviewItem::~PreviewItem()
{
    follow(nullptr);
    if (m_stage)
        m_stage->ask(this, {});
}

void PreviewItem::setStage(Stage* stage)
{
    if (stage == m_stage)
        return;
    if (m_stage) {
        m_stage->ask(this, {});
        m_stage->disconnect(this);
    }
    m_stage = stage;
    m_asked = {};
    if (stage) {
        connect(stage, &Stage::pictureReady, this, [this] {
            if (canBeSeen())
                update();
        });
        connect(stage, &Stage::workChanged, this, [this] {
            Q_EMIT framingChanged();
            ask();
            update();
        });
    }
    Q_EMIT stageChanged();
    Q_EMIT framingChanged();
    ask();
    update();
}

double PreviewItem::pixelRatio() const
{
    return window() ? window()->effectiveDevicePixelRatio() : 1;
}

// Of the whole picture, in the item's units: whole pixels of the screen.
QSizeF PreviewItem::shownSize() const
{
    QSize work = m_stage ? m_stage->workSize() : QSize();
    if (work.isEmpty() || width() <= 0 || height() <= 0)
        return {};
    double ratio = pixelRatio();
    if (m_mode == Mode::Free)
        return QSizeF(work) * m_zoom / ratio;
    QSizeF box = QSizeF(width(), height()) * ratio;
    QSizeF whole = QSizeF(work).scaled(box, m_mode == Mode::Fit ? Qt::KeepAspectRatio : Qt::KeepAspectRatioByExpanding);
    // Where fewer pixels are shown than the work has, exactly those that are rendered, one on one.
    if (m_mode == Mode::Fit && whole.width() < work.width()) {
        Size fit = fitting({work.width(), work.height()}, {int(whole.width() + 0.01), int(whole.height() + 0.01)});
        return QSizeF(qtSize(fit)) / ratio;
    }
    return QSizeF(std::round(whole.width()), std::round(whole.height())) / ratio;
}

QRectF PreviewItem::pictureRect() const
{
    QSizeF size = shownSize();
    if (size.isEmpty())
        return {};
    QPointF corner(width() / 2 - size.width() / 2, height() / 2 - size.height() / 2);
    if (m_mode == Mode::Free)
        corner += m_pan;
    // Pixels of the picture lie on those of the screen.
    double ratio = pixelRatio();
    QPointF scene = mapToScene(corner);
    QPointF snapped(std::round(scene.x() * ratio) / ratio, std::round(scene.y() * ratio) / ratio);
    return {mapFromScene(snapped), size};
}

double PreviewItem::zoom() const
{
    if (m_mode == Mode::Free || !m_stage || m_stage->workSize().isEmpty())
        return m_zoom;
    return shownSize().width() * pixelRatio() / m_stage->workSize().width();
}

QPointF PreviewItem::pan() const
{
    return m_mode == Mode::Free ? m_pan : QPointF();
}

void PreviewItem::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    if (mode == Mode::Free) {
        m_zoom = zoom();
        m_pan = {};
    }
    m_mode = mode;
    reframe();
}

void PreviewItem::setZoom(double zoom)
{
    zoom = std::clamp(zoom, leastZoom, mostZoom);
    if (m_mode == Mode::Free && zoom == m_zoom)
        return;
    m_pan = pan();
    m_mode = Mode::Free;
    m_zoom = zoom;
    reframe();
}

void PreviewItem::setPan(const QPointF& pan)
{
    m_zoom = zoom();
    m_mode = Mode::Free;
    // Some of it stays in sight.
    QSizeF size = shownSize();
    QPointF most((size.width() + width()) / 2 - 24, (size.height() + height()) / 2 - 24);
    m_pan = {std::clamp(pan.x(), -std::max(0.0, most.x()), std::max(0.0, most.x())),
        std::clamp(pan.y(), -std::max(0.0, most.y()), std::max(0.0, most.y()))};
    reframe();
}

void PreviewItem::reset()
{
    setMode(Mode::Fit);
}

void PreviewItem::oneToOne()
{
    m_pan = {};
    m_mode = Mode::Free;
    m_zoom = 1;
    reframe();
}

void PreviewItem::zoomAt(const QPointF& point, double factor)
{
    QRectF before = pictureRect();
    if (before.isEmpty() || !(factor > 0))
        return;
    double zoomed = std::clamp(zoom() * factor, leastZoom, mostZoom);
    QPointF middle(width() / 2, height() / 2);
    QPointF from = before.center() - point;
    m_pan = point + from * (zoomed / zoom()) - middle;
    m_zoom = zoomed;
    m_mode = Mode::Free;
    reframe();
}

void PreviewItem::panBy(double x, double y)
{
    setPan(pan() + QPointF(x, y));
}

QPointF PreviewItem::toPicture(const QPointF& point) const
{
    QRectF picture = pictureRect();
    if (picture.isEmpty())
        return {};
    return {(point.x() - picture.x()) / picture.width(), (point.y() - picture.y()) / picture.height()};
}

QPointF PreviewItem::fromPicture(const QPointF& place) const
{
    QRectF picture = pictureRect();
    return {picture.x() + place.x() * picture.width(), picture.y() + place.y() * picture.height()};
}

void PreviewItem::reframe()
{
    Q_EMIT framingChanged();
    update();
    m_settle.start();
}

void PreviewItem::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() == before.size())
        return;
    Q_EMIT framingChanged();
    update();
    // The first size is asked for at once.
    if (m_asked.isEmpty())
        ask();
    else
        m_settle.start();
}

void PreviewItem::itemChange(ItemChange change, const ItemChangeData& data)
{
    QQuickItem::itemChange(change, data);
    if (change == ItemSceneChange)
        follow(data.window);
    if (change == ItemVisibleHasChanged || change == ItemSceneChange || change == ItemDevicePixelRatioHasChanged) {
        if (change == ItemDevicePixelRatioHasChanged)
            Q_EMIT framingChanged();
        ask();
        update();
    }
}

bool PreviewItem::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Expose)
        QMetaObject::invokeMethod(this, &PreviewItem::ask, Qt::QueuedConnection);
    return QQuickItem::eventFilter(watched, event);
}

void PreviewItem::follow(QQuickWindow* window)
{
    if (m_window) {
        QObject::disconnect(m_beforeRendering);
        m_window->removeEventFilter(this);
        m_window->disconnect(this);
    }
    m_window = window;
    // Another window has another device.
    m_painter = std::make_shared<Painter>();
    m_painter->self = m_painter;
    if (!window)
        return;
    window->installEventFilter(this);
    connect(window, &QWindow::visibilityChanged, this, &PreviewItem::ask);
    m_beforeRendering = connect(
        window, &QQuickWindow::beforeRendering, window, [painter = m_painter, window] { painter->begin(*window); },
        Qt::DirectConnection);
}

bool PreviewItem::canBeSeen() const
{
    return isVisible() && m_window && m_window->isExposed() && m_window->visibility() != QWindow::Minimized;
}

void PreviewItem::ask()
{
    if (!m_stage)
        return;
    QSize pixels;
    if (canBeSeen()) {
        QSizeF size = shownSize() * pixelRatio();
        QSize work = m_stage->workSize();
        pixels = QSize(int(std::ceil(size.width() - 0.01)), int(std::ceil(size.height() - 0.01))).boundedTo(work);
    }
    if (pixels.isEmpty())
        pixels = {};
    if (pixels == m_asked)
        return;
    bool wokeUp = m_asked.isEmpty();
    m_asked = pixels;
    m_stage->ask(this, pixels);
    if (wokeUp)
        update();
}

void PreviewItem::heard(const QString& sharing, const QString& reason)
{
    if (sharing == m_sharing && reason == m_sharingReason)
        return;
    m_sharing = sharing;
    m_sharingReason = reason;
    Q_EMIT sharingChanged();
}

// On the render thread, while the GUI thread waits.
QSGNode* PreviewItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*)
{
    auto* node = static_cast<Painter::Node*>(old);
    Painter& painter = *m_painter;
    if (node && painter.node != node) {
        // Of another window's time.
        delete node;
        node = nullptr;
    }
    if (!m_stage || m_stage->workSize().isEmpty()) {
        delete node;
        return nullptr;
    }
    auto tell = [this](const char* sharing, const QString& reason) {
        QMetaObject::invokeMethod(
            this, [this, sharing, reason] { heard(QString::fromLatin1(sharing), reason); }, Qt::QueuedConnection);
    };
    const auto& pictures = m_stage->pictures();
    SharedImage::Lease lease = pictures->latest();
    bool isNew = lease.serial != 0 && (!node || node->shown.serial != lease.serial);
    if (isNew && lease.set) {
        bool here = node && node->imported && node->imported->set() == lease.set;
        std::unique_ptr<ImportedSet> imported;
        if (!here && !painter.refused) {
            imported = ImportedSet::create(*window(), lease.set, painter.reason);
            painter.refused = !imported;
        }
        if (painter.refused) {
            // Until the copy comes, what was seen stays.
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (m_stage)
                        m_stage->askForCopies();
                },
                Qt::QueuedConnection);
        } else {
            if (!node)
                node = painter.node = new Painter::Node(painter);
            QSGTexture* texture = (imported ? imported : node->imported)->texture(lease.slot);
            node->setTexture(texture);
            if (imported)
                node->imported = std::move(imported); // what was there goes, after the window's device has done with it
            node->copied.reset();
            // One that no frame showed yet needs no keeping.
            if (!node->isNew)
                painter.next = std::move(node->shown);
            node->shown = std::move(lease);
            node->isNew = true;
            tell("shared", {});
        }
    } else if (isNew) {
        auto texture
            = std::unique_ptr<QSGTexture>(window()->createTextureFromImage(imageOf(lease.copy), QQuickWindow::TextureIsOpaque));
        if (texture) {
            if (!node)
                node = painter.node = new Painter::Node(painter);
            node->setTexture(texture.get());
            node->copied = std::move(texture);
            node->imported.reset();
            painter.next = {};
            node->previous = {};
            node->isNew = false;
            QString reason = painter.reason;
            if (reason.isEmpty() && lease.copied == SharedImage::Copied::CannotShare)
                reason = tr("The graphics device that renders cannot hand pictures over.");
            else if (reason.isEmpty())
                reason = tr("Another window needs copies.");
            node->shown = std::move(lease);
            tell("copied", reason);
        }
    }
    if (!node || !node->texture())
        return node;

    // Only what lies in the item is drawn, so that nothing need be clipped.
    QRectF whole = pictureRect(), seen = whole.intersected(boundingRect());
    QSize texture = qtSize(node->shown.size);
    if (whole.isEmpty() || seen.isEmpty()) {
        node->setRect({});
        return node;
    }
    double x = texture.width() / whole.width(), y = texture.height() / whole.height();
    node->setRect(seen);
    node->setSourceRect({(seen.x() - whole.x()) * x, (seen.y() - whole.y()) * y, seen.width() * x, seen.height() * y});
    QSizeF pixels = whole.size() * pixelRatio();
    bool exact = std::abs(pixels.width() - texture.width()) < 0.5 && std::abs(pixels.height() - texture.height()) < 0.5;
    // Who comes closer wants to see pixels; who looks at the whole, or at what is rendered smaller for now, does not.
    bool closer = m_mode == Mode::Free && texture == m_stage->workSize() && pixels.width() > texture.width();
    node->setFiltering(exact || closer ? QSGTexture::Nearest : QSGTexture::Linear);
    node->markDirty(QSGNode::DirtyMaterial);
    return node;
}

} // namespace opificio
