// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Attendant.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "remote/Backend.h"
#include "remote/Detached.h"
#include "remote/JobPlace.h"
#include "remote/Ledger.h"
#include "remote/Staging.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <thread>

namespace opificio {

namespace {

using State = PartState::State;
using Clock = std::chrono::steady_clock;

// So often is a job, or a part of it, handed over again before a person has to look.
constexpr int mostAttempts = 60, mostPartAttempts = 4;
constexpr int longestPauseSeconds = 600;
// What the worker ends with where its time was up or it was told to stop.
constexpr int stoppedCode = 75;
// What puts parts together ends with where some are missing.
constexpr int missingCode = 76;
// Previews are brought as they come, and never hold up the asking.
constexpr std::size_t mostPreviews = 6, mostWarnings = 1000, mostFiles = 100'000;
constexpr std::uint64_t largestPreview = 16u << 20;

std::filesystem::path lockPath(const std::string& site)
{
    return homeFolder() / "sites" / ("." + site + ".attendant");
}

bool isLive(State state)
{
    return state == State::Waiting || state == State::Running || state == State::Requeued;
}

/// One job in the attendant's care.
class Care {
public:
    Care(Place& place, const Site& site, SentJob sent, const Arrival& arrived, Task& task)
        : m_place(place)
        , m_site(site)
        , m_sent(std::move(sent))
        , m_arrived(arrived)
        , m_task(task)
    {
        m_there = jobFolderThere(site.rootPath(), m_sent.key);
        if (auto before = JobStatus::read(m_sent.folder))
            m_status = std::move(*before);
    }

    /// Until there is something to ask about. An error of code Network: later.
    Result<> prepare();
    std::vector<Submitted> asked() const;
    Result<> take(const Look& look);
    /// What kept it from going on, for the person.
    void waits(const Error& why);
    void fail(const Error& why) { close(JobStatus::State::Failed, why.message); }

private:
    bool isCancelled() const
    {
        std::error_code code;
        return std::filesystem::exists(m_sent.folder / "cancel", code);
    }
    void say(JobStatus::State state, double done, double of, std::string_view words);
    void close(JobStatus::State state, std::string_view words);
    Result<> hand(Handed handed, std::vector<std::string> arguments, const std::string& after = {});
    Result<> handWhole();
    Result<> handParts(std::vector<int> parts);
    Result<> handJoin(const std::string& after);
    std::string takeStatus(const Look& look);
    Result<> takeWhole(const Look& look, const PartState& part);
    Result<> takeParts(const Look& look);
    Result<> finish(const Look& look);
    Result<> bringCheckpoint();
    void bringPreviews(const Look& look, std::size_t most = mostPreviews);
    void bringLines();
    std::string lastWords(const Look& look, const std::string& statusFile, const PartState& part);
    const SeenFile* seen(const Look& look, const std::string& name) const
    {
        const auto folder = look.files.find(m_there);
        if (folder == look.files.end())
            return nullptr;
        const auto file = folder->second.find(name);
        return file == folder->second.end() ? nullptr : &file->second;
    }
    std::string nextKey(const char* before) const { return m_sent.key + "-" + before + std::to_string(m_sent.attempts + 1); }

