// SPDX-License-Identifier: GPL-3.0-or-later
#include "Stage.h"

#include "Background.h"
#include "Text.h"

#include <QColor>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <mutex>

namespace opificio {

namespace {

// A frame of the preview that takes longer is taken for a device that hangs.
constexpr Seconds patience = 40;

double encoded(double light)
{
    light = std::clamp(light, 0.0, 1.0);
    return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

} // namespace

/// The way from the render thread to the stage, which may end while something is on it.
class Stage::Way {
public:
    explicit Way(Stage* stage)
        : m_stage(stage)
    {
    }
    void close()
    {
        std::lock_guard lock(m_mutex);
        m_stage = nullptr;
    }
    void post(std::function<void(Stage&)> what)
    {
        std::lock_guard lock(m_mutex);
        if (Stage* stage = m_stage)
            QMetaObject::invokeMethod(
                stage, [stage, what = std::move(what)] { what(*stage); }, Qt::QueuedConnection);
    }
    // Many wake-ups that nobody heard yet are one.
    void wake()
    {
        if (m_woken.exchange(true))
            return;
        post([this](Stage& stage) {
            m_woken = false;
            stage.hear();
        });
    }

private:
    // Guards: m_stage.
    std::mutex m_mutex;
    Stage* m_stage;
    std::atomic<bool> m_woken = false;
};

Stage::Stage(QObject* parent)
    : Stage(DeviceOptions{.watchdogSeconds = patience, .standsBack = behindTheWindow}, parent)
{
}

Stage::Stage(const DeviceOptions& options, QObject* parent)
    : QObject(parent)
    , m_way(std::make_shared<Way>(this))
    , m_loop(std::make_unique<RenderLoop>(options, [way = m_way] { way->wake(); }))
{
}

Stage::~Stage()
{
    m_way->close();
    m_loop.reset();
}

void Stage::wish()
{
    m_loop->wish(m_wish);
}

void Stage::setWork(std::shared_ptr<const Graph> graph, std::shared_ptr<const NodeTypes> types, Materials materials)
{
    m_wish.graph = std::move(graph);
    m_wish.types = std::move(types);
    m_wish.materials = std::move(materials);
    Q_EMIT workChanged();
    wish();
}

void Stage::setGraph(std::shared_ptr<const Graph> graph)
{
    if (graph == m_wish.graph)
        return;
    bool shape = !graph || !m_wish.graph || graph->size != m_wish.graph->size || graph->rate != m_wish.graph->rate
        || graph->frames != m_wish.graph->frames;
    m_wish.graph = std::move(graph);
    if (shape)
        Q_EMIT workChanged();
    wish();
}

void Stage::setStandIns(std::map<NodeId, std::string> models)
{
    if (models == m_wish.standIns)
        return;
    m_wish.standIns = std::move(models);
    wish();
}

QSize Stage::workSize() const
{
    return m_wish.graph ? QSize(m_wish.graph->size.width, m_wish.graph->size.height) : QSize();
}

double Stage::rate() const
{
    return m_wish.graph ? double(m_wish.graph->rate.numerator) / double(m_wish.graph->rate.denominator) : 0;
}

void Stage::setFrame(qint64 frame)
{
    frame = std::clamp<qint64>(frame, 0, std::max<qint64>(0, frames() - 1));
    if (frame == m_frame && !isPlaying())
        return;
    m_frame = frame;
    m_wish.frame = frame;
    ++m_wish.seek;
    Q_EMIT frameChanged();
    wish();
}

void Stage::setPlaying(bool playing)
{
    if (playing == m_wish.playing)
        return;
    m_wish.playing = playing;
    Q_EMIT playingChanged();
    wish();
}

void Stage::setLoopBegin(qint64 frame)
{
    if (frame == m_wish.loopBegin)
        return;
    m_wish.loopBegin = frame;
    Q_EMIT loopChanged();
    wish();
}

void Stage::setLoopEnd(qint64 frame)
{
    if (frame == m_wish.loopEnd)
        return;
    m_wish.loopEnd = frame;
    Q_EMIT loopChanged();
    wish();
}

QString Stage::node() const
{
    return qt(m_wish.node);
}

void Stage::setNode(const QString& node)
{
    if (node == this->node())
        return;
    m_wish.node = utf8(node);
    Q_EMIT nodeChanged();
    wish();
}

void Stage::setChannel(Channel channel)
{
    if (channel == this->channel())
        return;
    m_wish.view.channel = ViewSettings::Channel(channel);
    Q_EMIT viewChanged();
    wish();
}

void Stage::setGainStops(double stops)
{
    stops = std::clamp(stops, -16.0, 16.0);
    if (stops == m_wish.view.gainStops)
        return;
    m_wish.view.gainStops = stops;
    Q_EMIT viewChanged();
    wish();
}

void Stage::setGamma(double gamma)
{
    gamma = std::clamp(gamma, 0.1, 10.0);
    if (gamma == m_wish.view.gamma)
        return;
    m_wish.view.gamma = gamma;
    Q_EMIT viewChanged();
    wish();
}

void Stage::setCheckerboard(bool checkerboard)
{
    if (checkerboard == hasCheckerboard())
        return;
    m_wish.view.behind = checkerboard ? ViewSettings::Behind::Checkerboard : ViewSettings::Behind::Black;
    Q_EMIT viewChanged();
    wish();
}

void Stage::resetView()
{
    if (viewIsPlain())
        return;
    m_wish.view = {};
    Q_EMIT viewChanged();
    wish();
}

double Stage::rolling() const
{
    return m_report.rollsTo > 0 ? double(m_report.rolledTo) / double(m_report.rollsTo) : -1;
}

QString Stage::failure() const
{
    return qt(m_report.failure);
}

QString Stage::device() const
{
    return qt(m_report.device);
}

void Stage::probe(double x, double y)
{
    m_loop->probe(x, y, [way = m_way](const RenderLoop::Probe& probe) {
        way->post([probe](Stage& stage) {
            double alpha = std::clamp(double(probe.light[3]), 0.0, 1.0);
            auto shown = [&](std::size_t channel) { return int(std::lround(255 * encoded(probe.light[channel] * alpha))); };
            Q_EMIT stage.probed({probe.x, probe.y}, {probe.light[0], probe.light[1], probe.light[2], probe.light[3]},
                QColor(shown(0), shown(1), shown(2)).name());
        });
    });
}

void Stage::snapshot(const QString& path)
{
    m_loop->snapshot(pathOf(path), [way = m_way, path](Result<> result) {
        way->post([path, sentence = result ? QString() : qt(result.error().message)](Stage& stage) {
            if (sentence.isEmpty())
                Q_EMIT stage.snapshotDone(path);
            else
                Q_EMIT stage.snapshotFailed(sentence);
        });
    });
}

void Stage::restart()
{
    m_loop->restart();
}

const std::shared_ptr<SharedImage>& Stage::pictures() const
{
    return m_loop->pictures();
}

void Stage::ask(const QObject* viewer, QSize pixels)
{
    m_loop->ask(viewer, {pixels.width(), pixels.height()});
}

void Stage::askForCopies()
{
    pictures()->askForCopies();
    m_loop->lookAgain();
}

void Stage::loseDeviceForTest()
{
    m_loop->loseDeviceForTest();
}

void Stage::hear()
{
    RenderLoop::Report before = std::exchange(m_report, m_loop->report());
    // An answer to an older seek would move the playhead back.
    if (m_report.pictures != before.pictures && m_report.seek == m_wish.seek && m_frame != m_report.frame) {
        m_frame = m_report.frame;
        Q_EMIT frameChanged();
    }
    if (m_report.device != before.device)
        Q_EMIT deviceChanged();
    if (m_report.rolledTo != before.rolledTo || m_report.rollsTo != before.rollsTo)
        Q_EMIT rollingChanged();
    if (m_report.failure != before.failure) {
        Q_EMIT failureChanged();
        if (!m_report.failure.empty())
            Q_EMIT failed(failure());
    }
    if (m_report.pictures != before.pictures)
        Q_EMIT pictureReady();
}

} // namespace opificio
