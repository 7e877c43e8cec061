#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QObject>
#include <QPoint>
#include <QSize>
#include <QString>
#include <QVector4D>
#include <QtQml/qqmlregistration.h>

#include <map>
#include <memory>

#include "RenderLoop.h"

namespace opificio {

/// What is looked at: the open work (or one of its nodes) at a frame, standing or playing, rendered on a thread of its own
/// and shown by any number of PreviewItems. GUI thread; nothing here waits.
///
///     stage.setWork(graph, types, materialsIn(folder));
///     stage.setPlaying(true);
class Stage : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    /// Of the work, in pixels; empty while none is open.
    Q_PROPERTY(QSize workSize READ workSize NOTIFY workChanged)
    Q_PROPERTY(qint64 frames READ frames NOTIFY workChanged)
    /// Frames a second of the work.
    Q_PROPERTY(double rate READ rate NOTIFY workChanged)
    /// Where it stands, or what was shown last while it plays. Setting it seeks.
    Q_PROPERTY(qint64 frame READ frame WRITE setFrame NOTIFY frameChanged)
    Q_PROPERTY(bool playing READ isPlaying WRITE setPlaying NOTIFY playingChanged)
    /// What is played again and again, both included; loopEnd -1 is the work's last frame.
    Q_PROPERTY(qint64 loopBegin READ loopBegin WRITE setLoopBegin NOTIFY loopChanged)
    Q_PROPERTY(qint64 loopEnd READ loopEnd WRITE setLoopEnd NOTIFY loopChanged)
    /// Whose picture is shown; empty: the output's.
    Q_PROPERTY(QString node READ node WRITE setNode NOTIFY nodeChanged)

    // Ways to look at it; nothing of them is ever delivered.
    Q_PROPERTY(Channel channel READ channel WRITE setChannel NOTIFY viewChanged)
    Q_PROPERTY(double gainStops READ gainStops WRITE setGainStops NOTIFY viewChanged)
    Q_PROPERTY(double gamma READ gamma WRITE setGamma NOTIFY viewChanged)
    Q_PROPERTY(bool checkerboard READ hasCheckerboard WRITE setCheckerboard NOTIFY viewChanged)
    Q_PROPERTY(bool viewIsPlain READ viewIsPlain NOTIFY viewChanged)

    /// How it goes: of the last picture, and while playing.
    Q_PROPERTY(double millisecondsPerFrame READ millisecondsPerFrame NOTIFY pictureReady)
    Q_PROPERTY(double framesPerSecond READ framesPerSecond NOTIFY pictureReady)
    /// 1, or 2 and 4 where the machine cannot keep up in full: what an edge is divided by.
    Q_PROPERTY(int reduction READ reduction NOTIFY pictureReady)
    /// 0 to 1 while earlier frames are rendered because nodes remember them, else -1.
    Q_PROPERTY(double rolling READ rolling NOTIFY rollingChanged)
    /// A sentence while there is something that cannot be shown, else empty.
    Q_PROPERTY(QString failure READ failure NOTIFY failureChanged)
    /// The graphics device that renders; empty until it has started.
    Q_PROPERTY(QString device READ device NOTIFY deviceChanged)
    Q_PROPERTY(bool onProcessor READ isOnProcessor NOTIFY deviceChanged)

public:
    enum class Channel { All, Red, Green, Blue, Alpha, Luma };
    Q_ENUM(Channel)

    explicit Stage(QObject* parent = nullptr);
    /// With the validation layers, for tests.
    Stage(const DeviceOptions& options, QObject* parent);
    ~Stage() override;

    /// The work now; with every edit and preview again. Null: none is open.
    void setWork(std::shared_ptr<const Graph> graph, std::shared_ptr<const NodeTypes> types, Materials materials);
    /// An edit of the same work.
    void setGraph(std::shared_ptr<const Graph> graph);
    /// Shows those nodes with another model (its SHA-256, which the materials must know), without an edit.
    void setStandIns(std::map<NodeId, std::string> models);

    QSize workSize() const;
    qint64 frames() const { return m_wish.graph ? m_wish.graph->frames : 0; }
    double rate() const;
    qint64 frame() const { return m_frame; }
    void setFrame(qint64 frame);
    bool isPlaying() const { return m_wish.playing; }
    void setPlaying(bool playing);
    qint64 loopBegin() const { return m_wish.loopBegin; }
    void setLoopBegin(qint64 frame);
    qint64 loopEnd() const { return m_wish.loopEnd; }
    void setLoopEnd(qint64 frame);
    QString node() const;
    void setNode(const QString& node);

    Channel channel() const { return Channel(m_wish.view.channel); }
    void setChannel(Channel channel);
    double gainStops() const { return m_wish.view.gainStops; }
    void setGainStops(double stops);
    double gamma() const { return m_wish.view.gamma; }
    void setGamma(double gamma);
    bool hasCheckerboard() const { return m_wish.view.behind == ViewSettings::Behind::Checkerboard; }
    void setCheckerboard(bool checkerboard);
    bool viewIsPlain() const { return m_wish.view == ViewSettings(); }
    Q_INVOKABLE void resetView();

    double millisecondsPerFrame() const { return m_report.milliseconds; }
    double framesPerSecond() const { return m_report.framesPerSecond; }
    int reduction() const { return m_report.reduction; }
    double rolling() const;
    QString failure() const;
    QString device() const;
    bool isOnProcessor() const { return m_report.isSoftware; }

    /// What the shown picture holds there, 0 to 1 from its top left; answered by probed(). Of questions in a row only the
    /// last is answered.
    Q_INVOKABLE void probe(double x, double y);
    /// The frame that is shown as a PNG of the work's full size, over `path`; answered by snapshotDone() or snapshotFailed().
    Q_INVOKABLE void snapshot(const QString& path);
    /// Tries the graphics device again after it failed.
    Q_INVOKABLE void restart();

    /// For those who show.
    const std::shared_ptr<SharedImage>& pictures() const;
    void ask(const QObject* viewer, QSize pixels);
    void askForCopies();
    void loseDeviceForTest();

Q_SIGNALS:
    void workChanged();
    void frameChanged();
    void playingChanged();
    void loopChanged();
    void nodeChanged();
    void viewChanged();
    /// There is another picture.
    void pictureReady();
    void rollingChanged();
    void failureChanged();
    /// Something cannot be shown: a sentence. Once for each.
    void failed(const QString& sentence);
    void deviceChanged();
    /// `light` is scene-linear with straight alpha, `hex` as it is displayed over black, `pixel` counts in the work's.
    void probed(const QPoint& pixel, const QVector4D& light, const QString& hex);
    void snapshotDone(const QString& path);
    void snapshotFailed(const QString& sentence);

private:
    class Way;
    void wish();
    void hear();

    RenderLoop::Wish m_wish;
    RenderLoop::Report m_report;
    qint64 m_frame = 0;
    std::shared_ptr<Way> m_way;
    std::unique_ptr<RenderLoop> m_loop;
};

} // namespace opificio
