// SPDX-License-Identifier: GPL-3.0-or-later
#include "Jobs.h"

#include "base/File.h"
#include "base/Resources.h"
#include "remote/Attendant.h"
#include "remote/Backend.h"

#include "Background.h"
#include "Text.h"
#include "TimeWords.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

// Jobs that do not run are looked at every so many ticks.
constexpr int slowTicks = 10;

QString wholeNumber(double number)
{
    return QLocale().toString(qint64(std::llround(std::min(number, 1e15))));
}

} // namespace

QString jobProgram()
{
    const auto own = programFile();
    for (const auto& path : {own.parent_path() / "opificio-cli", own.parent_path().parent_path() / "bin" / "opificio-cli"}) {
        if (QFileInfo(qtPath(path)).isExecutable())
            return qtPath(path);
    }
    return {};
}

QString jobName(const JobSeen& job)
{
    const QString name = job.name.empty() ? Jobs::tr("without a name") : qt(job.name);
    if (!job.problem.empty())
        return Jobs::tr("Job: %1").arg(name);
    if (job.verb == "render")
        return job.isStill ? Jobs::tr("Stills: %1").arg(name) : Jobs::tr("Film: %1").arg(name);
    if (job.recipe == "texture_nca")
        return Jobs::tr("Texture: %1").arg(name);
    if (job.recipe == "vae")
        return Jobs::tr("Map: %1").arg(name);
    return job.verb == "train" ? Jobs::tr("Model: %1").arg(name) : Jobs::tr("Job: %1").arg(name);
}

Jobs::State jobState(const JobSeen& job)
{
    if (!job.problem.empty())
        return Jobs::State::Failed;
    switch (job.status.state) {
    case JobStatus::State::Queued:
        return job.isStarted ? Jobs::State::Waiting : Jobs::State::Made;
    case JobStatus::State::Running:
        return Jobs::State::Running;
    case JobStatus::State::Done:
        return Jobs::State::Done;
    case JobStatus::State::Failed:
        return Jobs::State::Failed;
    case JobStatus::State::Cancelled:
        return Jobs::State::Stopped;
    case JobStatus::State::Unknown:
        break;
    }
    return Jobs::State::CutOff;
}

QString jobStateWords(const JobSeen& job)
{
    const bool knows = job.status.of > 0;
    const QString done = wholeNumber(job.status.done), of = wholeNumber(job.status.of);
    const bool isTraining = job.verb == "train";
    const Jobs::State state = jobState(job);
    if (!job.place.empty()) {
        const QString place = qt(job.place);
        if (state == Jobs::State::Waiting)
            return Jobs::tr("Waiting at %1").arg(place);
        if (state == Jobs::State::Running)
            return isTraining && knows && job.status.done > 0 ? Jobs::tr("Step %1 of %2 at %3").arg(done, of, place)
                                                              : Jobs::tr("Running at %1").arg(place);
        if (state == Jobs::State::CutOff)
            return Jobs::tr("Nothing is heard from %1").arg(place);
    }
    switch (state) {
    case Jobs::State::Waiting:
        return Jobs::tr("Starting");
    case Jobs::State::Made:
        return Jobs::tr("Not started yet");
    case Jobs::State::Running:
        if (knows && job.status.done >= job.status.of)
            return isTraining ? Jobs::tr("Checking what it learned") : Jobs::tr("Writing the credits");
        if (knows && job.status.done > 0)
            return isTraining ? Jobs::tr("Step %1 of %2").arg(done, of) : Jobs::tr("Frame %1 of %2").arg(done, of);
        return job.status.words.empty() || knows ? Jobs::tr("Starting") : qt(job.status.words);
    case Jobs::State::Done:
        return job.place.empty() ? Jobs::tr("Done") : Jobs::tr("Done at %1").arg(qt(job.place));
    case Jobs::State::Failed:
        if (!job.problem.empty())
            return qt(job.problem);
        return job.status.words.empty() ? Jobs::tr("It ended without saying why.") : qt(job.status.words);
    case Jobs::State::Stopped:
        if (!knows || job.status.done <= 0)
            return Jobs::tr("Stopped");
        return isTraining ? Jobs::tr("Paused at step %1 of %2").arg(done, of)
                          : Jobs::tr("Stopped at frame %1 of %2").arg(done, of);
    case Jobs::State::CutOff:
        if (!knows || job.status.done <= 0)
            return Jobs::tr("Cut off before it began");
        return isTraining ? Jobs::tr("Cut off at step %1 of %2").arg(done, of)
                          : Jobs::tr("Cut off at frame %1 of %2").arg(done, of);
    }
    return {};
}

QString jobReason(const JobSeen& job)
{
    const Jobs::State state = jobState(job);
    const bool isOpen = state == Jobs::State::Waiting || state == Jobs::State::Running || state == Jobs::State::CutOff;
    return isOpen && !job.place.empty() ? qt(job.status.words) : QString();
}

