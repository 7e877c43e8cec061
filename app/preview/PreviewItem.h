#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QPointF>
#include <QPointer>
#include <QQuickItem>
#include <QRectF>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "Stage.h"

namespace opificio {

/// Shows what a stage renders, without copying it where the window's graphics device can take it over. Asks the stage for as
/// many pixels as it shows, and for none while nobody can see it. Any number of them, in any window.
///
///     PreviewItem { anchors.fill: parent; stage: root.session.stage }
class PreviewItem : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(opificio::Stage* stage READ stage WRITE setStage NOTIFY stageChanged)
    /// Fit: all of it. Fill: as large as the item, cut where it must. Free: as zoom and pan say.
    Q_PROPERTY(Mode mode READ mode WRITE setMode NOTIFY framingChanged)
    /// Pixels of the screen for each of the work's. Setting it makes the mode Free.
    Q_PROPERTY(double zoom READ zoom WRITE setZoom NOTIFY framingChanged)
    /// From the item's middle to the picture's. Setting it makes the mode Free.
    Q_PROPERTY(QPointF pan READ pan WRITE setPan NOTIFY framingChanged)
    /// Where the whole picture lies, in the item's coordinates; larger than the item where it is cut.
    Q_PROPERTY(QRectF pictureRect READ pictureRect NOTIFY framingChanged)
    /// There is a picture to see.
    Q_PROPERTY(bool hasPicture READ hasPicture NOTIFY sharingChanged)
    /// "shared" or "copied"; empty before the first picture. And why it is copied: a sentence.
    Q_PROPERTY(QString sharing READ sharing NOTIFY sharingChanged)
    Q_PROPERTY(QString sharingReason READ sharingReason NOTIFY sharingChanged)

public:
    enum class Mode { Fit, Fill, Free };
    Q_ENUM(Mode)

    explicit PreviewItem(QQuickItem* parent = nullptr);
    ~PreviewItem() override;

    Stage* stage() const { return m_stage; }
    void setStage(Stage* stage);
    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    double zoom() const;
    void setZoom(double zoom);
    QPointF pan() const;
    void setPan(const QPointF& pan);
    QRectF pictureRect() const;
    bool hasPicture() const { return !m_sharing.isEmpty(); }
    QString sharing() const { return m_sharing; }
    QString sharingReason() const { return m_sharingReason; }

    /// All of it again.
    Q_INVOKABLE void reset();
    /// One pixel of the work on one of the screen.
    Q_INVOKABLE void oneToOne();
    /// What lies under that point of the item stays there.
    Q_INVOKABLE void zoomAt(const QPointF& point, double factor);
    Q_INVOKABLE void panBy(double x, double y);
    /// 0 to 1 from the picture's top left; outside of it less or more.
    Q_INVOKABLE QPointF toPicture(const QPointF& point) const;
    Q_INVOKABLE QPointF fromPicture(const QPointF& place) const;
    Q_INVOKABLE bool isOnPicture(const QPointF& point) const { return pictureRect().contains(point); }

Q_SIGNALS:
    void stageChanged();
    void framingChanged();
    void sharingChanged();

protected:
    QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Painter;
    void follow(QQuickWindow* window);
    void reframe();
    void ask();
    bool canBeSeen() const;
    double pixelRatio() const;
    QSizeF shownSize() const;
    void heard(const QString& sharing, const QString& reason);

    QPointer<Stage> m_stage;
    QPointer<QQuickWindow> m_window;
    Mode m_mode = Mode::Fit;
    double m_zoom = 1;
    QPointF m_pan;
    QTimer m_settle; ///< while the item changes its size, nothing is asked for
    QSize m_asked;
    QString m_sharing, m_sharingReason;
    std::shared_ptr<Painter> m_painter;
    QMetaObject::Connection m_beforeRendering;
};

} // namespace opificio
