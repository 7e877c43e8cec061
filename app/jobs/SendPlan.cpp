// SPDX-License-Identifier: GPL-3.0-or-later
#include "SendPlan.h"

#include "base/Resources.h"

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

} // namespace

SendPlan::SendPlan(QObject* parent)
    : QObject(parent)
{
}

bool SendPlan::hold(SendPlan*& held, SendPlan* next, Purpose purpose, QObject* planner, const std::function<void()>& told)
{
    if (next == held)
        return false;
    if (held) {
        held->disconnect(planner);
        disconnect(planner, nullptr, held, nullptr);
    }
    held = next;
    if (held) {
        held->setPurpose(purpose);
        connect(held, &QObject::destroyed, planner, [&held] { held = nullptr; });
        connect(held, &SendPlan::changed, planner, told);
    }
    return true;
}

void SendPlan::setSession(Session* session)
{
    if (session == m_session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session, &Session::languageChanged, this, &SendPlan::changed);
        connect(m_session, &Session::sitesChanged, this, &SendPlan::look);
    }
    recall();
    Q_EMIT sessionChanged();
}

void SendPlan::setPurpose(Purpose purpose)
{
    if (purpose == m_purpose)
        return;
    m_purpose = purpose;
    recall();
}

QString SendPlan::remembered(const char* what) const
{
    return (m_purpose == Train ? QStringLiteral("send.training.") : QStringLiteral("send.")) + QString::fromLatin1(what);
}

void SendPlan::recall()
{
    if (m_session) {
        m_place = m_session->preferences()->remembered(remembered("place"), QString()).toString();
        m_cap = m_session->preferences()->remembered(remembered("cap"), 10).toDouble();
    }
    look();
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
    m_session->preferences()->remember(remembered("place"), name);
    look();
}

void SendPlan::setCap(double coreHours)
{
    coreHours = std::clamp(coreHours, 0.0, 1e6);
    if (coreHours == m_cap)
        return;
    m_cap = coreHours;
    m_session->preferences()->remember(remembered("cap"), coreHours);
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

void SendPlan::setRender(const RenderLoad& load)
{
    if (load == m_render)
        return;
    m_render = load;
    estimate();
}

void SendPlan::setTraining(Seconds seconds)
{
    if (seconds == m_training)
        return;
    m_training = seconds;
    estimate();
}

void SendPlan::weighBy(Weigher weigher)
{
    m_weigher = std::move(weigher);
    weigh();
}

void SendPlan::weigh()
{
    if (m_site)
        measureHere();
    if (m_site && m_weigher) {
        inBackground(this, m_weigher, [number = ++m_asked](SendPlan& self, Weight weight) {
            if (number != self.m_asked)
                return;
            self.m_weight = std::move(weight);
            self.estimate();
        });
    }
    estimate();
}

// Once for each version of the program: it takes some seconds, and nothing waits for it.
void SendPlan::measureHere()
{
    if ((m_here.megapixelsPerSecond > 0 && m_here.learningGflops > 0) || m_hasMeasured)
        return;
    m_hasMeasured = true;
    CliCall::make({QStringLiteral("machine")}, this, [this](Result<Json> answer) {
        if (!answer)
            return;
        m_here = speedFrom(*answer);
        (void)writeJson(machineFile({}), *answer);
        estimate();
    });
}

SendEstimate SendPlan::estimated(Seconds training) const
{
    const PlaceOffer offer{
        .partsAtOnce = m_site->partsAtOnce, .minutes = m_site->minutes, .coresPerPart = std::max(1, m_site->cpus)};
    if (m_purpose == Train)
        return estimateTraining(training, m_here, m_there, offer);
    RenderLoad load = m_render;
    load.remembers = m_weight.remembers;
    return estimateRender(load, m_here, m_there, offer);
}

void SendPlan::estimate()
{
    if (m_site)
        m_estimate = estimated(m_training);
    Q_EMIT changed();
}

Seconds SendPlan::trainingThere(Seconds here) const
{
    return m_site && here >= 0 ? estimated(here).quick : here;
}

QString SendPlan::timeWords() const
{
    if (!m_site || !isKnown())
        return {};
    const QString between = tr("Between %1 and %2 once it begins").arg(aboutTime(m_estimate.quick), aboutTime(m_estimate.slow));
    if (m_estimate.slow > 60.0 * m_estimate.minutesPerPart && m_purpose == Train)
        return between + QStringLiteral(". ")
            + tr("That place lends %n minutes at once; it goes on from where it was in another one.", nullptr,
                m_estimate.minutesPerPart);
    if (m_estimate.parts == 1)
        return between;
    return between + QStringLiteral(", ")
        + (m_weight.remembers
                ? tr("in %n parts, one after the other: a node remembers the frames before", nullptr, m_estimate.parts)
                : tr("in %n parts", nullptr, m_estimate.parts));
}

QString SendPlan::costWords() const
{
    if (!m_site || !isKnown())
        return {};
    return tr("Between %1 and %2 core hours").arg(hoursWords(m_estimate.coreHoursQuick), hoursWords(m_estimate.coreHoursSlow));
}

QString SendPlan::groundWords() const
{
    if (!m_site)
        return {};
    if (!isKnown())
        return m_purpose == Train ? tr("One moment: some steps are tried out, to know how long it takes.")
                                  : tr("Play the work for a moment: then it is known how long a frame takes.");
    if (!((m_purpose == Train ? m_there.learningGflops : m_there.megapixelsPerSecond) > 0))
        return tr("Nobody has measured that place yet: these numbers are this computer's. Check the place to know better.");
    if (m_estimate.isMeasured && m_purpose == Train)
        return tr("Measured here and there. How long the queue is, nobody knows.");
    return m_estimate.isMeasured
        ? tr("Measured here and there (%1). How long the queue is, nobody knows.").arg(qt(m_there.device))
        : tr("This computer is being measured.");
}

QString SendPlan::sendWords() const
{
    if (!m_site || !m_weight.problem.isEmpty())
        return {};
    if (m_purpose == Train)
        return tr("%n pictures, %1; what is there already is not sent again.", nullptr, int(m_weight.outgoing.files))
            .arg(sizeWords(m_weight.outgoing.bytes));
    return m_weight.outgoing.files == 0
        ? tr("Nothing but the composition leaves this computer.")
        : tr("%n files, %1, and the composition; what is there already is not sent again.", nullptr, int(m_weight.outgoing.files))
              .arg(sizeWords(m_weight.outgoing.bytes));
}

QString SendPlan::problem() const
{
    if (!m_site)
        return {};
    if (!m_weight.problem.isEmpty())
        return m_weight.problem;
    if (!m_weight.outgoing.staying.empty()) {
        const QString first = qt(m_weight.outgoing.staying.front());
        const int others = int(m_weight.outgoing.staying.size()) - 1;
        return (others == 0
                       ? tr("“%1” stays here: nobody may be shown it before somebody is asked.").arg(first)
                       : tr("“%1” and %n more stay here: nobody may be shown them before somebody is asked.", nullptr, others)
                             .arg(first))
            + QLatin1Char(' ') + tr("Make it on this computer, or take them out.");
    }
    if (m_cap > 0 && isKnown() && m_estimate.coreHoursQuick > m_cap)
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
    place.resources.minutes = isKnown() ? m_estimate.minutesPerPart : m_site->minutes;
    place.resources.gpus = m_site->gpus;
    place.resources.cpus = m_site->cpus;
    place.resources.partsAtOnce = m_estimate.partsAtOnce;
    place.capCoreHours = m_cap;
    return place;
}

} // namespace opificio