double jobProgress(const JobSeen& job)
{
    if (jobState(job) == Jobs::State::Done)
        return 1;
    return job.status.of > 0 ? job.status.done / job.status.of : -1;
}

Jobs::Jobs(Document& document, Notices& notices)
    : m_document(document)
    , m_notices(notices)
    , m_looker(std::make_shared<JobLooker>())
{
    m_pool.setMaxThreadCount(1);
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &Jobs::tick);
    connect(&m_document, &Document::opened, this, &Jobs::look);
    m_timer.start();
    look();
    // What was sent somewhere else is looked after again.
    inBackground(
        this, [] { return startAttendants(); },
        [](Jobs& self, const Result<>& started) {
            if (!started)
                self.m_notices.show(started.error());
        });
}

Jobs::~Jobs()
{
    m_pool.clear();
    m_pool.waitForDone();
}

QString Jobs::activeJob() const
{
    return m_active > 0 && !m_rows.empty() ? qtPath(m_rows.front()->folder) : QString();
}

QHash<int, QByteArray> Jobs::roleNames() const
{
    return {{FolderRole, "folder"}, {NameRole, "name"}, {VerbRole, "verb"}, {IconRole, "iconName"}, {StateRole, "jobState"},
        {StateWordsRole, "stateWords"}, {ProgressRole, "progress"}, {TimeLeftRole, "timeLeft"}, {WarningsRole, "warnings"}};
}

QVariant Jobs::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() < 0 || index.row() >= count())
        return {};
    const JobSeen& job = *m_rows[std::size_t(index.row())];
    switch (role) {
    case FolderRole:
        return qtPath(job.folder);
    case NameRole:
    case Qt::DisplayRole:
        return jobName(job);
    case VerbRole:
        return qt(job.verb);
    case IconRole:
        return job.verb == "train" ? (job.recipe == "vae" ? QStringLiteral("map") : QStringLiteral("texture"))
            : job.isStill          ? QStringLiteral("image")
                                   : QStringLiteral("film");
    case StateRole:
        return int(jobState(job));
    case StateWordsRole:
        return jobStateWords(job);
    case ProgressRole:
        return jobProgress(job);
    case TimeLeftRole:
        return aboutTime(job.secondsLeft());
    case WarningsRole:
        return int(job.status.warnings.size());
    default:
        return {};
    }
}

std::shared_ptr<const JobSeen> Jobs::job(const QString& folder) const
{
    const int row = rowOf(folder);
    return row < 0 ? nullptr : m_rows[std::size_t(row)];
}

int Jobs::rowOf(const QString& folder) const
{
    const auto path = pathOf(folder);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i]->folder == path)
            return int(i);
    }
    return -1;
}

QString Jobs::folderAt(int row) const
{
    return row < 0 || row >= count() ? QString() : qtPath(m_rows[std::size_t(row)]->folder);
}

void Jobs::look()
{
    m_wantsAll = true;
    tick();
}

void Jobs::tick()
{
    ++m_ticks;
    const bool all = m_wantsAll || m_ticks % slowTicks == 0;
    if (m_isLooking || (!all && m_active == 0))
        return;
    m_isLooking = true;
    m_wantsAll = false;
    const auto work = m_document.isOpen() ? pathOf(m_document.folder()) : std::filesystem::path();
    inBackground(
        this,
        [looker = m_looker, work, home = homeFolder(), all] {
            const auto depth = all ? JobLooker::Depth::All : JobLooker::Depth::Active;
            return looker->look(work, home, depth, QDateTime::currentMSecsSinceEpoch());
        },
        [work](Jobs& self, const JobLooker::Look& look) {
            self.m_isLooking = false;
            // Of a work that is not open any more nothing is shown, but what happened is told.
            if (work == (self.m_document.isOpen() ? pathOf(self.m_document.folder()) : std::filesystem::path()))
                self.take(look);
            else
                self.look();
            for (const JobEvent& event : look.events)
                self.tell(event);
        },
        &m_pool);
}

void Jobs::take(const JobLooker::Look& look)
{
    const auto folders = [](const auto& rows) {
        std::vector<std::filesystem::path> all;
        for (const auto& row : rows)
            all.push_back(row->folder);
        return all;
    };
    const auto before = m_rows;
    const int activeBefore = m_active;
    const QString firstBefore = activeJob();
    m_active = int(std::count_if(look.jobs.begin(), look.jobs.end(), [](const auto& job) { return job->isActive(); }));
    std::vector<QString> told;
    if (folders(m_rows) != folders(look.jobs)) {
        beginResetModel();
        m_rows = look.jobs;
        endResetModel();
        for (const auto& row : before) {
            if (rowOf(qtPath(row->folder)) < 0)
                told.push_back(qtPath(row->folder));
        }
        for (const auto& row : m_rows) {
            if (std::find(before.begin(), before.end(), row) == before.end())
                told.push_back(qtPath(row->folder));
        }
    } else {
        m_rows = look.jobs;
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            if (m_rows[i] == before[i])
                continue;
            Q_EMIT dataChanged(index(int(i)), index(int(i)));
            told.push_back(qtPath(m_rows[i]->folder));
        }
    }
    const bool first = !m_looked;
    m_looked = true;
    if (first || before.size() != m_rows.size())
        Q_EMIT countChanged();
    if (activeBefore != m_active || firstBefore != activeJob())
        Q_EMIT activeChanged();
    for (const QString& folder : told)
        Q_EMIT changed(folder);
}

