// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Answers.h"
#include "studio/Delivery.h"
#include "cli/RenderJob.h"
#include "cli/RenderParts.h"
#include "cli/TrainJob.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Text.h"
#include "remote/Job.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace opificio::verbs {

namespace {

// The exit code that says: stopped, with a checkpoint; starting the same job again goes on.
constexpr int stoppedCode = 75;
// Parts are missing; missing.json in the job's folder names them.
constexpr int missingCode = 76;

struct Asked {
    std::string folder;
    std::optional<int> part;
    bool join = false;
    std::int64_t until = 0;
};

// A job that knows when its time is over stops by itself, early enough to write its checkpoint: signals may come late, or
// never. Looked at from a thread of its own, because a single frame may take longer than what is left.
class Clock {
public:
    Clock(std::int64_t until, Task& task)
    {
        if (until <= 0)
            return;
        m_thread = std::thread([this, until, &task] {
            const auto end = std::chrono::system_clock::time_point(std::chrono::seconds(until));
            std::unique_lock lock(m_mutex);
            if (!m_over.wait_until(lock, end, [this] { return m_done; }))
                task.stop();
        });
    }
    ~Clock()
    {
        if (!m_thread.joinable())
            return;
        {
            std::lock_guard lock(m_mutex);
            m_done = true;
        }
        m_over.notify_all();
        m_thread.join();
    }

private:
    std::mutex m_mutex; // guards m_done
    std::condition_variable m_over;
    bool m_done = false;
    std::thread m_thread;
};

// How a job ends is told to its folder and to whoever started the process.
Result<Json> finished(JobRun& job, Result<Json> answer, Console& console)
{
    if (answer) {
        job.finish(JobStatus::State::Done, {});
    } else if (answer.error().code == Error::Code::Cancelled) {
        job.finish(JobStatus::State::Cancelled, answer.error().message);
        console.setExitCode(stoppedCode);
    } else {
        job.finish(JobStatus::State::Failed, answer.error().message);
    }
    return answer;
}

Error notInParts(const std::filesystem::path& folder)
{
    return Error{Error::Code::Unsupported, text("The job in {0} is not made in parts.", folder.string()), folder.string()};
}

Result<Json> runPart(Console& console, const std::filesystem::path& folder, int part, const Asked& asked)
{
    TRY(auto job, JobRun::beginPart(folder, part));
    job->follow(console.task());
    Clock clock(asked.until, job->task());
    if (job->job().verb != "render")
        return finished(*job, notInParts(folder), console);
    auto types = knownNodes(console.warnings(), folder);
    return finished(*job, types ? runRenderPart(*job, part, *types) : Result<Json>(types.takeError()), console);
}

Result<Json> run(Console& console, const Asked& asked)
{
    const std::filesystem::path folder = asked.folder;
    if (asked.part)
        return runPart(console, folder, *asked.part, asked);
    TRY(auto job, JobRun::begin(folder));
    job->follow(console.task());
    Clock clock(asked.until, job->task());
    Result<Json> answer = Json::object();
    std::vector<MissingPart> missing;
    if (isFinished(folder, job->job())) {
        console.say(text("The work of this job was done before."));
    } else if (job->job().verb == "render") {
        auto types = knownNodes(console.warnings(), folder);
        answer = !types  ? Result<Json>(types.takeError())
            : asked.join ? joinRenderParts(*job, *types, missing)
                         : runRenderJob(*job, *types);
    } else if (asked.join) {
        answer = notInParts(folder);
    } else if (job->job().verb == "train") {
        answer = runTrainJob(*job);
    } else {
        answer = Error{Error::Code::Unsupported,
            text("This version of Opificio does not know jobs of the kind {0}.", job->job().verb), folder.string()};
    }
    if (answer)
        answer = deliverAloud(folder, job->job(), console);
    if (!missing.empty())
        console.setExitCode(missingCode);
    return finished(*job, std::move(answer), console);
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("JOB", asked->folder, text("The job's folder, with job.json in it."))->required();
    auto* part = app.add_option("--part", asked->part, text("Only this part of a render, counted from 0."));
    app.add_flag("--join", asked->join, text("Puts the parts of a render together."))->excludes(part);
    app.add_option("--until", asked->until, text("When to stop with a checkpoint: seconds since 1970."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb runVerb
    = {"run", words("Does the work of a job folder; stopped with Ctrl+C it goes on when it is run again."), prepare};

} // namespace opificio::verbs
