// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureView.h"

#include "LibraryReader.h"
#include "Picture.h"
#include "Text.h"
#include "base/Resources.h"
#include "image/ImageFile.h"
#include "library/Thumbnails.h"

#include <QQuickWindow>
#include <QSGImageNode>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace opificio {

namespace {

constexpr int tilePixels = 512;
// So many tiles go to the graphics card in one frame; the coarser picture stands in for the others.
constexpr int tilesAFrame = 6;
constexpr qreal mostZoom = 16;

// All tiles of one version of the levels.
struct PictureNode : QSGNode {
    using Key = std::tuple<int, int, int>; // level, column, row
    std::map<Key, QSGImageNode*> tiles;
    quint64 version = 0;

    void drop(std::map<Key, QSGImageNode*>::iterator tile)
    {
        removeChildNode(tile->second);
        delete tile->second;
        tiles.erase(tile);
    }
    void clear()
    {
        while (!tiles.empty())
            drop(tiles.begin());
    }
};

} // namespace

PictureView::PictureView(QQuickItem* parent)
    : QQuickItem(parent)
    , m_newest(std::make_shared<std::atomic<int>>(0))
{
    setFlag(ItemHasContents);
    setClip(true);
    m_pool.setMaxThreadCount(1);
}

PictureView::~PictureView()
{
    ++*m_newest;
    m_pool.clear();
    m_pool.waitForDone();
}

qreal PictureView::ratio() const
{
    return window() ? window()->effectiveDevicePixelRatio() : 1;
}

qreal PictureView::fitZoom() const
{
    if (m_pixels.isEmpty() || width() <= 0 || height() <= 0)
        return 1;
    return std::min(qreal(1), std::min(width() / m_pixels.width(), height() / m_pixels.height()) * ratio());
}

// The finest that is read. By halves: so a JPEG is decoded small, and never taken into memory as a whole.
qreal PictureView::closest() const
{
    qreal share = 1;
    while (share * share * qreal(m_pixels.width()) * m_pixels.height() > qreal(mostPixels))
        share /= 2;
    return share;
}

qreal PictureView::zoom() const
{
    return m_fitted ? fitZoom() : m_zoom;
}

QRectF PictureView::pictureRect() const
{
    const qreal scale = zoom() / ratio();
    const QPointF centre = m_fitted ? QPointF(m_pixels.width() / 2.0, m_pixels.height() / 2.0) : m_centre;
    return {
        width() / 2 - centre.x() * scale, height() / 2 - centre.y() * scale, m_pixels.width() * scale, m_pixels.height() * scale};
}

void PictureView::setFile(const QString& file)
{
    if (m_file == file)
        return;
    m_file = file;
    m_number = ++*m_newest;
    m_pool.clear();
    m_levels.clear();
    ++m_version;
    m_loading = 0;
    m_asked = 0;
    m_problem.clear();
    m_reduced = 1;
    m_fitted = true;
    Q_EMIT fileChanged();
    Q_EMIT stateChanged();
    Q_EMIT viewChanged();
    update();
    polish();
}

void PictureView::setPixels(QSize pixels)
{
    if (m_pixels == pixels)
        return;
    m_pixels = pixels;
    Q_EMIT pixelsChanged();
    Q_EMIT viewChanged();
    update();
    polish();
}

void PictureView::fit()
{
    m_fitted = true;
    Q_EMIT viewChanged();
    update();
    polish();
}

void PictureView::zoomTo(qreal zoom, QPointF around)
{
    if (m_pixels.isEmpty())
        return;
    zoom = std::clamp(zoom, std::min(fitZoom(), qreal(1)), mostZoom);
    const QRectF before = pictureRect();
    const qreal scale = before.width() / m_pixels.width();
    const QPointF pixel = (around - before.topLeft()) / scale;
    if (zoom <= fitZoom() * 1.0001 && fitZoom() < 1) {
        fit();
        return;
    }
    m_fitted = false;
    m_zoom = zoom;
    const qreal next = zoom / ratio();
    m_centre = pixel - (around - QPointF(width() / 2, height() / 2)) / next;
    bound();
    Q_EMIT viewChanged();
    update();
    polish();
}

