#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QImage>
#include <QQuickItem>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>

#include <atomic>
#include <memory>
#include <vector>

namespace opificio {

/// An original, to be looked at as closely as one likes. Read on a thread in three steps, each shown when it is there: the
/// small picture, one as large as the view, and the whole picture once somebody looks closer than that. Above `mostPixels`
/// the closest look is at half of it, or a quarter, and `reduced` says so: a hundred megapixels would take a gigabyte to read.
/// Only the tiles that are seen are on the graphics card. GUI thread.
class PictureView : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    /// The path of a picture; empty shows nothing.
    Q_PROPERTY(QString file READ file WRITE setFile NOTIFY fileChanged)
    /// Its SHA-256, for the small picture that is shown first; may be empty.
    Q_PROPERTY(QString sha256 MEMBER m_sha256)
    /// As it is shown, upright, in its own pixels.
    Q_PROPERTY(QSize pixels READ pixels WRITE setPixels NOTIFY pixelsChanged)
    /// Pixels of the screen for one of the picture: 1 is one to one.
    Q_PROPERTY(qreal zoom READ zoom NOTIFY viewChanged)
    Q_PROPERTY(bool fitted READ isFitted NOTIFY viewChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    /// Why nothing is shown: a sentence.
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    /// 1, or how much smaller than the original the closest look is.
    Q_PROPERTY(qreal reduced READ reduced NOTIFY stateChanged)

public:
    static constexpr qint64 mostPixels = 50'000'000;

    explicit PictureView(QQuickItem* parent = nullptr);
    ~PictureView() override;

    const QString& file() const { return m_file; }
    void setFile(const QString& file);
    QSize pixels() const { return m_pixels; }
    void setPixels(QSize pixels);
    qreal zoom() const;
    bool isFitted() const { return m_fitted; }
    bool isLoading() const { return m_loading > 0; }
    const QString& problem() const { return m_problem; }
    qreal reduced() const { return m_reduced; }

    /// All of it, as large as fits; never enlarged.
    Q_INVOKABLE void fit();
    /// `zoom` with the point of the view (in its coordinates) staying where it is.
    Q_INVOKABLE void zoomTo(qreal zoom, QPointF around);
    Q_INVOKABLE void zoomBy(qreal factor, QPointF around) { zoomTo(zoom() * factor, around); }
    /// In the view's coordinates.
    Q_INVOKABLE void pan(qreal dx, qreal dy);

Q_SIGNALS:
    void fileChanged();
    void pixelsChanged();
    void viewChanged();
    void stateChanged();

protected:
    void updatePolish() override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    QSGNode* updatePaintNode(QSGNode* node, UpdatePaintNodeData* data) override;
    void itemChange(ItemChange change, const ItemChangeData& value) override;

private:
    struct Level {
        QImage image;
        qreal share = 1; ///< its pixels for one of the original, along an edge
    };
    struct Job;

    qreal ratio() const;
    qreal fitZoom() const;
    qreal closest() const;
    QRectF pictureRect() const; ///< in the view's coordinates
    void request(int edge);
    void take(int number, const QImage& image, const QSize& whole, const QString& problem);
    void bound();

    QString m_file, m_sha256, m_problem;
    QSize m_pixels;
    QPointF m_centre; ///< of the picture, in its pixels, that lies in the middle of the view
    qreal m_zoom = 1, m_reduced = 1;
    bool m_fitted = true;
    int m_number = 0; ///< of the file that is shown; older answers are dropped
    int m_loading = 0, m_asked = 0;
    std::vector<Level> m_levels; ///< the coarser first
    quint64 m_version = 0; ///< of m_levels
    QThreadPool m_pool;
    std::shared_ptr<std::atomic<int>> m_newest;
};

} // namespace opificio