void Jobs::tell(const JobEvent& event)
{
    const JobSeen& job = *event.job;
    const QString name = jobName(job), folder = qtPath(job.folder);
    const auto showIt = [self = QPointer<Jobs>(this), folder] {
        if (self)
            Q_EMIT self->wanted(folder);
    };
    QStringList details;
    for (const std::string& warning : event.warnings)
        details.append(qt(warning));
    switch (event.kind) {
    case JobEvent::Kind::Ended:
    case JobEvent::Kind::Delivered:
        m_notices.show(details.isEmpty() ? Notices::Kind::Done : Notices::Kind::Warning,
            details.isEmpty() ? tr("“%1” is done.").arg(name) : tr("“%1” is done, with a remark.").arg(name), tr("Show It"),
            showIt, details.join(QChar::fromLatin1('\n')));
        Q_EMIT finished(folder);
        break;
    case JobEvent::Kind::Failed:
        m_notices.show(Notices::Kind::Error,
            event.sentence.empty() ? tr("“%1” ended without saying why.").arg(name)
                                   : tr("“%1” was not finished. %2").arg(name, qt(event.sentence)),
            tr("Show It"), showIt);
        break;
    case JobEvent::Kind::NotDelivered:
        m_notices.show(Notices::Kind::Error, tr("“%1” is done and could not be brought home. %2").arg(name, qt(event.sentence)),
            tr("Show It"), showIt);
        break;
    case JobEvent::Kind::CutOff:
        m_notices.show(Notices::Kind::Warning,
            job.canGoOn ? tr("“%1” was cut off. What it had learned is kept; it goes on from there.").arg(name)
                        : tr("“%1” was cut off. It begins anew.").arg(name),
            tr("Resume"), [self = QPointer<Jobs>(this), folder] {
                if (self)
                    self->start(folder);
            });
        break;
    }
}

void Jobs::start(const QString& folder)
{
    // Beside the looking, which may be reading a large folder.
    inBackground(
        this, [path = pathOf(folder)] { return submitJob(path); },
        [](Jobs& self, const Result<>& submitted) {
            // One that runs already is what was asked for.
            if (!submitted && submitted.error().code != Error::Code::Busy)
                self.m_notices.show(submitted.error());
            self.look();
        });
}

void Jobs::cancel(const QString& folder)
{
    if (!job(folder))
        return;
    if (auto asked = cancelJob(pathOf(folder)); !asked)
        m_notices.show(asked.error());
}

void Jobs::openFolder(const QString& folder)
{
    QString place = folder;
    if (auto seen = job(folder)) {
        const Json& files = at(seen->result, "files");
        if (files.is_array() && !files.empty() && files.front().is_string())
            place = QFileInfo(qt(files.front().get<std::string>())).absolutePath();
    }
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(place)))
        m_notices.show(
            Notices::Kind::Warning, tr("No file manager opens here. The folder is %1").arg(QDir::toNativeSeparators(place)));
}

void Jobs::openFile(const QUrl& file)
{
    if (!QDesktopServices::openUrl(file))
        m_notices.show(Notices::Kind::Warning, tr("No program here opens it. The file is %1").arg(file.toLocalFile()));
}

void Jobs::remove(const QString& folder)
{
    auto seen = job(folder);
    if (!seen || seen->isActive())
        return;
    const auto from = seen->folder;
    const auto trash = from.parent_path() / ".trash";
    auto to = trash / from.filename();
    std::error_code code;
    for (int number = 2; std::filesystem::exists(to, code); ++number)
        to = trash / (from.filename().string() + "-" + std::to_string(number));
    if (auto made = makeFolder(trash); !made) {
        m_notices.show(made.error());
        return;
    }
    std::filesystem::rename(from, to, code);
    if (code) {
        m_notices.show(writeError(from, code.value()));
        return;
    }
    m_notices.show(Notices::Kind::Done, tr("“%1” is off the list. What it made stays.").arg(jobName(*seen)), tr("Undo"),
        [self = QPointer<Jobs>(this), from, to] {
            std::error_code failure;
            std::filesystem::rename(to, from, failure);
            if (self)
                self->look();
        });
    look();
}

} // namespace opificio
