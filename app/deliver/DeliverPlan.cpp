// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeliverPlan.h"

#include "base/File.h"
#include "base/Text.h"
#include "graph/Work.h"
#include "media/Format.h"
#include "studio/RenderRequest.h"
#include "studio/WorkTools.h"

#include "Background.h"
#include "Session.h"
#include "Text.h"
#include "jobs/TimeWords.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

#include <unistd.h>

namespace opificio {

namespace {

// What a started job needs before its first frame, on a usual machine.
constexpr double secondsToBegin = 2;

// Said before anything is rendered, not after.
Result<> writable(const std::filesystem::path& folder)
{
    TRY_DO(makeFolder(folder));
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return writeError(folder, errno);
    return {};
}

SendPlan::Weight weighed(const std::filesystem::path& folder, const NodeTypes& types)
{
    auto work = Work::open(folder, Work::Access::Read);
    auto job = work ? renderInputs(*work, types) : Result<Job>(work.takeError());
    if (!job)
        return {.problem = qt(job.error().message)};
    return {.outgoing = outgoing(job->inputs), .remembers = remembers(work->graph(), types, materialsIn(folder))};
}

} // namespace

DeliverPlan::DeliverPlan(QObject* parent)
    : QObject(parent)
{
    connect(&m_settings, &ParamList::edited, this, &DeliverPlan::changed);
}

void DeliverPlan::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session->document(), &Document::opened, this, &DeliverPlan::begin);
        connect(m_session->document(), &Document::changed, this, &DeliverPlan::bound);
        connect(m_session->document(), &Document::opened, this, &DeliverPlan::weigh);
        connect(m_session->document(), &Document::changed, this, &DeliverPlan::weigh);
        weigh();
        connect(m_session, &Session::languageChanged, this, [this] {
            setFormat(format());
            Q_EMIT sessionChanged();
            Q_EMIT changed();
        });
    }
    if (!m_format) {
        if (auto film = findFormat("h264"); film)
            m_format = *film;
        else if (!opificio::formats().empty())
            m_format = opificio::formats().front();
        if (m_format)
            m_settings.setParams(m_format->params, {QStringLiteral("start")});
    }
    begin();
    Q_EMIT sessionChanged();
}

// Another work, or none: what was chosen for the other means nothing here.
void DeliverPlan::begin()
{
    m_job.clear();
    const Document* document = m_session ? m_session->document() : nullptr;
    if (document && document->isOpen()) {
        m_size = m_workSize = document->size();
        m_first = 0;
        m_knownFrames = document->frames();
        m_last = std::max<qint64>(0, m_knownFrames - 1);
        m_name = document->name();
        m_folder = QDir(document->folder()).filePath(QStringLiteral("deliveries"));
    }
    Q_EMIT changed();
}

// What was as large and as long as the work stays so.
void DeliverPlan::bound()
{
    const Document* document = m_session->document();
    if (!document->isOpen() || (document->size() == m_workSize && document->frames() == m_knownFrames))
        return;
    if (m_size == m_workSize)
        m_size = document->size();
    if (m_last == m_knownFrames - 1)
        m_last = document->frames() - 1;
    m_workSize = document->size();
    m_knownFrames = document->frames();
    m_last = std::clamp<qint64>(m_last, 0, std::max<qint64>(0, m_knownFrames - 1));
    m_first = std::clamp<qint64>(m_first, 0, m_last);
    Q_EMIT changed();
}

QVariantList DeliverPlan::formats() const
{
    QVariantList films, stills;
    for (const Format* row : opificio::formats()) {
        const bool isStill = row->shape == Format::Shape::Stills;
        (isStill ? stills : films)
            .append(QVariantMap{{QStringLiteral("name"), qt(row->name)}, {QStringLiteral("label"), qt(text(row->label))},
                {QStringLiteral("help"), qt(text(row->help))}, {QStringLiteral("still"), isStill},
                {QStringLiteral("icon"), isStill ? QStringLiteral("image") : QStringLiteral("film")},
                {QStringLiteral("extension"), qt(row->extension)}});
    }
    return films + stills;
}

QString DeliverPlan::format() const
{
    return m_format ? qt(m_format->name) : QString();
}

void DeliverPlan::setFormat(const QString& name)
{
    auto found = findFormat(utf8(name));
    if (!found)
        return;
    m_format = *found;
    m_settings.setParams(m_format->params, {QStringLiteral("start")});
    Q_EMIT changed();
}

QString DeliverPlan::formatHelp() const
{
    return m_format ? qt(text(m_format->help)) : QString();
}

