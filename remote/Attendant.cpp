// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Attendant.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "remote/Backend.h"
#include "remote/Care.h"
#include "remote/Detached.h"
#include "remote/SshKey.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace opificio {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int longestPauseSeconds = 600;
// So long a passphrase that was given by hand is kept while there is nothing to do.
constexpr auto longestIdle = std::chrono::hours(12);

std::filesystem::path lockPath(const std::string& site)
{
    return homeFolder() / "sites" / ("." + site + ".attendant");
}

// Whoever writes it wants to look after the site instead.
std::filesystem::path wishPath(const std::string& site)
{
    return homeFolder() / "sites" / ("." + site + ".takeover");
}

Result<FileLock> takeTurn(const std::string& site, Shift shift, const Task& task)
{
    std::error_code code;
    while (true) {
        auto lock = FileLock::take(lockPath(site));
        if (lock)
            std::filesystem::remove(wishPath(site), code);
        if (lock || lock.error().code != Error::Code::Busy || shift == Shift::Plain || task.stopped())
            return lock;
        // Said again as long as it is so: one that came in between takes it for somebody's who is gone.
        if (!std::filesystem::exists(wishPath(site), code))
            TRY_DO(writeFile(wishPath(site), ""));
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

// A passphrase is given by a person, here and not there.
Error withWayIn(Error why, const Site& site, const Secrets& secrets)
{
    if (why.code == Error::Code::ReadOnly && !site.key.empty() && why.what == site.key
        && lookAtKey(site.key, secrets.find(site.name).value_or(std::string())).wantsPassphrase())
        why.message = text("{0} Give it in the window under Other computers, or in a terminal: opificio-cli site login {1}",
            why.message, site.name);
    return why;
}

std::vector<SentJob> openJobs(const std::string& site)
{
    auto jobs = Ledger::read();
    std::vector<SentJob> open;
    if (!jobs) {
        log(Level::Error, "remote", jobs.error().message);
        return open;
    }
    for (SentJob& job : *jobs) {
        if (job.isOpen && (site.empty() || job.site == site))
            open.push_back(std::move(job));
    }
    return open;
}

// What may wait for the place, and what a person must hear of.
bool isPassing(const Error& error)
{
    return error.code == Error::Code::Network || error.code == Error::Code::DiskFull || error.code == Error::Code::ReadOnly;
}

// Whether somebody wants something of a job that was not looked at yet.
std::string wishes(const std::string& site)
{
    std::error_code code;
    std::string all = std::to_string(std::filesystem::file_size(Ledger::file(), code));
    for (const SentJob& job : openJobs(site))
        all += std::filesystem::exists(job.folder / "cancel", code) ? "1" : "0";
    return all;
}

Result<> attendOnce(const std::string& name, const Secrets& secrets, const Arrival& arrived, Task& task, Shift shift)
{
    TRY_DO(makeFolder(lockPath(name).parent_path()));
    TRY(auto lock, takeTurn(name, shift, task));
    const std::jthread stepsDown([&](const std::stop_token& over) {
        std::mutex mutex;
        std::condition_variable_any woken;
        std::unique_lock unlocked(mutex);
        // Ends at once when it is over: the turn is held until then.
        for (std::error_code code; !over.stop_requested();
             woken.wait_for(unlocked, over, std::chrono::milliseconds(100), [] { return false; })) {
            if (std::filesystem::exists(wishPath(name), code))
                task.stop();
        }
    });
    std::unique_ptr<Place> place;
    Json opened;
    int pause = 0;
    std::string lostSince;
    auto lastNeeded = Clock::now();
    while (!task.stopped()) {
        auto jobs = openJobs(name);
        if (jobs.empty()) {
            place.reset();
            if (shift == Shift::Plain || Clock::now() - lastNeeded > longestIdle || !Site::read(name))
                return {};
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            continue;
        }
        lastNeeded = Clock::now();
        TRY(auto site, Site::read(name));
        // A description that changed is another place.
        if (!place || opened != site.toJson()) {
            TRY(place, openPlace(site, secrets));
            opened = site.toJson();
        }
        const std::string before = wishes(name);
        std::vector<std::unique_ptr<Care>> cares;
        std::vector<Submitted> asked;
        std::optional<Error> lost;
        bool isShut = false;
        const auto notKnown = [&](const Error& why) {
            if (lostSince.empty())
                lostSince = nowText();
            return Error{
                why.code, text("{0} How it goes there is not known since {1}; it is asked again.", why.message, lostSince)};
        };
        const auto meet = [&](Care& care, const Result<>& result) {
            if (result)
                return;
            if (result.error().code == Error::Code::Network)
                lost = result.error();
            if (result.error().code == Error::Code::Cancelled)
                return;
            isShut = isShut || (!site.key.empty() && result.error().what == site.key);
            if (result.error().code == Error::Code::Network)
                care.waits(notKnown(result.error()));
            else if (isPassing(result.error()))
                care.waits(withWayIn(result.error(), site, secrets));
            else
                care.fail(result.error());
        };
        for (SentJob& job : jobs) {
            cares.push_back(std::make_unique<Care>(*place, site, std::move(job), arrived, task));
            if (lost) {
                cares.back()->waits(notKnown(*lost));
                continue;
            }
            meet(*cares.back(), cares.back()->prepare());
            const auto more = cares.back()->asked();
            asked.insert(asked.end(), more.begin(), more.end());
        }
        std::erase_if(asked, [](const Submitted& one) { return one.id.empty(); });
        if (!lost && !asked.empty()) {
            auto look = place->poll(asked);
            if (!look) {
                isShut = isShut || (!site.key.empty() && look.error().what == site.key);
                lost = withWayIn(look.takeError(), site, secrets);
            }
            for (const auto& care : cares) {
                if (look)
                    meet(*care, care->take(*look));
                else
                    care->waits(notKnown(*lost));
            }
        }
        if (!lost)
            lostSince.clear();
        // Whoever opens the keyring meanwhile is heard.
        cares.clear();
        if (isShut)
            place.reset();
        // A place that does not answer is asked less and less often, and never given up.
        pause = lost ? std::min(longestPauseSeconds, std::max(site.pollSeconds, pause * 2)) : site.pollSeconds;
        const auto until = Clock::now() + std::chrono::seconds(pause);
        const std::string now = wishes(name);
        while (Clock::now() < until && !task.stopped() && wishes(name) == now && now == before)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (lost && now != before && !task.stopped())
            std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    return {};
}

} // namespace

Result<> attend(const std::string& name, const Secrets& secrets, const Arrival& arrived, Task& task, Shift shift)
{
    while (true) {
        TRY_DO(attendOnce(name, secrets, arrived, task, shift));
        // Whoever sent one just before the end found that somebody looks after them.
        if (task.stopped() || openJobs(name).empty())
            return {};
    }
}

bool isAttended(const std::string& site)
{
    return FileLock::isHeld(lockPath(site));
}

Result<> startAttendant(const std::string& site)
{
    if (isAttended(site))
        return {};
    TRY_DO(makeFolder(homeFolder() / "sites"));
    return startDetached(cliProgram(), {"attend", site}, homeFolder() / "sites" / (site + ".log"));
}

Result<> handPassphrase(const std::string& site, const std::string& passphrase)
{
    TRY_DO(makeFolder(homeFolder() / "sites"));
    return startDetached(
        cliProgram(), {"attend", "--passphrase", site}, homeFolder() / "sites" / (site + ".log"), 0, nullptr, passphrase + "\n");
}

Result<> startAttendants()
{
    std::set<std::string> sites;
    TRY(auto jobs, Ledger::read());
    for (const SentJob& job : jobs) {
        if (job.isOpen)
            sites.insert(job.site);
        // Cut off between the ledger and the folder.
        auto status = JobStatus::read(job.folder);
        if (job.isOpen || !status || (status->state != JobStatus::State::Running && status->state != JobStatus::State::Queued))
            continue;
        for (auto state : {JobStatus::State::Done, JobStatus::State::Failed, JobStatus::State::Cancelled}) {
            if (job.ended == stateWord(state)) {
                status->state = state;
                status->words = job.words;
                status->write(job.folder);
            }
        }
    }
    for (const std::string& site : sites)
        TRY_DO(startAttendant(site));
    return {};
}

} // namespace opificio
