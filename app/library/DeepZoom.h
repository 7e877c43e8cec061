#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QImage>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include <map>
#include <optional>
#include <set>

#include "Session.h"
#include "TileFeed.h"

namespace opificio {

/// A picture of any size, to be looked at as closely as one likes: only the tiles that are seen are read and lie on the graphics
/// card. Coarser ones stay until finer ones have come, so there is never a hole. GUI thread.
class DeepZoom : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    /// What is shown: openTiles() knows its tiles. One that has none shows nothing.
    Q_PROPERTY(opificio::Item item READ item WRITE setItem NOTIFY itemChanged)
    /// With one, a server is asked for what it has beyond the file.
    Q_PROPERTY(opificio::Session* session MEMBER m_session)
    /// Of whose server the tiles come; empty: from a file.
    Q_PROPERTY(QString host READ host NOTIFY stateChanged)
    /// As it is shown, upright, in its own pixels; empty as long as nothing is known.
    Q_PROPERTY(QSize pixels READ pixels NOTIFY pixelsChanged)
    /// Pixels of the screen for one of the picture: 1 is one to one, on every screen.
    Q_PROPERTY(qreal zoom READ zoom NOTIFY viewChanged)
    Q_PROPERTY(bool fitted READ isFitted NOTIFY viewChanged)
    /// The part of the picture that is seen: 0 to 1.
    Q_PROPERTY(QRectF seen READ seen NOTIFY viewChanged)
    /// Where the whole picture lies, in the view's coordinates, when somebody else decides it; empty: the view itself does.
    Q_PROPERTY(QRectF place READ place WRITE setPlace NOTIFY placeChanged)
    /// Around the picture, while all of it is seen.
    Q_PROPERTY(qreal margin MEMBER m_margin NOTIFY viewChanged)
    /// Lines between the picture's pixels, where these are large.
    Q_PROPERTY(bool pixelGrid READ hasPixelGrid WRITE setPixelGrid NOTIFY pixelGridChanged)
    /// Something that the view wants is still to come.
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    /// 0 to 1 while the picture is made ready for a close look, else below 0.
    Q_PROPERTY(qreal preparing READ preparing NOTIFY stateChanged)
    /// There is something of it to see.
    Q_PROPERTY(bool shown READ isShown NOTIFY stateChanged)
    /// What cannot be shown: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)

public:
    explicit DeepZoom(QQuickItem* parent = nullptr);

    const Item& item() const { return m_item; }
    void setItem(const Item& item);
    QSize pixels() const;
    qreal zoom() const;
    bool isFitted() const { return m_fitted; }
    QRectF seen() const;
    const QRectF& place() const { return m_place; }
    void setPlace(const QRectF& place);
    bool hasPixelGrid() const { return m_hasPixelGrid; }
    void setPixelGrid(bool grid);
    bool isLoading() const { return m_isOpening || m_isWaiting; }
    qreal preparing() const { return m_preparing; }
    bool isShown() const { return !m_small.isNull() || !m_tiles.empty(); }
    const QString& problem() const { return m_problem; }
    const QString& host() const { return m_host; }

    /// All of it, as large as fits; never enlarged.
    Q_INVOKABLE void fit();
    /// `zoom` with the point of the view (in its coordinates) staying where it is.
    Q_INVOKABLE void zoomTo(qreal zoom, QPointF around);
    Q_INVOKABLE void zoomBy(qreal factor, QPointF around) { zoomTo(zoom() * factor, around); }
    /// In the view's coordinates.
    Q_INVOKABLE void pan(qreal dx, qreal dy);
    /// That point of the picture, 0 to 1, in the middle.
    Q_INVOKABLE void showAt(QPointF point);

Q_SIGNALS:
    void itemChanged();
    void pixelsChanged();
    void viewChanged();
    void placeChanged();
    void pixelGridChanged();
    void stateChanged();
    /// For whoever measures: the view lacks a tile; it is no longer in view; it is on the graphics card with the frame that is
    /// being made (on the render thread).
    void tileWanted(const opificio::TilePyramid::Tile& tile);
    void tileDropped(const opificio::TilePyramid::Tile& tile);
    void tileShown(const opificio::TilePyramid::Tile& tile);

protected:
    void updatePolish() override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    QSGNode* updatePaintNode(QSGNode* node, UpdatePaintNodeData* data) override;
    void itemChange(ItemChange change, const ItemChangeData& value) override;

private:
    using Tile = TilePyramid::Tile;
    struct Held {
        QImage image; ///< until it is on the card
        qint64 bytes = 0;
        quint64 used = 0; ///< the larger, the later
    };

    qreal ratio() const;
    qreal fitZoom() const;
    QRectF pictureRect() const; ///< in the view's coordinates
    TilePyramid::Area areaSeen() const;
    void bound();
    void move();
    void take(const Tile& tile, const QImage& image);
    void drop();
    int coarsest() const { return int(m_pyramid->levels.size()) - 1; }

    Session* m_session = nullptr;
    Item m_item;
    QString m_problem, m_host;
    std::optional<TilePyramid> m_pyramid;
    QPointF m_centre; ///< of the picture, in its pixels, that lies in the middle of the view
    QRectF m_place;
    qreal m_margin = 0, m_zoom = 1, m_preparing = -1;
    bool m_fitted = true, m_hasPixelGrid = false, m_isOpening = false, m_isWaiting = false;
    QImage m_small; ///< the library's, under everything
    quint64 m_version = 0; ///< of the picture that is shown
    std::map<Tile, Held> m_tiles;
    std::set<Tile> m_failed, m_wanted;
    qint64 m_bytes = 0; ///< of m_tiles
    quint64 m_clock = 0;
    TileFeed m_feed; ///< last: ends before what it tells goes to
};

} // namespace opificio