bool DeliverPlan::isStills() const
{
    return m_format && m_format->shape == Format::Shape::Stills;
}

QVariantList DeliverPlan::sizes() const
{
    QVariantList all;
    if (m_workSize.isEmpty())
        return all;
    const auto add = [&](const QString& label, QSize size) {
        // Even edges: what films need.
        size = QSize(std::max(2, size.width() / 2 * 2), std::max(2, size.height() / 2 * 2));
        for (const QVariant& row : std::as_const(all)) {
            if (row.toMap().value(QStringLiteral("size")).toSize() == size)
                return;
        }
        if (size.width() <= largestEdge && size.height() <= largestEdge)
            all.append(QVariantMap{{QStringLiteral("label"), label},
                {QStringLiteral("detail"), QStringLiteral("%1 × %2").arg(size.width()).arg(size.height())},
                {QStringLiteral("size"), size}});
    };
    all.append(QVariantMap{{QStringLiteral("label"), tr("As the work")},
        {QStringLiteral("detail"), QStringLiteral("%1 × %2").arg(m_workSize.width()).arg(m_workSize.height())},
        {QStringLiteral("size"), m_workSize}});
    add(tr("Half"), m_workSize / 2);
    const double shape = double(m_workSize.width()) / m_workSize.height();
    for (const auto& [label, shorter] : {std::pair(tr("HD"), 720), {tr("Full HD"), 1080}, {tr("4K"), 2160}}) {
        const QSize size
            = shape >= 1 ? QSize(int(std::lround(shorter * shape)), shorter) : QSize(shorter, int(std::lround(shorter / shape)));
        add(label, size);
    }
    return all;
}

void DeliverPlan::setSize(const QSize& size)
{
    if (size == m_size || size.width() < 1 || size.height() < 1 || size.width() > largestEdge || size.height() > largestEdge)
        return;
    m_size = size;
    Q_EMIT changed();
}

bool DeliverPlan::typeSize(const QString& words)
{
    static const QRegularExpression shape(
        QStringLiteral("^\\s*(\\d{1,5})\\s*[x×*, ]\\s*(\\d{1,5})\\s*$"), QRegularExpression::CaseInsensitiveOption);
    const auto match = shape.match(words);
    if (!match.hasMatch())
        return false;
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    if (size.width() < 1 || size.height() < 1 || size.width() > largestEdge || size.height() > largestEdge)
        return false;
    setSize(size);
    return true;
}

qint64 DeliverPlan::frames() const
{
    return m_knownFrames;
}

void DeliverPlan::setFirst(qint64 frame)
{
    frame = std::clamp<qint64>(frame, 0, std::max<qint64>(0, m_knownFrames - 1));
    if (frame == m_first)
        return;
    m_first = frame;
    m_last = std::max(m_last, m_first);
    Q_EMIT changed();
}

void DeliverPlan::setLast(qint64 frame)
{
    frame = std::clamp<qint64>(frame, 0, std::max<qint64>(0, m_knownFrames - 1));
    if (frame == m_last)
        return;
    m_last = frame;
    m_first = std::min(m_first, m_last);
    Q_EMIT changed();
}

void DeliverPlan::wholeLength()
{
    m_first = 0;
    m_last = std::max<qint64>(0, m_knownFrames - 1);
    Q_EMIT changed();
}

