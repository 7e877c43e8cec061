// SPDX-License-Identifier: GPL-3.0-or-later
#include "SendPlan.h"

#include "base/Resources.h"
#include "graph/Work.h"
#include "studio/RenderRequest.h"
#include "studio/WorkTools.h"

#include "Background.h"
#include "CliCall.h"
#include "Session.h"
#include "Text.h"
#include "TimeWords.h"

#include <QLocale>

#include <algorithm>

namespace opificio {

namespace {

// What the last look at a place said of its computers; written by `site check`.
std::filesystem::path machineFile(const std::string& site)
{
    return site.empty() ? homeFolder() / "machine.json" : homeFolder() / "sites" / (site + ".machine.json");
}

MachineSpeed knownSpeed(const std::string& site)
{
    auto json = readJson(machineFile(site), 1u << 20);
    return json ? speedFrom(*json) : MachineSpeed{};
}

QString hoursWords(double hours)
{
    return QLocale().toString(hours, 'f', hours < 0.095 ? 2 : hours < 10 ? 1 : 0);
}

struct Weighed {
    Outgoing outgoing;
    bool remembers = false;
    QString problem;
};

Weighed weighed(const std::filesystem::path& folder, const NodeTypes& types)
{
    Weighed answer;
    auto work = Work::open(folder, Work::Access::Read);
    auto job = work ? renderInputs(*work, types) : Result<Job>(work.takeError());
    if (!job) {
        answer.problem = qt(job.error().message);
        return answer;
    }
    answer.outgoing = outgoing(*job);
    answer.remembers = remembers(work->graph(), types, materialsIn(folder));
    return answer;
}

} // namespace

SendPlan::SendPlan(QObject* parent)
    : QObject(parent)
{
}

void SendPlan::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session->document(), &Document::changed, this, &SendPlan::weigh);
        connect(m_session->document(), &Document::opened, this, &SendPlan::weigh);
        connect(m_session, &Session::languageChanged, this, &SendPlan::changed);
        connect(m_session, &Session::sitesChanged, this, &SendPlan::look);
        m_place = m_session->preferences()->remembered(QStringLiteral("send.place"), QString()).toString();
        m_cap = m_session->preferences()->remembered(QStringLiteral("send.cap"), 10).toDouble();
    }
    look();
    Q_EMIT sessionChanged();
}

void SendPlan::look()
{
    m_known.clear();
    for (const std::string& name : Site::all()) {
        if (auto site = Site::read(name))
            m_known.push_back({*site, knownSpeed(name)});
    }
    m_here = knownSpeed({});
    m_site.reset();
    for (const Known& known : m_known) {
        if (qt(known.site.name) == m_place) {
            m_site = known.site;
            m_there = known.speed;
        }
    }
    if (!m_site)
        m_place.clear();
    weigh();
}

QVariantList SendPlan::places() const
{
    const auto row = [](const QString& name, const QString& label) {
        return QVariantMap{{QStringLiteral("name"), name}, {QStringLiteral("label"), label}};
    };
    QVariantList all = {row({}, tr("This computer"))};
    for (const Known& known : m_known)
        all.append(row(qt(known.site.name), qt(known.site.title.empty() ? known.site.name : known.site.title)));
    return all;
}

void SendPlan::setPlace(const QString& name)
{
    if (name == m_place)
        return;
    m_place = name;
    m_session->preferences()->remember(QStringLiteral("send.place"), name);
    look();
}

void SendPlan::setCap(double coreHours)
{
    coreHours = std::clamp(coreHours, 0.0, 1e6);
    if (coreHours == m_cap)
        return;
    m_cap = coreHours;
    m_session->preferences()->remember(QStringLiteral("send.cap"), coreHours);
    Q_EMIT changed();
}

bool SendPlan::typeCap(const QString& words)
{
    bool isNumber = false;
    const double hours = QLocale().toDouble(words.trimmed(), &isNumber);
    if (isNumber)
        setCap(hours);
    return isNumber;
}

void SendPlan::setLoad(qint64 frames, const QSize& size, double millisecondsPerFrame)
{
    if (frames == m_frames && size == m_size && millisecondsPerFrame == m_milliseconds)
        return;
    m_frames = frames;
    m_size = size;
    m_milliseconds = millisecondsPerFrame;
    estimate();
}

// What would leave this computer follows from the work; it is asked only while a site is chosen.
void SendPlan::weigh()
{
    if (m_site && m_session && m_session->document()->isOpen()) {
        measureHere();
        inBackground(
            this,
            [folder = pathOf(m_session->document()->folder()), types = m_session->types()] { return weighed(folder, *types); },
            [](SendPlan& self, Weighed weighed) {
                self.m_outgoing = std::move(weighed.outgoing);
                self.m_remembers = weighed.remembers;
                self.m_weighing = weighed.problem;
                self.estimate();
            });
    }
    estimate();
}

