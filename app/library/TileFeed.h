#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QImage>
#include <QObject>
#include <QThreadPool>

#include <memory>
#include <vector>

#include "image/Tiles.h"
#include "library/Item.h"

namespace opificio {

class Web;

/// Reads the tiles of a picture that a view wants, in the order of its wishes, on threads that leave a core to the window. GUI
/// thread; what it tells comes there, too, and never of a picture that was shown before.
class TileFeed : public QObject {
    Q_OBJECT

public:
    explicit TileFeed(QObject* parent = nullptr);
    /// Waits for the tiles that are being read.
    ~TileFeed() override;

    /// Lets go of what was open; see hasTiles(). Without `web` no server is asked.
    void open(const Item& item, std::shared_ptr<Web> web = nullptr);
    /// These, and no others: what was not begun is dropped, what was and is not among them is told to stop.
    void want(std::vector<TilePyramid::Tile> tiles);
    /// Nothing that was wanted is still to come.
    bool isIdle() const;

Q_SIGNALS:
    /// The small picture that the library keeps, where it has one. Before opened().
    void smallCame(const QImage& small);
    /// `host`: of whose server its tiles come; `remark`: why they do not, where they were to.
    void opened(const opificio::TilePyramid& pyramid, const QString& host, const QString& remark);
    void failed(const QString& sentence);
    /// Nothing but the small picture can be shown: its server is out of reach, and there is no file.
    void unreached(const QString& sentence);
    /// Of what some levels need before they can be read, 0 to 1; such tiles come no sooner than prepared(), and are to be wanted
    /// again.
    void preparing(double share);
    void prepared();
    void came(const opificio::TilePyramid::Tile& tile, const QImage& image);
    /// This one cannot be read.
    void tileFailed(const opificio::TilePyramid::Tile& tile, const QString& sentence);

private:
    struct State;
    void let();

    std::shared_ptr<State> m_state; ///< of what is open
    QThreadPool m_pool, m_long;
};

} // namespace opificio
