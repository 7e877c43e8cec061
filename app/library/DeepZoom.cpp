// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeepZoom.h"

#include "OpenTiles.h"

#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGRectangleNode>

#include <algorithm>
#include <cmath>
#include <limits>

namespace opificio {

namespace {

// So many tiles go to the graphics card in one frame; the coarser ones stand in for the others.
constexpr int tilesAFrame = 8;
constexpr qreal mostZoom = 32;
// Of tiles that are kept: a screen of 4K at one to one takes 34 MB.
constexpr qint64 mostBytes = 256'000'000;
// Pixels of the screen for one of the picture: closer, pixels are shown as what they are; much closer, lines go between them.
constexpr qreal nearestZoom = 2, gridZoom = 8;

struct TilesNode : QSGNode {
    using Tile = TilePyramid::Tile;
    std::map<Tile, QSGImageNode*> tiles; ///< on the card; those that are drawn are children
    QSGImageNode* small = nullptr;
    QSGNode* grid = nullptr;
    quint64 version = 0;

    ~TilesNode() override { clear(); }
    void clear()
    {
        removeAllChildNodes();
        for (auto& [tile, node] : tiles)
            delete node;
        tiles.clear();
        delete std::exchange(small, nullptr);
        delete std::exchange(grid, nullptr);
    }
};

} // namespace

DeepZoom::DeepZoom(QQuickItem* parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
    setClip(true);
    auto changed = [this] {
        Q_EMIT stateChanged();
        update();
        polish();
    };
    connect(&m_feed, &TileFeed::smallCame, this, [this, changed](const QImage& small) {
        m_small = small;
        Q_EMIT pixelsChanged();
        changed();
    });
    connect(&m_feed, &TileFeed::opened, this,
        [this, changed](const TilePyramid& pyramid, const QString& host, const QString& remark) {
            m_isOpening = false;
            m_host = host;
            m_problem = remark;
            m_pyramid = pyramid;
            Q_EMIT pixelsChanged();
            Q_EMIT viewChanged();
            changed();
        });
    connect(&m_feed, &TileFeed::failed, this, [this, changed](const QString& sentence) {
        m_isOpening = false;
        m_preparing = -1;
        m_problem = sentence;
        // What is damaged is not shown as its small picture from better days.
        m_small = {};
        changed();
    });
    connect(&m_feed, &TileFeed::unreached, this, [this, changed](const QString& sentence) {
        m_isOpening = false;
        m_problem = sentence;
        changed();
    });
    connect(&m_feed, &TileFeed::preparing, this, [this](double share) {
        m_preparing = share;
        Q_EMIT stateChanged();
    });
    connect(&m_feed, &TileFeed::prepared, this, [this, changed] {
        m_preparing = -1;
        changed();
    });
    connect(&m_feed, &TileFeed::came, this, &DeepZoom::take);
    connect(&m_feed, &TileFeed::tileFailed, this, [this, changed](const Tile& tile, const QString& sentence) {
        m_failed.insert(tile);
        m_problem = sentence;
        if (m_tiles.empty())
            m_small = {};
        changed();
    });
}

qreal DeepZoom::ratio() const
{
    return window() ? window()->effectiveDevicePixelRatio() : 1;
}

// Before the file was opened, what the library says of it.
QSize DeepZoom::pixels() const
{
    if (m_pyramid)
        return {m_pyramid->size.width, m_pyramid->size.height};
    if (m_item.width > 0 && m_item.height > 0)
        return {m_item.width, m_item.height};
    // Of a part or of a turned picture nobody knows the size before it comes: its small picture has the shape.
    const bool isWhole = m_item.picture && m_item.picture->region.empty() && m_item.picture->rotation.empty();
    if (isWhole && m_item.picture->width > 0 && m_item.picture->height > 0)
        return {m_item.picture->width, m_item.picture->height};
    return m_small.size();
}

qreal DeepZoom::fitZoom() const
{
    const QSize all = pixels();
    const qreal across = width() - 2 * m_margin, down = height() - 2 * m_margin;
    if (all.isEmpty() || across <= 0 || down <= 0)
        return 1;
    return std::min(qreal(1), std::min(across / all.width(), down / all.height()) * ratio());
}

qreal DeepZoom::zoom() const
{
    if (!m_place.isEmpty() && !pixels().isEmpty())
        return m_place.width() * ratio() / pixels().width();
    return m_fitted ? fitZoom() : m_zoom;
}

QRectF DeepZoom::pictureRect() const
{
    if (!m_place.isEmpty())
        return m_place;
    const QSize all = pixels();
    const qreal scale = zoom() / ratio();
    const QPointF centre = m_fitted ? QPointF(all.width() / 2.0, all.height() / 2.0) : m_centre;
    const QPointF corner(width() / 2 - centre.x() * scale, height() / 2 - centre.y() * scale);
    // Pixels of the picture lie on those of the screen.
    const QPointF scene = mapToScene(corner) * ratio();
    const QPointF snapped(std::round(scene.x()) / ratio(), std::round(scene.y()) / ratio());
    return {mapFromScene(snapped), QSizeF(all) * scale};
}

TilePyramid::Area DeepZoom::areaSeen() const
{
    const QRectF picture = pictureRect(), inside = picture.intersected(boundingRect());
    if (picture.isEmpty() || inside.isEmpty())
        return {};
    const qreal x = pixels().width() / picture.width(), y = pixels().height() / picture.height();
    return {(inside.x() - picture.x()) * x, (inside.y() - picture.y()) * y, inside.width() * x, inside.height() * y};
}

QRectF DeepZoom::seen() const
{
    const QSize all = pixels();
    if (all.isEmpty())
        return {};
    const TilePyramid::Area area = areaSeen();
    return {area.x / all.width(), area.y / all.height(), area.width / all.width(), area.height / all.height()};
}

void DeepZoom::setItem(const Item& item)
{
    if (m_item == item)
        return;
    const bool isSame = m_item.file == item.file && m_item.sha256 == item.sha256 && m_item.picture == item.picture;
    m_item = item;
    Q_EMIT itemChanged();
    // Its words have changed, not its picture.
    if (isSame)
        return;
    m_pyramid.reset();
    m_small = {};
    m_problem.clear();
    m_host.clear();
    m_preparing = -1;
    m_fitted = true;
    drop();
    m_isOpening = hasTiles(item);
    m_isWaiting = false;
    m_feed.open(item, m_session ? m_session->web() : nullptr);
    Q_EMIT pixelsChanged();
    Q_EMIT stateChanged();
    move();
}

void DeepZoom::drop()
{
    ++m_version;
    m_tiles.clear();
    m_failed.clear();
    m_wanted.clear();
    m_bytes = 0;
}

void DeepZoom::setPlace(const QRectF& place)
{
    if (m_place == place)
        return;
    m_place = place;
    Q_EMIT placeChanged();
    move();
}

void DeepZoom::setPixelGrid(bool grid)
{
    if (m_hasPixelGrid == grid)
        return;
    m_hasPixelGrid = grid;
    Q_EMIT pixelGridChanged();
    update();
}

void DeepZoom::move()
{
    Q_EMIT viewChanged();
    update();
    polish();
}

void DeepZoom::fit()
{
    m_fitted = true;
    move();
}

void DeepZoom::zoomTo(qreal zoom, QPointF around)
{
    const QSize all = pixels();
    if (all.isEmpty())
        return;
    zoom = std::clamp(zoom, std::min(fitZoom(), qreal(1)), mostZoom);
    const QRectF before = pictureRect();
    const QPointF pixel = (around - before.topLeft()) / (before.width() / all.width());
    if (zoom <= fitZoom() * 1.0001 && fitZoom() < 1) {
        fit();
        return;
    }
    m_fitted = false;
    m_zoom = zoom;
    m_centre = pixel - (around - QPointF(width() / 2, height() / 2)) / (zoom / ratio());
    bound();
    move();
}

void DeepZoom::pan(qreal dx, qreal dy)
{
    if (m_fitted)
        return;
    m_centre -= QPointF(dx, dy) / (zoom() / ratio());
    bound();
    move();
}

void DeepZoom::showAt(QPointF point)
{
    if (m_fitted)
        return;
    m_centre = {point.x() * pixels().width(), point.y() * pixels().height()};
    bound();
    move();
}

// The picture is never pushed out of the view; what is smaller than the view lies in its middle.
void DeepZoom::bound()
{
    const qreal scale = m_zoom / ratio();
    auto within = [&](qreal centre, qreal pixels, qreal view) {
        const qreal half = view / 2 / scale;
        return 2 * half >= pixels ? pixels / 2 : std::clamp(centre, half, pixels - half);
    };
    m_centre = {within(m_centre.x(), pixels().width(), width()), within(m_centre.y(), pixels().height(), height())};
}

void DeepZoom::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() == before.size())
        return;
    if (!m_fitted)
        bound();
    move();
}