void PictureView::pan(qreal dx, qreal dy)
{
    if (m_fitted)
        return;
    m_centre -= QPointF(dx, dy) / (zoom() / ratio());
    bound();
    Q_EMIT viewChanged();
    update();
}

// The picture is never pushed out of the view; what is smaller than the view lies in its middle.
void PictureView::bound()
{
    const qreal scale = m_zoom / ratio();
    auto within = [&](qreal centre, qreal pixels, qreal view) {
        const qreal half = view / 2 / scale;
        return 2 * half >= pixels ? pixels / 2 : std::clamp(centre, half, pixels - half);
    };
    m_centre = {within(m_centre.x(), m_pixels.width(), width()), within(m_centre.y(), m_pixels.height(), height())};
}

void PictureView::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() == before.size())
        return;
    if (!m_fitted)
        bound();
    Q_EMIT viewChanged();
    update();
    polish();
}

void PictureView::itemChange(ItemChange change, const ItemChangeData& value)
{
    QQuickItem::itemChange(change, value);
    if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange) {
        Q_EMIT viewChanged();
        update();
        polish();
    }
}

// Before the next frame, when all properties are set: asks for what the view needs and does not have.
void PictureView::updatePolish()
{
    if (m_file.isEmpty() || width() <= 0 || height() <= 0 || !window())
        return;
    if (m_asked == 0) {
        // The file is asked for its size in any case; what is as large as the view comes with it.
        request(int(std::ceil(std::max(width(), height()) * ratio())));
        return;
    }
    if (m_pixels.isEmpty())
        return;
    const int longer = std::max(m_pixels.width(), m_pixels.height());
    const qreal most = closest();
    const int wanted = int(std::ceil(std::min(zoom(), most) * longer));
    if (wanted <= m_asked)
        return;
    // Between the view and the whole there is one step, so that a larger window is not read pixel by pixel.
    const int whole = int(longer * most);
    request(m_fitted ? std::min(whole, std::max(wanted, m_asked * 3 / 2)) : whole);
}

void PictureView::request(int edge)
{
    const bool first = m_asked == 0;
    m_asked = edge;
    ++m_loading;
    Q_EMIT stateChanged();
    m_pool.start([self = QPointer<PictureView>(this), newest = m_newest, number = m_number, edge, first,
                     sha256 = first ? m_sha256 : QString(), path = pathOf(m_file)] {
        if (*newest != number)
            return;
        auto send = [&](const QImage& image, const QSize& whole, const QString& problem) {
            post(self, [number, image, whole, problem](PictureView& view) { view.take(number, image, whole, problem); });
        };
        QSize whole;
        if (first) {
            auto info = probeImage(path);
            if (!info)
                return send({}, {}, qt(info.error().message));
            whole = {info->size.width, info->size.height};
            const auto small = thumbnailPath(homeFolder() / "thumbnails", utf8(sha256));
            std::error_code code;
            if (sha256.size() == 64 && std::filesystem::is_regular_file(small, code)) {
                if (auto image = readImage(small)) {
                    const QImage shown = qtImage(*image);
                    post(self, [number, shown, whole](PictureView& view) {
                        ++view.m_loading;
                        view.take(number, shown, whole, {});
                    });
                }
            }
        }
        auto image = readImage(path, edge);
        if (*newest != number)
            return;
        if (!image)
            return send({}, whole, qt(image.error().message));
        send(qtImage(*image), whole, {});
    });
}

