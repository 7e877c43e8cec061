// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Backend.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Text.h"
#include "remote/Attendant.h"
#include "remote/JobPlace.h"
#include "remote/Ledger.h"
#include "remote/Staging.h"

#include <chrono>
#include <thread>

namespace opificio {

namespace {

// What takes the job up again, as it can be typed.
std::string runCommand(const std::filesystem::path& folder)
{
    std::string name = folder.string();
    return "opificio-cli run " + (name.find(' ') == std::string::npos ? name : "\"" + name + "\"");
}

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
    for (const SentJob& sent : jobs) {
        if (sent.folder == folder && sent.key == job.key && sent.site == site.name)
            asked = sent.coreHours;
        if (sent.folder == folder && sent.isOpen) {
            TRY_DO(startAttendant(site.name));
            return Error{Error::Code::Busy, text("The job was sent already."), folder.string()};
        }
    }
    // What puts the parts together is a piece as well.
    TRY_DO(where.mayAsk(asked, where.coreHours(job.chunks > 1 ? std::size_t(job.chunks) + 1 : 1)));
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
    int stopping = 0;
    int unknown = 0;
    JobStatus told;
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
            // Its process is gone without a word: some looks, because it may just be writing its last one.
            if (++unknown > 10) {
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
        if (task.stopped() && stopping++ % 20 == 0)
            TRY_DO(cancelJob(folder));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

} // namespace opificio