void DeepZoom::itemChange(ItemChange change, const ItemChangeData& value)
{
    QQuickItem::itemChange(change, value);
    if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange || change == ItemVisibleHasChanged)
        move();
}

// Before the next frame, when all properties are set: wants what the view needs and does not have.
void DeepZoom::updatePolish()
{
    if (!m_pyramid || !window())
        return;
    std::vector<Tile> wanted, inView;
    auto want = [&](const Tile& tile) {
        if (!m_tiles.contains(tile) && !m_failed.contains(tile))
            wanted.push_back(tile);
    };
    const TilePyramid::Area area = areaSeen();
    const int level = m_pyramid->levelFor(zoom());
    if (isVisible()) {
        // The coarsest first: they stand in for all others.
        for (const Tile& tile : m_pyramid->touched(coarsest(), area))
            want(tile);
        std::vector<Tile> fine = m_pyramid->touched(level, area);
        inView = fine;
        const double x = area.x + area.width / 2, y = area.y + area.height / 2;
        auto distance = [&](const Tile& tile) {
            const TilePyramid::Area place = m_pyramid->areaOf(tile);
            return std::hypot(place.x + place.width / 2 - x, place.y + place.height / 2 - y);
        };
        std::sort(fine.begin(), fine.end(), [&](const Tile& one, const Tile& other) { return distance(one) < distance(other); });
        for (const Tile& tile : fine) {
            if (tile.level != coarsest())
                want(tile);
        }
    }
    const bool isWaiting = !wanted.empty() && m_preparing < 0;
    std::set<Tile> lacking;
    for (const Tile& tile : inView) {
        auto held = m_tiles.find(tile);
        const bool isThere = held != m_tiles.end() && held->second.image.isNull();
        if (!isThere && !m_failed.contains(tile))
            lacking.insert(tile);
        if (!isThere && !m_wanted.contains(tile))
            Q_EMIT tileWanted(tile);
    }
    for (const Tile& tile : m_wanted) {
        if (!lacking.contains(tile))
            Q_EMIT tileDropped(tile);
    }
    m_wanted = std::move(lacking);
    if (isVisible() && !m_fitted && wanted.empty()) {
        // Nothing is missing: what the hand may come to next, half a view around.
        const TilePyramid::Area around{area.x - area.width / 2, area.y - area.height / 2, area.width * 2, area.height * 2};
        for (const Tile& tile : m_pyramid->touched(level, around))
            want(tile);
    }
    m_feed.want(std::move(wanted));
    if (isWaiting != m_isWaiting) {
        m_isWaiting = isWaiting;
        Q_EMIT stateChanged();
    }
}