QString DeliverPlan::lengthWords() const
{
    if (!m_session || !m_session->document()->isOpen())
        return {};
    const qint64 count = m_last - m_first + 1;
    const double rate = m_session->document()->rate();
    const QString frames = tr("%n frames", nullptr, int(std::min<qint64>(count, 1'000'000'000)));
    return rate > 0 && count > 1 ? frames + QStringLiteral(" · ") + clockTime(double(count) / rate) : frames;
}

void DeliverPlan::setName(const QString& name)
{
    if (name == m_name)
        return;
    m_name = name;
    Q_EMIT changed();
}

void DeliverPlan::setFolder(const QString& folder)
{
    if (folder == m_folder || folder.isEmpty())
        return;
    m_folder = folder;
    Q_EMIT changed();
}

QString DeliverPlan::target() const
{
    if (!m_format || m_name.trimmed().isEmpty())
        return {};
    const bool counts = isStills() && m_last > m_first;
    return QDir(m_folder).filePath(m_name.trimmed() + (counts ? QStringLiteral(".0001") : QString()) + qt(m_format->extension));
}

QString DeliverPlan::replaces() const
{
    const QString file = target();
    if (file.isEmpty() || !QFileInfo::exists(file))
        return {};
    return tr("%1 is there already and will be replaced.").arg(QFileInfo(file).fileName());
}

QString DeliverPlan::problem() const
{
    if (!m_session || !m_session->document()->isOpen())
        return tr("No work is open. Open one, or make a new one.");
    if (m_session->document()->written().output().empty())
        return tr("The work has no output. Add an output node in Compose and link to it what you want to see.");
    const QString name = m_name.trimmed();
    if (name.isEmpty())
        return tr("Give the file a name.");
    if (name.contains(QChar::fromLatin1('/')) || name.startsWith(QChar::fromLatin1('.')) || name.toUtf8().size() > 200)
        return tr("“%1” cannot be the name of a file: leave out slashes and a dot at the beginning.").arg(name.left(40));
    return m_send ? m_send->problem() : QString();
}

void DeliverPlan::setSend(SendPlan* send)
{
    if (!SendPlan::hold(m_send, send, SendPlan::Render, this, [this] { Q_EMIT changed(); }))
        return;
    if (m_send) {
        // Nothing is told twice, so that the two of them come to rest.
        connect(this, &DeliverPlan::changed, m_send, [this] {
            m_send->setRender({.frames = m_last - m_first + 1,
                .size = {std::max(1, m_size.width()), std::max(1, m_size.height())},
                .secondsPerFrame = m_millisecondsPerFrame * larger() / 1000});
        });
    }
    weigh();
    Q_EMIT changed();
}

// What would leave this computer follows from the work.
void DeliverPlan::weigh()
{
    if (m_send && m_session && m_session->document()->isOpen())
        m_send->weighBy(
            [folder = pathOf(m_session->document()->folder()), types = m_session->types()] { return weighed(folder, *types); });
}

void DeliverPlan::setMillisecondsPerFrame(double milliseconds)
{
    // It flutters while it plays; a tenth more or less is no news.
    if (milliseconds == m_millisecondsPerFrame
        || (m_millisecondsPerFrame > 0 && milliseconds > 0 && std::abs(milliseconds / m_millisecondsPerFrame - 1) < 0.1))
        return;
    m_millisecondsPerFrame = milliseconds;
    Q_EMIT changed();
}

double DeliverPlan::larger() const
{
    return m_workSize.isEmpty() ? 1
                                : double(m_size.width()) * m_size.height() / (double(m_workSize.width()) * m_workSize.height());
}

QString DeliverPlan::timeWords() const
{
    if (!(m_millisecondsPerFrame > 0) || m_workSize.isEmpty() || (m_send && m_send->isElsewhere()))
        return {};
    // A picture of twice the pixels takes twice as long.
    return aboutTime(secondsToBegin + double(m_last - m_first + 1) * m_millisecondsPerFrame / 1000 * larger());
}

void DeliverPlan::deliver()
{
    if (!problem().isEmpty() || m_starting || !m_format)
        return;
    RenderRequest request;
    request.format = m_format->name;
    request.values = m_settings.values();
    request.size = {m_size.width(), m_size.height()};
    request.first = m_first;
    request.last = m_last;
    request.name = utf8(m_name.trimmed());
    request.output = pathOf(QDir(m_folder).filePath(m_name.trimmed() + qt(m_format->extension)));
    // Parts of a film of stills keep their numbers, so that they can be joined.
    if (const Param* start = findParam(m_format->params, "start"))
        request.values.set("start", Value(std::int64_t(numberOf(start->initial)) + request.first));
    const std::optional<JobPlace> place = m_send ? m_send->jobPlace() : std::nullopt;
    request.parts = m_send ? m_send->parts() : 1;
    m_starting = true;
    Q_EMIT changed();
    // Everything is on disk before it is shown: a reader of the work sees what is seen here.
    inBackground(
        this,
        [request, place, work = pathOf(m_session->document()->folder()),
            types = m_session->types()]() -> Result<std::filesystem::path> {
            TRY_DO(writable(request.output.parent_path()));
            TRY(auto opened, Work::open(work, Work::Access::Read));
            TRY(auto folder, makeRenderJob(opened, *types, request));
            if (place)
                TRY_DO(place->write(folder));
            return folder;
        },
        [](DeliverPlan& self, const Result<std::filesystem::path>& made) {
            self.m_starting = false;
            if (made) {
                self.m_job = qtPath(*made);
                self.m_session->jobs()->start(self.m_job);
                Q_EMIT self.started(self.m_job);
            } else {
                self.m_session->notices()->show(made.error());
            }
            Q_EMIT self.changed();
        });
}

} // namespace opificio
