// SPDX-License-Identifier: GPL-3.0-or-later
#include "ViewportModel.h"

#include "Text.h"

#include "base/Hash.h"
#include "base/Text.h"
#include "graph/WorkFiles.h"

#include <QDesktopServices>
#include <QDir>
#include <QLocale>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

constexpr int beatMs = 120;
constexpr std::size_t mostSamples = 12;

} // namespace

ViewportModel::ViewportModel(QObject* parent)
    : QObject(parent)
{
    for (int slot = 0; slot < 9; ++slot)
        m_slots.append(QString());
    m_beat.setSingleShot(true);
    m_beat.setInterval(beatMs);
    connect(&m_beat, &QTimer::timeout, this, &ViewportModel::ask);
}

void ViewportModel::componentComplete()
{
    Stage* stage = m_session->stage();
    connect(stage, &Stage::nodeChanged, this, &ViewportModel::nodeChanged);
    connect(stage, &Stage::nodeChanged, this, &ViewportModel::findOriginal);
    connect(stage, &Stage::probed, this, &ViewportModel::hear);
    connect(stage, &Stage::pictureReady, this, [this] {
        findPace();
        m_stale = true;
        if (!m_beat.isActive())
            m_beat.start();
    });
    connect(stage, &Stage::playingChanged, this, &ViewportModel::findPace);
    connect(stage, &Stage::snapshotDone, this, [this](const QString& path) {
        m_session->notices()->show(Notices::Kind::Done, tr("This frame is kept as %1.").arg(QDir(path).dirName()), tr("Show It"),
            [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    });
    connect(stage, &Stage::snapshotFailed, this,
        [this](const QString& sentence) { m_session->notices()->say(Notices::Kind::Error, sentence); });
    Document* document = m_session->document();
    connect(document, &Document::opened, this, [this] {
        for (QString& slot : m_slots)
            slot.clear();
        dropSamples();
        endProbe();
        findOriginal();
        // Another work is empty, or fed, by itself.
        Q_EMIT workChanged();
    });
    connect(document, &Document::changed, this, [this] {
        // Whose node is gone shows nothing.
        if (!node().isEmpty() && !m_session->document()->graph().nodes.contains(utf8(node())))
            viewResult();
        else if (!node().isEmpty())
            Q_EMIT nodeChanged();
        Q_EMIT workChanged();
        findOriginal();
    });
    findOriginal();
}

QString ViewportModel::node() const
{
    return m_session ? m_session->stage()->node() : QString();
}

QString ViewportModel::label() const
{
    if (!m_session)
        return {};
    const auto& nodes = m_session->document()->graph().nodes;
    auto found = nodes.find(utf8(node()));
    if (found == nodes.end())
        return {};
    if (!found->second.intent.empty())
        return qt(found->second.intent);
    const NodeType* type = m_session->types()->find(found->second.type);
    return type ? qt(text(type->label)) : qt(found->second.type);
}

int ViewportModel::slot() const
{
    return node().isEmpty() ? 0 : int(m_slots.indexOf(node())) + 1;
}

void ViewportModel::viewNode(const QString& node)
{
    const auto& nodes = m_session->document()->graph().nodes;
    auto found = nodes.find(utf8(node));
    bool isOutput = found != nodes.end() && found->second.type == "output";
    m_session->stage()->setNode(isOutput || node == this->node() ? QString() : node);
}

void ViewportModel::viewResult()
{
    m_session->stage()->setNode({});
}

void ViewportModel::useSlot(int slot, const QString& node)
{
    if (slot < 1 || slot > 9)
        return;
    QString& held = m_slots[slot - 1];
    if (!node.isEmpty() && node != held)
        held = node;
    else if (!held.isEmpty() && held == this->node()) {
        viewResult();
        return;
    }
    if (!held.isEmpty() && m_session->document()->graph().nodes.contains(utf8(held)))
        m_session->stage()->setNode(held);
    Q_EMIT nodeChanged();
}

bool ViewportModel::isFed() const
{
    if (!m_session || !m_session->document()->isOpen())
        return false;
    const Graph& graph = m_session->document()->graph();
    NodeId output = graph.output();
    return std::any_of(graph.links.begin(), graph.links.end(), [&](const Link& link) { return link.to == output; });
}

bool ViewportModel::isEmpty() const
{
    if (!m_session || !m_session->document()->isOpen())
        return true;
    const auto& nodes = m_session->document()->graph().nodes;
    return std::all_of(nodes.begin(), nodes.end(), [](const auto& entry) { return entry.second.type == "output"; });
}

void ViewportModel::findPace()
{
    Stage* stage = m_session->stage();
    QString pace;
    if (double achieved = stage->framesPerSecond(), wanted = stage->rate();
        stage->isPlaying() && achieved > 0 && achieved < wanted * 0.95)
        pace = tr("%1 of %2 fps").arg(QLocale().toString(achieved, 'f', achieved < 9.5 ? 1 : 0)).arg(qRound(wanted));
    if (pace == m_pace)
        return;
    m_pace = pace;
    Q_EMIT paceChanged();
}

void ViewportModel::findOriginal()
{
    const Document* document = m_session->document();
    const Graph& graph = document->graph();
    NodeId shown = utf8(node());
    if (shown.empty()) {
        const Link* fed = document->isOpen() ? graph.linkTo(graph.output(), "image") : nullptr;
        shown = fed ? fed->from : NodeId();
    }
    Item original;
    Values placement;
    auto found = graph.nodes.find(shown);
    // One that moves is never quite where it was.
    if (found != graph.nodes.end() && found->second.type == "item" && found->second.keys.empty() && !found->second.muted
        && !found->second.bypassed) {
        const std::string sha256 = found->second.values.text("item");
        auto file = WorkFiles{pathOf(document->folder())}.media(sha256);
        if (isSha256(sha256) && file) {
            original.file = *file;
            original.sha256 = sha256;
            placement = found->second.values;
        }
    }
    if (original == m_original && placement == m_placement)
        return;
    m_original = std::move(original);
    m_placement = std::move(placement);
    Q_EMIT originalChanged();
}

// As passes/place.fs has it, whose world is y-up.
QRectF ViewportModel::originalPlace(const QSize& pixels) const
{
    const Size frame = m_session->document()->graph().size;
    if (pixels.isEmpty() || frame.width <= 0 || frame.height <= 0)
        return {};
    const double aspect = double(pixels.width()) / pixels.height() * frame.height / frame.width;
    const double fit = m_placement.number("fit", 0), zoom = m_placement.number("zoom", 1);
    QSizeF size(zoom, zoom);
    // Covering, what is wider than the frame goes beyond its sides; contained, it leaves room above and below.
    if (fit == 0)
        size = aspect > 1 ? QSizeF(zoom * aspect, zoom) : QSizeF(zoom, zoom / aspect);
    else if (fit == 1)
        size = aspect > 1 ? QSizeF(zoom, zoom / aspect) : QSizeF(zoom * aspect, zoom);
    const std::vector<double> centre
        = m_placement.has("centre") ? m_placement.numbers("centre", 2) : std::vector<double>{0.5, 0.5};
    return {0.5 - centre[0] * size.width(), 0.5 - (1 - centre[1]) * size.height(), size.width(), size.height()};
}

void ViewportModel::probe(const QPointF& place)
{
    if (place.x() < 0 || place.y() < 0 || place.x() >= 1 || place.y() >= 1) {
        endProbe();
        return;
    }
    m_pointer = place;
    m_asked = -1;
    m_session->stage()->probe(place.x(), place.y());
}

void ViewportModel::endProbe()
{
    m_pointer.reset();
    if (!m_probe)
        return;
    m_probe.reset();
    Q_EMIT probeChanged();
}

void ViewportModel::keepSample(const QPointF& place)
{
    if (place.x() < 0 || place.y() < 0 || place.x() >= 1 || place.y() >= 1 || m_samples.size() >= mostSamples)
        return;
    m_samples.push_back({place, {}});
    m_next = m_samples.size() - 1;
    m_stale = true;
    Q_EMIT samplesChanged();
    ask();
}

void ViewportModel::dropSample(int index)
{
    if (index < 0 || index >= int(m_samples.size()))
        return;
    m_samples.erase(m_samples.begin() + index);
    m_asked = -2;
    Q_EMIT samplesChanged();
}

void ViewportModel::dropSamples()
{
    if (m_samples.empty())
        return;
    m_samples.clear();
    m_asked = -2;
    Q_EMIT samplesChanged();
}

// The stage answers one question at a time: the pointer's and those of the samples take turns, none more often than is read.
void ViewportModel::ask()
{
    if (!m_stale)
        return;
    std::size_t turns = m_samples.size() + (m_pointer ? 1 : 0);
    if (turns == 0)
        return;
    m_stale = false;
    m_next %= turns;
    QPointF at;
    if (m_next < m_samples.size()) {
        m_asked = int(m_next);
        at = m_samples[m_next].at;
    } else {
        m_asked = -1;
        at = *m_pointer;
    }
    ++m_next;
    m_session->stage()->probe(at.x(), at.y());
}

void ViewportModel::hear(const QPoint& pixel, const QVector4D& light, const QString& hex)
{
    int asked = std::exchange(m_asked, -2);
    if (asked == -1 && m_pointer) {
        m_probe = Probed{pixel, light, hex};
        Q_EMIT probeChanged();
    } else if (asked >= 0 && asked < int(m_samples.size())) {
        m_samples[std::size_t(asked)].values = Probed{pixel, light, hex};
        Q_EMIT samplesChanged();
        // The others of a picture that stands.
        bool open = std::any_of(m_samples.begin(), m_samples.end(), [](const Sample& sample) { return !sample.values; });
        if (open || m_next < m_samples.size()) {
            m_stale = true;
            m_beat.start();
        }
    }
}

QString ViewportModel::words(const QVector4D& light)
{
    QStringList words;
    for (int i = 0; i < 4; ++i)
        words.append(QString::number(double(light[i]), 'f', 3));
    return words.join(QStringLiteral("  "));
}

QString ViewportModel::place() const
{
    return m_probe ? QStringLiteral("%1, %2").arg(m_probe->pixel.x()).arg(m_probe->pixel.y()) : QString();
}

QString ViewportModel::light() const
{
    return m_probe ? words(m_probe->light) : QString();
}

QString ViewportModel::hex() const
{
    return m_probe ? m_probe->hex : QString();
}

QVariantList ViewportModel::samples() const
{
    QVariantList list;
    for (const Sample& sample : m_samples) {
        QVariantMap map{{QStringLiteral("x"), sample.at.x()}, {QStringLiteral("y"), sample.at.y()}};
        if (sample.values) {
            map.insert(
                QStringLiteral("place"), QStringLiteral("%1, %2").arg(sample.values->pixel.x()).arg(sample.values->pixel.y()));
            map.insert(QStringLiteral("light"), words(sample.values->light));
            map.insert(QStringLiteral("hex"), sample.values->hex);
        }
        list.append(map);
    }
    return list;
}

void ViewportModel::snapshot()
{
    Document* document = m_session->document();
    if (!document->isOpen())
        return;
    QDir folder(document->folder());
    if (!folder.mkpath(QStringLiteral("stills"))) {
        m_session->notices()->say(Notices::Kind::Error, tr("The frame cannot be kept: the work's folder cannot be written."));
        return;
    }
    folder.cd(QStringLiteral("stills"));
    QString base = QStringLiteral("%1 %2").arg(document->name()).arg(m_session->stage()->frame(), 5, 10, QLatin1Char('0'));
    QString name = base + QStringLiteral(".png");
    for (int number = 2; folder.exists(name); ++number)
        name = QStringLiteral("%1 (%2).png").arg(base).arg(number);
    m_session->stage()->snapshot(folder.filePath(name));
}

} // namespace opificio