void DeepZoom::take(const Tile& tile, const QImage& image)
{
    if (!m_tiles.contains(tile)) {
        m_tiles[tile] = {image, image.sizeInBytes(), ++m_clock};
        m_bytes += image.sizeInBytes();
        if (m_tiles.size() == 1)
            Q_EMIT stateChanged();
    }
    update();
    polish();
}

// On the render thread, while the GUI thread waits.
QSGNode* DeepZoom::updatePaintNode(QSGNode* old, UpdatePaintNodeData*)
{
    auto* node = static_cast<TilesNode*>(old);
    if (!node) {
        node = new TilesNode;
        // What was on another card is read anew.
        for (auto tile = m_tiles.begin(); tile != m_tiles.end();) {
            if (!tile->second.image.isNull()) {
                ++tile;
                continue;
            }
            m_bytes -= tile->second.bytes;
            tile = m_tiles.erase(tile);
            polish();
        }
    }
    if (node->version != m_version) {
        node->clear();
        node->version = m_version;
    }
    node->removeAllChildNodes();
    const QRectF picture = pictureRect();
    const QRectF inside = picture.intersected(boundingRect());
    if (inside.isEmpty())
        return node;
    const auto filtering = zoom() >= nearestZoom ? QSGTexture::Nearest : QSGTexture::Linear;
    const qreal x = picture.width() / pixels().width(), y = picture.height() / pixels().height();
    int fresh = 0;
    bool isUnfinished = false;
    // Puts a tile on the card, if it is there to be put; the node, or null.
    auto nodeOf = [&](const Tile& tile) -> QSGImageNode* {
        auto held = m_tiles.find(tile);
        if (held == m_tiles.end())
            return nullptr;
        held->second.used = ++m_clock;
        QSGImageNode*& made = node->tiles[tile];
        if (made)
            return made;
        if (fresh >= tilesAFrame) {
            isUnfinished = true;
            node->tiles.erase(tile);
            return nullptr;
        }
        ++fresh;
        made = window()->createImageNode();
        made->setFlag(QSGNode::OwnedByParent, false);
        made->setOwnsTexture(true);
        made->setTexture(window()->createTextureFromImage(std::exchange(held->second.image, {})));
        Q_EMIT tileShown(tile);
        return made;
    };
    std::vector<std::pair<Tile, QSGImageNode*>> drawn;
    bool isWhole = m_pyramid.has_value();
    if (m_pyramid) {
        const TilePyramid::Area area = areaSeen();
        const int level = m_pyramid->levelFor(zoom());
        for (const Tile& tile : m_pyramid->touched(level, area)) {
            if (QSGImageNode* fine = nodeOf(tile))
                drawn.emplace_back(tile, fine);
            else
                isWhole = false;
        }
        for (int other = coarsest(); !isWhole && other >= 0; --other) {
            if (other == level)
                continue;
            // Of finer ones only those that are there: a whole level of them may be many.
            for (auto held = m_tiles.lower_bound({other, 0, 0}); held != m_tiles.end() && held->first.level == other; ++held) {
                const TilePyramid::Area place = m_pyramid->areaOf(held->first);
                if (place.x < area.x + area.width && place.y < area.y + area.height && place.x + place.width > area.x
                    && place.y + place.height > area.y) {
                    if (QSGImageNode* stand = nodeOf(held->first))
                        drawn.emplace_back(held->first, stand);
                }
            }
        }
    }
    if (!isWhole && !m_small.isNull()) {
        if (!node->small) {
            node->small = window()->createImageNode();
            node->small->setFlag(QSGNode::OwnedByParent, false);
            node->small->setOwnsTexture(true);
            node->small->setTexture(window()->createTextureFromImage(m_small));
        }
        node->small->setRect(picture);
        node->small->setFiltering(QSGTexture::Linear);
        node->appendChildNode(node->small);
    }
    // The finer lie over the coarser.
    std::sort(drawn.begin(), drawn.end(), [](const auto& one, const auto& other) { return one.first.level > other.first.level; });
    for (auto& [tile, image] : drawn) {
        const TilePyramid::Area place = m_pyramid->areaOf(tile);
        const QPointF corner(picture.left() + place.x * x, picture.top() + place.y * y);
        image->setRect(
            QRectF(corner, QPointF(picture.left() + (place.x + place.width) * x, picture.top() + (place.y + place.height) * y)));
        image->setFiltering(tile.level == 0 ? filtering : QSGTexture::Linear);
        node->appendChildNode(image);
    }
    delete std::exchange(node->grid, nullptr);
    if (m_hasPixelGrid && zoom() >= gridZoom) {
        node->grid = new QSGNode;
        node->grid->setFlag(QSGNode::OwnedByParent, false);
        auto line = [&](const QRectF& rect) {
            QSGRectangleNode* made = window()->createRectangleNode();
            made->setRect(rect);
            made->setColor(QColor(128, 128, 128, 110));
            node->grid->appendChildNode(made);
        };
        const qreal thin = 1 / ratio();
        for (qreal column = std::ceil((inside.left() - picture.left()) / x); picture.left() + column * x < inside.right();
             ++column)
            line({picture.left() + column * x, inside.top(), thin, inside.height()});
        for (qreal row = std::ceil((inside.top() - picture.top()) / y); picture.top() + row * y < inside.bottom(); ++row)
            line({inside.left(), picture.top() + row * y, inside.width(), thin});
        node->appendChildNode(node->grid);
    }
    // The longest unused go; what is drawn was used last.
    while (m_bytes > mostBytes) {
        auto oldest = std::min_element(m_tiles.begin(), m_tiles.end(),
            [](const auto& one, const auto& other) { return one.second.used < other.second.used; });
        auto onCard = node->tiles.find(oldest->first);
        if (onCard != node->tiles.end() && onCard->second->parent())
            break;
        if (onCard != node->tiles.end()) {
            delete onCard->second;
            node->tiles.erase(onCard);
        }
        m_bytes -= oldest->second.bytes;
        m_tiles.erase(oldest);
    }
    if (isUnfinished)
        QMetaObject::invokeMethod(this, &QQuickItem::update, Qt::QueuedConnection);
    return node;
}

} // namespace opificio
