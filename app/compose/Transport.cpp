// SPDX-License-Identifier: GPL-3.0-or-later
#include "Transport.h"

#include "Text.h"
#include "TransportTime.h"

#include "preview/Stage.h"

#include <algorithm>
#include <cmath>

namespace opificio {

Transport::Transport(Document& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
{
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &Transport::go);
    connect(&m_document, &Document::opened, this, [this] {
        setSpeed(0);
        m_frame = m_first = 0;
        m_last = -1;
        tellRange();
        if (m_stage)
            m_stage->setFrame(0);
        Q_EMIT frameChanged();
    });
    connect(&m_document, &Document::changed, this, [this] {
        if (m_frames != m_document.frames()) {
            m_frames = m_document.frames();
            Q_EMIT rangeChanged();
            if (m_frame >= frames())
                setFrame(frames() - 1);
        }
        Q_EMIT workChanged();
    });
}

void Transport::setStage(Stage* stage)
{
    if (m_stage)
        m_stage->disconnect(this);
    m_stage = stage;
    if (!m_stage)
        return;
    connect(m_stage, &Stage::frameChanged, this, &Transport::hear);
    connect(m_stage, &Stage::pictureReady, this, &Transport::pictureCame);
    connect(m_stage, &Stage::failed, this, [this] {
        if (m_speed != 1)
            pause();
    });
    tellRange();
    m_stage->setFrame(m_frame);
    m_stage->setPlaying(m_speed == 1);
}

QString Transport::time() const
{
    return timeOf(m_frame);
}

QString Transport::timeOf(qint64 frame) const
{
    return qt(timeText(std::max<qint64>(0, frame), m_document.graph().rate));
}

qint64 Transport::frames() const
{
    return m_document.isOpen() ? std::max<qint64>(1, m_document.frames()) : 1;
}

double Transport::rate() const
{
    return m_document.rate();
}

QString Transport::endTime() const
{
    return timeOf(frames());
}

Seconds Transport::seconds() const
{
    return m_document.graph().rate.secondsOf(m_frame);
}

qint64 Transport::first() const
{
    return std::clamp<qint64>(m_first, 0, frames() - 1);
}

qint64 Transport::last() const
{
    return m_last < 0 ? frames() - 1 : std::clamp<qint64>(m_last, first(), frames() - 1);
}

void Transport::setFrame(qint64 frame)
{
    frame = std::clamp<qint64>(frame, 0, frames() - 1);
    if (m_speed != 0 && m_speed != 1) {
        m_from = frame;
        m_clock.restart();
    }
    if (frame == m_frame && m_speed != 1)
        return;
    m_frame = frame;
    if (m_stage)
        m_stage->setFrame(frame);
    Q_EMIT frameChanged();
}

void Transport::setLooping(bool looping)
{
    if (looping == m_looping)
        return;
    m_looping = looping;
    Q_EMIT rangeChanged();
}

void Transport::tellRange()
{
    if (m_stage) {
        m_stage->setLoopBegin(m_first);
        m_stage->setLoopEnd(m_last);
    }
    Q_EMIT rangeChanged();
}

void Transport::setSpeed(int speed)
{
    if (speed == m_speed)
        return;
    m_speed = speed;
    m_next.stop();
    if (m_stage)
        m_stage->setPlaying(speed == 1);
    if (speed != 0 && speed != 1) {
        m_from = m_frame;
        m_clock.restart();
        go();
    }
    Q_EMIT playingChanged();
}

void Transport::play()
{
    if (!m_document.isOpen())
        return;
    // At the end there is nothing to play but from the beginning.
    if (!m_looping && m_frame >= last())
        setFrame(first());
    setSpeed(1);
}

void Transport::pause()
{
    setSpeed(0);
}

void Transport::toggle()
{
    isPlaying() ? pause() : play();
}

void Transport::shuttle(int direction)
{
    if (direction == 0)
        pause();
    else if (m_document.isOpen())
        setSpeed(m_speed * direction > 0 ? direction * std::min(4, 2 * std::abs(m_speed)) : direction);
}

void Transport::step(int frames)
{
    pause();
    setFrame(m_frame + frames);
}

void Transport::stepSeconds(int seconds)
{
    const Frame second = m_document.graph().rate.framesIn(1);
    isPlaying() ? setFrame(m_frame + seconds * second) : step(int(seconds * second));
}

void Transport::toFirst()
{
    setFrame(m_frame == first() ? 0 : first());
}

void Transport::toLast()
{
    pause();
    setFrame(m_frame == last() ? frames() - 1 : last());
}

void Transport::setFirstHere()
{
    setRange(m_frame == m_first ? 0 : m_frame, m_last >= 0 && m_frame > m_last ? -1 : m_last);
}

void Transport::setLastHere()
{
    setRange(m_frame < m_first ? 0 : m_first, m_frame == m_last ? -1 : m_frame);
}

void Transport::setRange(qint64 first, qint64 last)
{
    m_first = std::clamp<qint64>(first, 0, frames() - 1);
    m_last = last < 0 || last >= frames() - 1 ? -1 : std::max(last, m_first);
    tellRange();
}

void Transport::wholeRange()
{
    setRange(0, -1);
}

QString Transport::goTo(const QString& typed)
{
    auto frame = frameTyped(utf8(typed), m_document.graph().rate, m_frame, frames());
    if (!frame)
        return qt(frame.error().message);
    setFrame(*frame);
    return {};
}

// The stage stands at another frame: one that was sought, or the next of those that are played.
void Transport::hear()
{
    if (m_stage->frame() == m_frame)
        return;
    m_frame = m_stage->frame();
    Q_EMIT frameChanged();
    if (m_speed == 1 && !m_looping && m_frame >= last()) {
        setFrame(last());
        setSpeed(0);
    }
}

void Transport::pictureCame()
{
    if (m_speed == 0 || m_speed == 1 || m_next.isActive())
        return;
    m_next.start(std::max(5, int(1000 / std::max(1.0, rate()))));
}

// Of the shuttle: where it should be by now. The next one is asked for when this one has come.
void Transport::go()
{
    if (m_speed == 0 || m_speed == 1)
        return;
    const qint64 length = last() - first() + 1;
    qint64 wanted = m_from + qint64(std::floor(double(m_clock.elapsed()) / 1000 * rate())) * m_speed;
    if (wanted == m_frame)
        wanted += m_speed < 0 ? -1 : 1;
    if (wanted < first() || wanted > last()) {
        if (!m_looping) {
            wanted = wanted < first() ? first() : last();
            m_frame = wanted;
            if (m_stage)
                m_stage->setFrame(wanted);
            Q_EMIT frameChanged();
            pause();
            return;
        }
        wanted = first() + (((wanted - first()) % length) + length) % length;
    }
    if (wanted == m_frame)
        return;
    m_frame = wanted;
    if (m_stage)
        m_stage->setFrame(wanted);
    Q_EMIT frameChanged();
}

} // namespace opificio