void PictureView::take(int number, const QImage& image, const QSize& whole, const QString& problem)
{
    if (number != m_number)
        return;
    --m_loading;
    if (!problem.isEmpty()) {
        m_problem = problem;
        // A whole that is damaged is not shown as its small picture from better days.
        m_levels.clear();
    }
    if (!whole.isEmpty() && whole != m_pixels) {
        m_pixels = whole;
        Q_EMIT pixelsChanged();
    }
    if (!image.isNull() && !m_pixels.isEmpty()) {
        const qreal share = qreal(std::max(image.width(), image.height())) / std::max(m_pixels.width(), m_pixels.height());
        if (m_levels.empty() || share > m_levels.back().share) {
            // The small picture has done its work once a larger one is there.
            if (!m_levels.empty() && m_levels.size() >= 2)
                m_levels.erase(m_levels.begin());
            m_levels.push_back({image, share});
        }
        m_reduced = closest();
    }
    ++m_version;
    Q_EMIT stateChanged();
    Q_EMIT viewChanged();
    update();
    polish();
}

QSGNode* PictureView::updatePaintNode(QSGNode* old, UpdatePaintNodeData*)
{
    auto* node = static_cast<PictureNode*>(old);
    if (!node)
        node = new PictureNode;
    if (node->version != m_version) {
        node->clear();
        node->version = m_version;
    }
    const QRectF picture = pictureRect();
    const QRectF seen = picture.intersected(boundingRect());
    std::set<PictureNode::Key> wanted;
    int fresh = 0;
    bool unfinished = false;
    for (int level = 0; level < int(m_levels.size()); ++level) {
        // The finest that the view can show, and one coarser below it for tiles that are still to come.
        const bool isBase = level == 0;
        const bool isNeeded = isBase || m_levels[std::size_t(level) - 1].share < zoom();
        if (!isNeeded || seen.isEmpty())
            continue;
        const QImage& image = m_levels[std::size_t(level)].image;
        const qreal scaleX = picture.width() / image.width(), scaleY = picture.height() / image.height();
        const int firstColumn
            = std::clamp(int((seen.left() - picture.left()) / scaleX / tilePixels), 0, image.width() / tilePixels);
        const int lastColumn
            = std::clamp(int((seen.right() - picture.left()) / scaleX / tilePixels), 0, (image.width() - 1) / tilePixels);
        const int firstRow = std::clamp(int((seen.top() - picture.top()) / scaleY / tilePixels), 0, image.height() / tilePixels);
        const int lastRow
            = std::clamp(int((seen.bottom() - picture.top()) / scaleY / tilePixels), 0, (image.height() - 1) / tilePixels);
        for (int row = firstRow; row <= lastRow; ++row) {
            for (int column = firstColumn; column <= lastColumn; ++column) {
                const PictureNode::Key key{level, column, row};
                const QRect part = QRect(column * tilePixels, row * tilePixels, tilePixels, tilePixels).intersected(image.rect());
                auto tile = node->tiles.find(key);
                if (tile == node->tiles.end()) {
                    if (fresh >= tilesAFrame) {
                        unfinished = true;
                        continue;
                    }
                    ++fresh;
                    QSGImageNode* made = window()->createImageNode();
                    made->setOwnsTexture(true);
                    made->setTexture(window()->createTextureFromImage(image.copy(part)));
                    node->appendChildNode(made);
                    tile = node->tiles.emplace(key, made).first;
                }
                wanted.insert(key);
                tile->second->setRect(QRectF(picture.left() + part.left() * scaleX, picture.top() + part.top() * scaleY,
                    part.width() * scaleX, part.height() * scaleY));
                // Closer than two to one, pixels are shown as what they are.
                tile->second->setFiltering(zoom() >= 2 ? QSGTexture::Nearest : QSGTexture::Linear);
            }
        }
    }
    for (auto tile = node->tiles.begin(); tile != node->tiles.end();) {
        auto next = std::next(tile);
        if (!wanted.contains(tile->first))
            node->drop(tile);
        tile = next;
    }
    // Levels lie in the order of their fineness, whatever order they came in.
    if (fresh > 0) {
        node->removeAllChildNodes();
        for (auto& [key, tile] : node->tiles)
            node->appendChildNode(tile);
    }
    if (unfinished)
        QMetaObject::invokeMethod(this, &QQuickItem::update, Qt::QueuedConnection);
    return node;
}

} // namespace opificio