// Once for each version of the program: it takes some seconds, and nothing waits for it.
void SendPlan::measureHere()
{
    if (m_here.megapixelsPerSecond > 0 || m_isMeasuring)
        return;
    m_isMeasuring = true;
    CliCall::make({QStringLiteral("machine")}, this, [this](Result<Json> answer) {
        m_isMeasuring = false;
        if (!answer)
            return;
        m_here = speedFrom(*answer);
        (void)writeJson(machineFile({}), *answer);
        estimate();
    });
}

void SendPlan::estimate()
{
    if (m_site) {
        const RenderLoad load{.frames = std::max<Frame>(1, m_frames),
            .size = {std::max(1, m_size.width()), std::max(1, m_size.height())},
            .secondsPerFrame = m_milliseconds / 1000,
            .remembers = m_remembers};
        m_estimate = estimateRender(load, m_here, m_there,
            {.partsAtOnce = m_site->partsAtOnce, .minutes = m_site->minutes, .coresPerPart = std::max(1, m_site->cpus)});
    }
    Q_EMIT changed();
}

QString SendPlan::timeWords() const
{
    if (!m_site || !(m_milliseconds > 0))
        return {};
    const QString between = tr("Between %1 and %2 once it begins").arg(aboutTime(m_estimate.quick), aboutTime(m_estimate.slow));
    if (m_estimate.parts == 1)
        return between;
    return between + QStringLiteral(", ")
        + (m_remembers ? tr("in %n parts, one after the other: a node remembers the frames before", nullptr, m_estimate.parts)
                       : tr("in %n parts", nullptr, m_estimate.parts));
}

QString SendPlan::costWords() const
{
    if (!m_site || !(m_milliseconds > 0))
        return {};
    return tr("Between %1 and %2 core hours").arg(hoursWords(m_estimate.coreHoursQuick), hoursWords(m_estimate.coreHoursSlow));
}

QString SendPlan::groundWords() const
{
    if (!m_site)
        return {};
    if (!(m_milliseconds > 0))
        return tr("Play the work for a moment: then it is known how long a frame takes.");
    if (!(m_there.megapixelsPerSecond > 0))
        return tr("Nobody has measured that place yet: these numbers are this computer's. Check the place to know better.");
    return m_estimate.isMeasured
        ? tr("Measured here and there (%1). How long the queue is, nobody knows.").arg(qt(m_there.device))
        : tr("This computer is being measured.");
}

QString SendPlan::sendWords() const
{
    if (!m_site || !m_weighing.isEmpty())
        return {};
    return m_outgoing.files == 0
        ? tr("Nothing but the composition leaves this computer.")
        : tr("%n files, %1, and the composition; what is there already is not sent again.", nullptr, int(m_outgoing.files))
              .arg(sizeWords(m_outgoing.bytes));
}

QString SendPlan::problem() const
{
    if (!m_site)
        return {};
    if (!m_weighing.isEmpty())
        return m_weighing;
    if (!m_outgoing.staying.empty()) {
        const QString first = qt(m_outgoing.staying.front());
        const int others = int(m_outgoing.staying.size()) - 1;
        return (others == 0
                       ? tr("“%1” stays here: nobody may be shown it before somebody is asked.").arg(first)
                       : tr("“%1” and %n more stay here: nobody may be shown them before somebody is asked.", nullptr, others)
                             .arg(first))
            + QLatin1Char(' ') + tr("Render it on this computer, or take them out.");
    }
    if (m_cap > 0 && m_milliseconds > 0 && m_estimate.coreHoursQuick > m_cap)
        return tr("That is more than the %1 core hours that you allow.").arg(hoursWords(m_cap));
    return {};
}

std::optional<JobPlace> SendPlan::jobPlace() const
{
    if (!m_site)
        return std::nullopt;
    JobPlace place;
    place.backend = m_site->backend;
    place.site = m_site->name;
    place.resources.partition = m_site->partitions.empty() ? std::string() : m_site->partitions.front();
    place.resources.account = m_site->account;
    place.resources.minutes = m_milliseconds > 0 ? m_estimate.minutesPerPart : m_site->minutes;
    place.resources.gpus = m_site->gpus;
    place.resources.cpus = m_site->cpus;
    place.resources.partsAtOnce = m_estimate.partsAtOnce;
    place.capCoreHours = m_cap;
    return place;
}

} // namespace opificio
