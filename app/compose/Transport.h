#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "Document.h"

namespace opificio {

class Stage;

/// Where one stands in the open work and how time passes: frame, range, loop, shuttle. It tells the stage, and is told by the
/// stage which picture has come: nothing here counts on while no picture comes. Works without a stage, too, standing.
/// GUI thread.
class Transport : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session has the only one")
    Q_PROPERTY(qint64 frame READ frame WRITE setFrame NOTIFY frameChanged)
    /// "00:00:04:12"
    Q_PROPERTY(QString time READ time NOTIFY frameChanged)
    Q_PROPERTY(qint64 frames READ frames NOTIFY workChanged)
    Q_PROPERTY(double rate READ rate NOTIFY workChanged)
    Q_PROPERTY(QString endTime READ endTime NOTIFY workChanged)
    Q_PROPERTY(bool playing READ isPlaying NOTIFY playingChanged)
    /// 1 plays; -1, 2, -2, 4, -4 shuttle; 0 stands.
    Q_PROPERTY(int speed READ speed NOTIFY playingChanged)
    Q_PROPERTY(bool looping READ isLooping WRITE setLooping NOTIFY rangeChanged)
    /// What is played, both included; the whole work unless it was narrowed.
    Q_PROPERTY(qint64 first READ first NOTIFY rangeChanged)
    Q_PROPERTY(qint64 last READ last NOTIFY rangeChanged)
    Q_PROPERTY(bool narrowed READ isNarrowed NOTIFY rangeChanged)

public:
    explicit Transport(Document& document, QObject* parent = nullptr);

    /// Which it tells; may be null.
    void setStage(Stage* stage);

    qint64 frame() const { return m_frame; }
    void setFrame(qint64 frame);
    QString time() const;
    qint64 frames() const;
    double rate() const;
    QString endTime() const;
    Seconds seconds() const;
    bool isPlaying() const { return m_speed != 0; }
    int speed() const { return m_speed; }
    bool isLooping() const { return m_looping; }
    void setLooping(bool looping);
    qint64 first() const;
    qint64 last() const;
    bool isNarrowed() const { return m_first > 0 || m_last >= 0; }

    Q_INVOKABLE void play();
    Q_INVOKABLE void pause();
    Q_INVOKABLE void toggle();
    /// -1, 1: plays backwards or forwards, twice as fast each time; 0 stands.
    Q_INVOKABLE void shuttle(int direction);
    /// Standing, so many frames on.
    Q_INVOKABLE void step(int frames);
    Q_INVOKABLE void stepSeconds(int seconds);
    Q_INVOKABLE void toFirst();
    Q_INVOKABLE void toLast();
    /// The range begins or ends where one stands; there again: at the work's own end.
    Q_INVOKABLE void setFirstHere();
    Q_INVOKABLE void setLastHere();
    Q_INVOKABLE void setRange(qint64 first, qint64 last);
    Q_INVOKABLE void wholeRange();
    /// "112", "4.5 s", "00:00:04:12", "+1 s": goes there. A sentence where it is none of it, else empty.
    Q_INVOKABLE QString goTo(const QString& typed);
    Q_INVOKABLE QString timeOf(qint64 frame) const;

Q_SIGNALS:
    void frameChanged();
    void workChanged();
    void playingChanged();
    void rangeChanged();

private:
    void setSpeed(int speed);
    void tellRange();
    void hear();
    void pictureCame();
    void go();

    Document& m_document;
    QPointer<Stage> m_stage;
    qint64 m_frame = 0, m_frames = 0;
    qint64 m_first = 0, m_last = -1; ///< -1: the work's last
    bool m_looping = true;
    int m_speed = 0;
    // Of the shuttle: when and where it began, and when the next frame is asked for.
    QElapsedTimer m_clock;
    qint64 m_from = 0;
    QTimer m_next;
};

} // namespace opificio