    Place& m_place;
    const Site& m_site;
    SentJob m_sent;
    const Arrival& m_arrived;
    Task& m_task;
    std::string m_there;
    JobStatus m_status;
    double m_seenDone = 0, m_seenOf = 0; // by the worker's last word
    Task* m_staging = nullptr; // while it is brought there
};

void Care::say(JobStatus::State state, double done, double of, std::string_view words)
{
    if (m_status.state == state && m_status.done == done && m_status.of == of && m_status.words == words
        && !m_status.since.empty())
        return;
    if (m_status.state != state || m_status.since.empty())
        m_status.since = nowText();
    m_status.state = state;
    m_status.done = done;
    m_status.of = of;
    m_status.words = words;
    m_status.attempt = std::max(1, m_sent.attempts);
    m_status.write(m_sent.folder);
}

void Care::close(JobStatus::State state, std::string_view words)
{
    std::error_code code;
    std::filesystem::remove(m_sent.folder / "cancel", code);
    // First the ledger: whoever sees that it ended may send it again at once.
    if (auto noted = Ledger::closed(m_sent, stateWord(state), words); !noted)
        log(Level::Error, "remote", noted.error().message);
    say(state, m_status.done, m_status.of, words);
    if (!words.empty())
        (void)appendLine(m_sent.folder / "log.txt", nowText() + " " + std::string(words));
    m_sent.isOpen = false;
}

void Care::waits(const Error& why)
{
    // How it goes over there is not known, and nothing is claimed: it is as it was, with why that is not known.
    if (!m_sent.isOpen || m_status.words == why.message)
        return;
    say(m_status.state, m_status.done, m_status.of, why.message);
}

Result<> Care::hand(Handed handed, std::vector<std::string> arguments, const std::string& after)
{
    TRY(auto where, JobPlace::read(m_sent.folder));
    arguments.insert(arguments.begin(), {"run", m_there});
    // What is about to be done is on the disk before anybody else hears of it.
    handed.coreHours = where.coreHours(std::max<std::size_t>(1, handed.parts.size()));
    if (std::none_of(m_sent.handed.begin(), m_sent.handed.end(), [&](const Handed& known) { return known.key == handed.key; })) {
        // Parts that could not be put together would be of no use.
        TRY_DO(where.mayAsk(m_sent.coreHours, handed.coreHours + (handed.kind == Handed::Kind::Parts ? where.coreHours(1) : 0)));
        TRY_DO(Ledger::submitting(m_sent, handed));
        m_sent.handed.push_back(handed);
        m_sent.coreHours += handed.coreHours;
        ++m_sent.attempts;
    }
    Resources resources = where.resources;
    if (handed.kind == Handed::Kind::Join)
        resources.gpus = 0;
    const Submission submission{.key = handed.key,
        .folder = m_there,
        .arguments = std::move(arguments),
        .parts = handed.parts,
        .resources = resources,
        .after = after};
    auto id = m_place.submit(submission);
    if (!id && id.error().code == Error::Code::NotFound) {
        // Sites clear away what lies too long.
        TRY(auto job, Job::read(m_sent.folder));
        TRY_DO(stage(m_place, m_site.rootPath(), m_sent.folder, job, m_task));
        id = m_place.submit(submission);
    }
    if (!id)
        return id.takeError();
    handed.id = *id;
    TRY_DO(Ledger::submitted(m_sent, handed));
    for (Handed& known : m_sent.handed) {
        if (known.key == handed.key)
            known.id = handed.id;
    }
    return {};
}

Result<> Care::handWhole()
{
    return hand({.kind = Handed::Kind::Whole, .key = nextKey("")}, {});
}

Result<> Care::handParts(std::vector<int> parts)
{
    Handed handed{.kind = Handed::Kind::Parts, .key = nextKey("p"), .parts = std::move(parts)};
    TRY_DO(hand(handed, {}));
    return handJoin(m_sent.handed.back().id);
}

Result<> Care::handJoin(const std::string& after)
{
    return hand({.kind = Handed::Kind::Join, .key = nextKey("j")}, {"--join"}, after);
}

Result<> Care::prepare()
{
    if (isCancelled() && m_sent.handed.empty()) {
        close(JobStatus::State::Cancelled, text("Stopped."));
        return {};
    }
    TRY(auto job, Job::read(m_sent.folder));
    if (!m_sent.isStaged) {
        Task staging([this](const Task::Progress& progress) {
            if (!progress.words.empty())
                say(JobStatus::State::Queued, 0, 0, progress.words);
            if (isCancelled() || m_task.stopped())
                m_staging->stop();
        });
        m_staging = &staging;
        TRY_DO(stage(m_place, m_site.rootPath(), m_sent.folder, job, staging));
        TRY_DO(Ledger::staged(m_sent));
        m_sent.isStaged = true;
    }
    // A submission whose answer was lost is asked for again under its key.
    std::string after;
    bool hasJoin = false;
    for (std::size_t i = 0; i < m_sent.handed.size(); ++i) {
        const Handed known = m_sent.handed[i];
        if (known.id.empty())
            TRY_DO(hand(known, known.kind == Handed::Kind::Join ? std::vector<std::string>{"--join"} : std::vector<std::string>{},
                after));
        if (known.kind == Handed::Kind::Parts)
            after = m_sent.handed[i].id;
        hasJoin = known.kind == Handed::Kind::Join || (hasJoin && known.kind != Handed::Kind::Parts);
    }
    if (m_sent.handed.empty()) {
        if (job.chunks == 1)
            return handWhole();
        std::vector<int> parts;
        for (int part = 0; part < job.chunks; ++part)
            parts.push_back(part);
        return handParts(parts);
    }
    if (!after.empty() && !hasJoin)
        return handJoin(after);
    return {};
}

std::vector<Submitted> Care::asked() const
{
    std::vector<Submitted> list;
    if (m_sent.isOpen) {
        for (const Handed& handed : m_sent.handed)
            list.push_back({handed.key, handed.id, m_there});
    }
    return list;
}

std::string Care::lastWords(const Look& look, const std::string& statusFile, const PartState& part)
{
    if (const SeenFile* file = seen(look, statusFile); file && file->content) {
        if (auto json = parseJson(*file->content, statusFile);
            json && textAt(*json, "state") == "failed" && !textAt(*json, "words").empty())
            return textAt(*json, "words");
    }
    return !part.words.empty() ? part.words
                               : text("It ended there with the code {0}; its words lie in {1}.", part.code, m_there + "/logs");
}

Result<> Care::take(const Look& look)
{
    if (!m_sent.isOpen)
        return {};
    if (isCancelled()) {
        bool isAnyLive = false;
        for (const Handed& handed : m_sent.handed) {
            for (const PartState& part : look.parts) {
                if (part.key != handed.key || !isLive(part.state))
                    continue;
                isAnyLive = true;
                TRY_DO(m_place.cancel({handed.key, handed.id, m_there}));
                break;
            }
        }
        if (isAnyLive) {
            say(m_status.state, m_status.done, m_status.of, text("It is being stopped."));
            return {};
        }
        TRY_DO(bringCheckpoint());
        close(JobStatus::State::Cancelled, text("Stopped."));
        return {};
    }
    bringPreviews(look);
    const Handed& last = m_sent.handed.back();
    if (last.kind != Handed::Kind::Whole)
        return takeParts(look);
    for (const PartState& part : look.parts) {
        if (part.key == last.key)
            return takeWhole(look, part);
    }
    return {};
}

std::string Care::takeStatus(const Look& look)
{
    m_seenDone = m_status.done;
    m_seenOf = m_status.of;
    const SeenFile* file = seen(look, "status.json");
    auto status = file && file->content ? parseJson(*file->content, "status.json") : Result<Json>(Json());
    const std::string state = status ? textAt(*status, "state") : std::string();
    // What stands there from an earlier attempt says nothing of this one.
    if (state != "running" && state != "done")
        return text("It begins.");
    if (at(*status, "warnings").is_array()) {
        m_status.warnings.clear();
        for (const Json& warning : at(*status, "warnings")) {
            if (warning.is_string() && m_status.warnings.size() < mostWarnings)
                m_status.warnings.push_back(warning.get<std::string>());
        }
    }
    m_seenDone = numberAt(*status, "done");
    m_seenOf = numberAt(*status, "of");
    return textAt(*status, "words");
}

Result<> Care::takeWhole(const Look& look, const PartState& part)
{
    switch (part.state) {
    case State::Waiting:
    case State::Requeued:
        say(JobStatus::State::Queued, m_status.done, m_status.of, part.words);
        return {};
    case State::Running: {
        const std::string words = takeStatus(look);
        say(JobStatus::State::Running, m_seenDone, m_seenOf, !part.words.empty() ? part.words : words);
        bringLines();
        return {};
    }
    case State::Done:
        (void)takeStatus(look);
        m_status.done = m_seenDone;
        m_status.of = m_seenOf;
        return finish(look);
    case State::Stopped:
    case State::Forgotten: {
        TRY(auto job, Job::read(m_sent.folder));
        // A film in one piece begins anew each time; a second time it is given, in case something else was in its way.
        if (job.verb == "render" && part.code == stoppedCode && m_sent.attempts > 1)
            return Error{Error::Code::Invalid,
                text("The film did not become ready in its time, and in one piece it begins anew each time. Ask for more "
                     "minutes, or "
                     "for parts.")};
        if (m_sent.attempts >= mostAttempts)
            return Error{Error::Code::Internal,
                text("It was begun {0} times and did not come to its end. {1}", m_sent.attempts, part.words)};
        say(JobStatus::State::Queued, m_status.done, m_status.of,
            part.words.empty() ? text("It goes on from its checkpoint.") : part.words);
        return handWhole();
    }
    case State::Failed:
        bringLines();
        close(JobStatus::State::Failed, lastWords(look, "status.json", part));
        return {};
    case State::Cancelled:
        close(JobStatus::State::Cancelled, text("It was stopped on the cluster."));
        return {};
    case State::Unknown:
        say(JobStatus::State::Unknown, m_status.done, m_status.of, part.words);
        return {};
    }
    return {};
}

Result<> Care::takeParts(const Look& look)
{
    TRY(auto job, Job::read(m_sent.folder));
    // What became of each part in the last submission that holds it, and of the last join.
    std::map<int, PartState> states;
    std::map<int, int> attempts;
    std::optional<PartState> joined;
    for (const Handed& handed : m_sent.handed) {
        for (int part : handed.parts) {
            states[part] = {.part = part, .state = State::Unknown};
            ++attempts[part];
        }
        for (const PartState& state : look.parts) {
            if (state.key != handed.key)
                continue;
            if (handed.kind == Handed::Kind::Join) {
                joined = state;
            } else if (state.part >= 0) {
                states[state.part] = state;
            } else {
                for (int part : handed.parts)
                    states[part] = state;
            }
        }
    }
    double done = 0;
    int running = 0, waiting = 0;
    std::string words;
    for (const auto& [number, part] : states) {
        if (part.state == State::Done)
            done += 1;
        waiting += part.state == State::Waiting || part.state == State::Requeued;
        if (isLive(part.state) && part.state != State::Running && (words.empty() || part.isHopeless))
            words = part.words;
        if (part.state != State::Running)
            continue;
        ++running;
        const SeenFile* file = seen(look, "parts/" + std::to_string(number) + ".status.json");
        auto status = file && file->content ? parseJson(*file->content, "status.json") : Result<Json>(Json());
        if (status && numberAt(*status, "of") > 0)
            done += std::clamp(numberAt(*status, "done") / numberAt(*status, "of"), 0.0, 1.0);
    }
    const bool isLively = running + waiting > 0;
    if (isLively && (!joined || joined->state != State::Done)) {
        if (running == 0 && done == 0)
            say(JobStatus::State::Queued, 0, job.chunks, words);
        else
            say(JobStatus::State::Running, done, job.chunks,
                text("{0} of {1} parts are done, {2} are being made.", int(done), job.chunks, running));
        return {};
    }
    if (!joined)
        return {};
    if (joined->state == State::Done)
        return finish(look);
    if (isLive(joined->state)) {
        say(JobStatus::State::Running, done, job.chunks, text("The parts are being put together."));
        return {};
    }
    if (joined->state == State::Unknown) {
        say(JobStatus::State::Unknown, done, job.chunks, joined->words);
        return {};
    }
    if (joined->state == State::Cancelled) {
        close(JobStatus::State::Cancelled, text("It was stopped on the cluster."));
        return {};
    }
    if (joined->state == State::Failed && joined->code != missingCode) {
        close(JobStatus::State::Failed, lastWords(look, "status.json", *joined));
        return {};
    }
    // The join ended before its time, or says what it lacks: those parts are made again, and no other.
    std::vector<int> missing;
    for (const auto& [number, part] : states) {
        if (part.state == State::Forgotten || part.state == State::Stopped)
            missing.push_back(number);
    }
    const SeenFile* file = joined->code == missingCode ? seen(look, "missing.json") : nullptr;
    auto named = file && file->content ? parseJson(*file->content, "missing.json") : Result<Json>(Json::object());
    std::string why;
    if (named && at(*named, "parts").is_array()) {
        for (const Json& one : at(*named, "parts")) {
            const int number = int(numberAt(one, "part", -1));
            if (number < 0 || number >= job.chunks || std::find(missing.begin(), missing.end(), number) != missing.end())
                continue;
            missing.push_back(number);
            if (attempts[number] < mostPartAttempts)
                continue;
            const std::string last = states.contains(number) && states[number].state == State::Failed
                ? lastWords(look, "parts/" + std::to_string(number) + ".status.json", states[number])
                : textAt(one, "why");
            close(JobStatus::State::Failed,
                text("Part {0} could not be made in {1} attempts. {2}", number, attempts[number], last));
            return {};
        }
    }
    if (m_sent.attempts >= mostAttempts)
        return Error{
            Error::Code::Internal, text("It was begun {0} times and did not come to its end. {1}", m_sent.attempts, why)};
    if (missing.empty())
        return handJoin({});
    std::sort(missing.begin(), missing.end());
    say(JobStatus::State::Running, done, job.chunks, text("{0} parts are made again.", missing.size()));
    return handParts(std::move(missing));
}

Result<> Care::finish(const Look& look)
{
    Task bringing([this](const Task::Progress& progress) {
        if (!progress.words.empty())
            say(JobStatus::State::Running, m_status.done, m_status.of, progress.words);
    });
    TRY_DO(bringHome(m_place, m_there, m_sent.folder, bringing));
    bringLines();
    bringPreviews(look, mostFiles);
    TRY(auto job, Job::read(m_sent.folder));
    // Before it says that it is done: whoever hears that finds everything in its place.
    auto arrived = m_arrived(m_sent.folder, job);
    if (!arrived && m_status.warnings.size() < mostWarnings)
        m_status.warnings.push_back(arrived.error().message);
    m_status.done = m_status.of;
    close(JobStatus::State::Done, {});
    // What it was given stays in blobs/ for others. One that cannot be removed now is removed when the site is cleaned.
    if (arrived && *arrived)
        (void)m_place.remove(m_there);
    return {};
}

// One that was stopped can go on here as well, from where it was.
Result<> Care::bringCheckpoint()
{
    auto entries = m_place.list(m_there + "/checkpoint");
    if (!entries)
        return entries.error().code == Error::Code::Network ? Result<>(entries.takeError()) : Result<>();
    for (const PlaceEntry& entry : *entries) {
        if (entry.isFolder || entry.name.starts_with(".") || entry.name.find('/') != std::string::npos)
            continue;
        TRY(auto sums, m_place.checksums({m_there + "/checkpoint/" + entry.name}));
        TRY_DO(bringFile(
            m_place, m_there + "/checkpoint/" + entry.name, m_sent.folder / "checkpoint" / entry.name, sums.at(0), m_task));
    }
    bringLines();
    return {};
}

void Care::bringLines()
{
    // What was brought is a beginning of what is there; a copy that does not fit any more would show.
    const auto here = m_sent.folder / "loss.jsonl";
    std::error_code code;
    const auto known = std::filesystem::exists(here, code) ? std::filesystem::file_size(here, code) : 0;
    auto lines = m_place.log(m_there + "/loss.jsonl", known);
    if (!lines)
        return;
    // Whole lines only: the last may only just be written.
    const auto end = lines->rfind('\n');
    if (end != std::string::npos)
        (void)appendLine(here, lines->substr(0, end));
}

void Care::bringPreviews(const Look& look, std::size_t most)
{
    const auto folder = look.files.find(m_there);
    if (folder == look.files.end())
        return;
    std::vector<std::pair<std::int64_t, std::string>> fresh;
    std::error_code code;
    for (const auto& [name, file] : folder->second) {
        const auto slash = name.find('/');
        const std::string shelf = name.substr(0, slash);
        if (slash == std::string::npos || (shelf != "previews" && shelf != "samples" && shelf != "live")
            || file.bytes > largestPreview || name[slash + 1] == '.' || name.find('/', slash + 1) != std::string::npos)
            continue;
        const auto here = m_sent.folder / name;
        const auto changed = std::filesystem::last_write_time(here, code);
        const auto changedHere = code
            ? 0
            : std::chrono::duration_cast<std::chrono::seconds>(std::chrono::file_clock::to_sys(changed).time_since_epoch())
                  .count();
        if (std::filesystem::file_size(here, code) != file.bytes || code || changedHere < file.changed)
            fresh.emplace_back(file.changed, name);
    }
    // The newest: older ones come when there is time.
    std::sort(fresh.rbegin(), fresh.rend());
    if (fresh.size() > most)
        fresh.resize(most);
    for (const auto& [changed, name] : fresh) {
        const auto here = m_sent.folder / name, part = here.parent_path() / ("." + here.filename().string() + ".part");
        if (!makeFolder(here.parent_path()))
            return;
        std::filesystem::remove(part, code);
        if (!m_place.get(m_there + "/" + name, part, m_task))
            return;
        std::filesystem::rename(part, here, code);
        // When it was made there is how it is known to be the same.
        std::filesystem::last_write_time(
            here, std::chrono::file_clock::from_sys(std::chrono::sys_seconds(std::chrono::seconds(changed))), code);
    }
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

} // namespace

Result<> attend(const std::string& name, const Secrets& secrets, const Arrival& arrived, Task& task)
{
    TRY_DO(makeFolder(lockPath(name).parent_path()));
    TRY(auto lock, FileLock::take(lockPath(name)));
    std::unique_ptr<Place> place;
    Json opened;
    int pause = 0;
    std::string lostSince;
    while (!task.stopped()) {
        auto jobs = openJobs(name);
        if (jobs.empty())
            return {};
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
            if (result.error().code == Error::Code::Network)
                care.waits(notKnown(result.error()));
            else if (isPassing(result.error()))
                care.waits(result.error());
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
            if (!look)
                lost = look.error();
            for (const auto& care : cares) {
                if (look)
                    meet(*care, care->take(*look));
                else
                    care->waits(notKnown(look.error()));
            }
        }
        if (!lost)
            lostSince.clear();
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
