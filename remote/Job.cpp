// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Job.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Text.h"
#include "remote/JobPlace.h"

#include <chrono>
#include <optional>

namespace opificio {

namespace {

constexpr auto statusPause = std::chrono::seconds(1);
// How often is looked whether the job shall stop: whoever asked waits for it.
constexpr auto cancelPause = std::chrono::milliseconds(100);

std::filesystem::path lockPath(const std::filesystem::path& folder)
{
    return folder / ".lock";
}

// A job that warns of more than that is read in its log.
constexpr std::size_t mostWarnings = 1000;

// A status that cannot be written (full disk) must not end the work that it speaks of.
void writeStatus(const std::filesystem::path& path, const JobStatus& status)
{
    Json json = {{"format", "opificio.status/1"}, {"state", stateWord(status.state)}, {"since", status.since},
        {"done", status.done}, {"of", status.of}, {"words", status.words}, {"attempt", status.attempt}};
    if (!status.warnings.empty())
        json["warnings"] = status.warnings;
    (void)writeJson(path, json);
}

// What runs somewhere else holds no lock here; its status is written by whoever looks after it.
bool isHere(const std::filesystem::path& folder)
{
    auto place = JobPlace::read(folder);
    return place && place->isHere();
}

JobStatus::State stateOf(std::string_view word)
{
    for (int i = 0; i <= int(JobStatus::State::Unknown); ++i) {
        if (word == stateWord(JobStatus::State(i)))
            return JobStatus::State(i);
    }
    return JobStatus::State::Unknown;
}

} // namespace

const char* stateWord(JobStatus::State state)
{
    switch (state) {
    case JobStatus::State::Queued:
        return "queued";
    case JobStatus::State::Running:
        return "running";
    case JobStatus::State::Done:
        return "done";
    case JobStatus::State::Failed:
        return "failed";
    case JobStatus::State::Cancelled:
        return "cancelled";
    case JobStatus::State::Unknown:
        return "unknown";
    }
    return "unknown";
}

namespace {

Json inputJson(const Job::Input& input)
{
    Json json = {{"sha256", input.sha256}, {"path", input.path.string()}};
    if (!input.sharing.empty())
        json["sharing"] = input.sharing;
    if (!input.title.empty())
        json["title"] = input.title;
    return json;
}

} // namespace

Result<> Job::write(const std::filesystem::path& folder) const
{
    std::error_code code;
    if (std::filesystem::exists(folder / "job.json", code))
        return Error{Error::Code::Invalid, text("{0} already holds a job.", folder.filename().string()), folder.string()};
    Json list = Json::array();
    for (const Input& input : inputs)
        list.push_back(inputJson(input));
    return writeJson(folder / "job.json",
        {{"format", "opificio.job/1"}, {"key", key}, {"verb", verb}, {"inputs", list}, {"values", values}, {"chunks", chunks},
            {"threads", threads}, {"seed", seed}, {"needs", needs}});
}

Result<Job> Job::read(const std::filesystem::path& folder)
{
    TRY(auto json, readJson(folder / "job.json"));
    std::string format = textAt(json, "format");
    if (format != "opificio.job/1") {
        if (format.starts_with("opificio.job/"))
            return Error{Error::Code::Newer,
                text("The job in {0} was written by a newer version of Opificio.", folder.filename().string()), folder.string()};
        return Error{Error::Code::Unreadable, text("{0} is not a job.", (folder / "job.json").string()), folder.string()};
    }
    Job job;
    job.key = textAt(json, "key");
    job.verb = textAt(json, "verb");
    job.values = at(json, "values");
    job.needs = at(json, "needs");
    job.chunks = int(numberAt(json, "chunks", 1));
    job.threads = int(numberAt(json, "threads", 1));
    job.seed = std::int64_t(numberAt(json, "seed", 0));
    if (!isId(job.key) || job.threads < 1 || job.threads > 4096 || job.chunks < 1)
        return Error{Error::Code::Unreadable, text("The job in {0} is damaged.", folder.filename().string()), folder.string()};
    for (const Json& input : at(json, "inputs"))
        job.inputs.push_back({textAt(input, "sha256"), textAt(input, "path"), textAt(input, "sharing"), textAt(input, "title")});
    return job;
}

void JobStatus::write(const std::filesystem::path& folder) const
{
    writeStatus(folder / "status.json", *this);
}

Result<JobStatus> JobStatus::read(const std::filesystem::path& folder)
{
    JobStatus status;
    std::error_code code;
    if (!std::filesystem::exists(folder / "status.json", code)) {
        if (!std::filesystem::exists(folder / "job.json", code))
            return Error{Error::Code::NotFound, text("There is no job in {0}.", folder.string()), folder.string()};
        return status;
    }
    TRY(auto json, readJson(folder / "status.json"));
    status.state = stateOf(textAt(json, "state"));
    status.since = textAt(json, "since");
    status.done = numberAt(json, "done");
    status.of = numberAt(json, "of");
    status.words = textAt(json, "words");
    status.attempt = int(numberAt(json, "attempt", 1));
    for (const Json& warning : at(json, "warnings")) {
        if (warning.is_string())
            status.warnings.push_back(warning.get<std::string>());
    }
    if (status.state == State::Running && isHere(folder) && !FileLock::isHeld(lockPath(folder)))
        status.state = State::Unknown;
    return status;
}

void JobStatus::markQueued(const std::filesystem::path& folder)
{
    std::error_code code;
    auto before = JobStatus::read(folder);
    if (!before || before->state == State::Running || !std::filesystem::exists(folder / "status.json", code))
        return;
    JobStatus status;
    status.since = nowText();
    status.attempt = before->attempt;
    status.write(folder);
}

void JobStatus::markCutOff(const std::filesystem::path& folder)
{
    if (!isHere(folder))
        return;
    // Whoever has the lock runs it; now that is nobody, whatever the file says.
    auto lock = FileLock::take(lockPath(folder));
    auto status = JobStatus::read(folder);
    if (!lock || !status
        || (status->state != State::Running && status->state != State::Unknown && status->state != State::Queued))
        return;
    status->state = State::Unknown;
    status->write(folder);
}

std::filesystem::path partFolder(const std::filesystem::path& folder, int part)
{
    return folder / "parts" / std::to_string(part);
}

struct JobRun::Private {
    std::filesystem::path folder;
    std::filesystem::path lockFile, statusFile, logFile;
    Job job;
    std::optional<FileLock> lock;
    JobStatus status;
    bool finished = false;
    std::chrono::steady_clock::time_point written, looked;
    Task* also = nullptr;
    std::unique_ptr<Task> task;

