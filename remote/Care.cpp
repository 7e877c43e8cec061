// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Care.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Log.h"
#include "base/Text.h"
#include "remote/JobPlace.h"

#include <algorithm>

namespace opificio {

namespace {

using State = PartState::State;

// What the worker ends with where its time was up or it was told to stop.
constexpr int stoppedCode = 75;

} // namespace

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
        m_sent.isCheckpointHome = false;
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
    } else if (m_sent.handed.empty() && m_sent.isCheckpointHome) {
        // It may have gone on here since, or is to begin anew.
        TRY_DO(stageCheckpoint(m_place, m_there, m_sent.folder, m_task));
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
        TRY(auto made, partsThere(job.chunks));
        std::vector<int> parts;
        for (int part = 0; part < job.chunks; ++part) {
            if (!made.contains(part))
                parts.push_back(part);
        }
        return parts.empty() ? handJoin({}) : handParts(parts);
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
        bringLog(look, HalfLine::Take);
        close(JobStatus::State::Cancelled, text("Stopped."));
        return {};
    }
    bringPreviews(look);
    bringLog(look);
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
        TRY_DO(bringCheckpoint());
        bringLog(look, HalfLine::Take);
        close(JobStatus::State::Failed, lastWords(look, "status.json", part));
        return {};
    case State::Cancelled:
        TRY_DO(bringCheckpoint());
        bringLog(look, HalfLine::Take);
        close(JobStatus::State::Cancelled, text("It was stopped on the cluster."));
        return {};
    case State::Unknown:
        say(JobStatus::State::Unknown, m_status.done, m_status.of, part.words);
        return {};
    }
    return {};
}

} // namespace opificio
