// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Backend.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Text.h"
#include "remote/Attendant.h"
#include "remote/JobPlace.h"
#include "remote/Ledger.h"
#include "remote/Staging.h"

#include <array>
#include <chrono>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace opificio {

namespace {

// How often a job is looked at while nothing is heard of it, how long one that is gone may take for its last word, and how often
// a wish to stop is said again.
constexpr auto lookTime = std::chrono::milliseconds(50), lastWordTime = std::chrono::milliseconds(500),
               askAgainTime = std::chrono::milliseconds(1000);

// What takes the job up again, as it can be typed.
std::string runCommand(const std::filesystem::path& folder)
{
    std::string name = folder.string();
    return "opificio-cli run " + (name.find(' ') == std::string::npos ? name : "\"" + name + "\"");
}

// Wakes up whoever waits for a job when its status has another content, so that nobody hears of its end later than it is.
class Waker {
public:
    explicit Waker(const std::filesystem::path& folder)
        : m_file(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
    {
        // A status is put in its place by renaming.
        if (m_file >= 0)
            ::inotify_add_watch(m_file, folder.c_str(), IN_MOVED_TO);
    }
    ~Waker()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    Waker(const Waker&) = delete;
    Waker& operator=(const Waker&) = delete;
    /// Until something happens, and no longer than that. Where nothing can be heard, as on some network file systems, just as
    /// long.
    void wait(std::chrono::milliseconds longest)
    {
        pollfd heard = {m_file, POLLIN, 0};
        std::array<char, 4096> words;
        if (::poll(&heard, 1, int(longest.count())) > 0)
            while (::read(m_file, words.data(), words.size()) > 0) { }
    }

private:
    int m_file;
};

// A job keeps what it is to go on from in checkpoint/.
Error cutOff(const std::filesystem::path& folder)
{
    std::error_code code;
    std::string log = (folder / "log.txt").string();
    std::string sentence = std::filesystem::is_directory(folder / "checkpoint", code)
        ? text("The job was cut off without a word; its log lies in {0}. It goes on from its last checkpoint with: {1}", log,
            runCommand(folder))
        : text("The job was cut off without a word; its log lies in {0}. It had no checkpoint yet and begins anew with: {1}", log,
            runCommand(folder));
    return {Error::Code::Internal, sentence, folder.string()};
}

Result<std::unique_ptr<Place>> here()
{
    static const Secrets none(Secrets::Keyring::Ignore);
    Site site;
    site.backend = "local";
    return openPlace(site, none);
}

} // namespace

const Backend* findBackend(std::string_view name)
{
    for (const Backend* row : allBackends()) {
        if (row->name == name)
            return row;
    }
    return nullptr;
}

Result<std::unique_ptr<Place>> openPlace(const Site& site, const Secrets& secrets)
{
    const Backend* backend = findBackend(site.backend);
    if (!backend)
        return Error{Error::Code::NotFound, text("There is no place named {0} to run jobs.", site.backend), site.backend};
    return backend->open(site, secrets);
}

Result<> submitJob(const std::filesystem::path& given)
{
    // The ledger is read from anywhere.
    std::error_code code;
    const auto folder = std::filesystem::absolute(given, code).lexically_normal();
    TRY(auto where, JobPlace::read(folder));
    if (where.isHere()) {
        TRY(auto place, here());
        TRY_DO(place->submit(
            {.key = {}, .folder = folder.string(), .arguments = {"run", folder.string()}, .resources = where.resources}));
        return {};
    }
    TRY(auto site, Site::read(where.site));
    TRY(auto job, Job::read(folder));
    TRY_DO(maySend(job));
    TRY(auto jobs, Ledger::read());
    double asked = 0;
    std::size_t pieces = job.chunks > 1 ? std::size_t(job.chunks) + 1 : 1;
    for (const SentJob& sent : jobs) {
        if (sent.folder == folder && sent.key == job.key && sent.site == site.name) {
            asked = sent.coreHours;
            // Of parts only those are asked for that are not there; how many, is known there.
            pieces = std::min<std::size_t>(pieces, 1);
        }
        if (sent.folder == folder && sent.isOpen) {
            TRY_DO(startAttendant(site.name));
            return Error{Error::Code::Busy, text("The job was sent already."), folder.string()};
        }
    }
    // What puts the parts together is a piece as well.
    TRY_DO(where.mayAsk(asked, where.coreHours(pieces)));
    std::filesystem::remove(folder / "cancel", code);
    JobStatus status;
    if (auto before = JobStatus::read(folder))
        status.attempt = before->attempt;
    status.since = nowText();
    status.words = text("It waits to be sent.");
    status.write(folder);
    TRY_DO(Ledger::opened(folder, site.name, job.key));
    return startAttendant(site.name);
}

Result<JobStatus> pollJob(const std::filesystem::path& folder)
{
    TRY(auto status, JobStatus::read(folder));
    auto where = JobPlace::read(folder);
    if (status.state != JobStatus::State::Queued || !where || !where->isHere())
        return status;
    // One that was started and is gone without a word says nothing in its file.
    TRY(auto place, here());
    TRY(auto look, place->poll({{.key = {}, .id = {}, .folder = folder.string()}}));
    TRY(status, JobStatus::read(folder));
    if (status.state == JobStatus::State::Queued && look.parts.at(0).state == PartState::State::Unknown)
        status.state = JobStatus::State::Unknown;
    return status;
}

Result<> cancelJob(const std::filesystem::path& folder)
{
    // Whoever runs it or looks after it sees this file.
    TRY_DO(writeFile(folder / "cancel", ""));
    TRY(auto where, JobPlace::read(folder));
    return where.isHere() ? Result<>() : startAttendant(where.site);
}

Result<> runAndWait(const std::filesystem::path& folder, Task& task)
{
    if (auto started = submitJob(folder); !started && started.error().code != Error::Code::Busy)
        return started;
    return waitForJob(folder, task);
}

Result<> waitForJob(const std::filesystem::path& folder, Task& task)
{
    TRY(auto where, JobPlace::read(folder));
    const bool isElsewhere = !where.isHere();
    using Clock = std::chrono::steady_clock;
    Clock::time_point asked, unknownSince;
    JobStatus told;
    // Before the first look: nothing comes between.
    Waker waker(folder);
    while (true) {
        TRY(auto status, pollJob(folder));
        std::size_t known = status.attempt == told.attempt ? told.warnings.size() : 0;
        for (std::size_t i = known; i < status.warnings.size(); ++i)
            task.note(status.warnings[i]);
        switch (status.state) {
        case JobStatus::State::Done:
            return {};
        case JobStatus::State::Failed:
            return Error{Error::Code::Internal,
                status.words.empty()
                    ? text("The job ended without saying why; its log lies in {0}.", (folder / "log.txt").string())
                    : status.words,
                folder.string()};
        case JobStatus::State::Cancelled:
            return Error{Error::Code::Cancelled,
                text("{0} To take it up again: {1}", status.words.empty() ? text("Stopped.") : status.words, runCommand(folder)),
                folder.string()};
        case JobStatus::State::Unknown:
            // What is somewhere else is looked after, and may be heard of again.
            if (isElsewhere)
                break;
            // Its process is gone without a word: looked at for a moment more, because it may just be writing its last one.
            if (unknownSince == Clock::time_point())
                unknownSince = Clock::now();
            if (Clock::now() - unknownSince > lastWordTime) {
                JobStatus::markCutOff(folder);
                return cutOff(folder);
            }
            break;
        case JobStatus::State::Running:
            if (!status.words.empty() && (status.done != told.done || status.of != told.of || status.words != told.words))
                task.progress(status.done, status.of, status.words);
            break;
        case JobStatus::State::Queued:
            break;
        }
        told = status;
        // Asked again each second: a job that only just begins may not have heard it.
        if (task.stopped() && Clock::now() - asked > askAgainTime) {
            asked = Clock::now();
            TRY_DO(cancelJob(folder));
        }
        waker.wait(lookTime);
    }
}

} // namespace opificio