    void write()
    {
        written = std::chrono::steady_clock::now();
        writeStatus(statusFile, status);
    }
};

JobRun::JobRun()
    : m(std::make_unique<Private>())
{
}

Result<std::unique_ptr<JobRun>> JobRun::begin(const std::filesystem::path& folder)
{
    std::unique_ptr<JobRun> run(new JobRun);
    run->m->folder = folder;
    run->m->lockFile = lockPath(folder);
    run->m->statusFile = folder / "status.json";
    run->m->logFile = folder / "log.txt";
    return begin(std::move(run));
}

Result<std::unique_ptr<JobRun>> JobRun::beginPart(const std::filesystem::path& folder, int part)
{
    TRY(const Job job, Job::read(folder));
    if (part < 0 || part >= job.chunks)
        return Error{Error::Code::Invalid,
            text("The job in {0} has the parts 0 to {1}, and no part {2}.", folder.filename().string(), job.chunks - 1, part),
            folder.string()};
    const std::string own = partFolder(folder, part).string();
    TRY_DO(makeFolder(own));
    std::unique_ptr<JobRun> run(new JobRun);
    run->m->folder = folder;
    run->m->lockFile = own + ".lock";
    run->m->statusFile = own + ".status.json";
    run->m->logFile = own + ".log.txt";
    return begin(std::move(run));
}

Result<std::unique_ptr<JobRun>> JobRun::begin(std::unique_ptr<JobRun> run)
{
    const std::filesystem::path& folder = run->m->folder;
    auto job = Job::read(folder);
    auto lock = job ? FileLock::take(run->m->lockFile) : Result<FileLock>(job.takeError());
    if (!lock) {
        run->m->finished = true; // it is not ours to say how it ended
        return lock.takeError();
    }
    run->m->job = std::move(*job);
    run->m->lock = std::move(*lock);
    // A wish to stop is for all parts: one that begins does not take it from the others.
    std::error_code code;
    if (run->m->statusFile == folder / "status.json")
        std::filesystem::remove(folder / "cancel", code);
    if (auto before = readJson(run->m->statusFile))
        run->m->status.attempt = int(numberAt(*before, "attempt", 1)) + 1;
    run->m->status.state = JobStatus::State::Running;
    run->m->status.since = nowText();
    TRY_DO(makeFolder(folder / "out"));
    run->m->write();
    Private* m = run->m.get();
    run->m->task = std::make_unique<Task>(
        [m](const Task::Progress& progress) {
            m->status.done = progress.done;
            m->status.of = progress.of;
            m->status.words = progress.words;
            const auto now = std::chrono::steady_clock::now();
            if (now - m->written >= statusPause)
                m->write();
            if (now - m->looked >= cancelPause) {
                m->looked = now;
                std::error_code code;
                if (std::filesystem::exists(m->folder / "cancel", code))
                    m->task->stop();
            }
            if (m->also) {
                m->also->progress(progress.done, progress.of, progress.words);
                if (m->also->stopped())
                    m->task->stop();
            }
        },
        [m](std::string_view line) {
            (void)appendLine(m->logFile, nowText() + " " + std::string(line));
            if (m->status.warnings.size() < mostWarnings)
                m->status.warnings.emplace_back(line);
            if (m->also)
                m->also->note(line);
        });
    return run;
}

JobRun::~JobRun()
{
    if (!m->folder.empty() && !m->finished)
        finish(JobStatus::State::Failed, {});
}

const Job& JobRun::job() const
{
    return m->job;
}

std::filesystem::path JobRun::folder() const
{
    return m->folder;
}

Task& JobRun::task()
{
    return *m->task;
}

void JobRun::follow(Task& also)
{
    m->also = &also;
}

void JobRun::record(std::string_view line)
{
    (void)appendLine(m->logFile, nowText() + " " + std::string(line));
}

void JobRun::finish(JobStatus::State state, std::string_view words)
{
    m->finished = true;
    m->status.state = state;
    m->status.since = nowText();
    if (!words.empty()) {
        m->status.words = std::string(words);
        record(words);
    }
    m->write();
}

} // namespace opificio
