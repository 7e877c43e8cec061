// SPDX-License-Identifier: GPL-3.0-or-later
// A job that is made in parts: which are there, which are made again, and what puts them together.
#include "remote/Care.h"

#include "base/Text.h"

#include <algorithm>
#include <map>
#include <optional>

namespace opificio {

namespace {

using State = PartState::State;

// So often is one part made again before a person has to look.
constexpr int mostPartAttempts = 4;
// What puts parts together ends with where some are missing.
constexpr int missingCode = 76;

} // namespace

Result<std::set<int>> Care::partsThere(int count)
{
    // Written once a part is whole; what puts them together looks into each.
    std::vector<std::string> lists;
    for (int part = 0; part < count; ++part)
        lists.push_back(m_there + "/parts/" + std::to_string(part) + "/part.json");
    TRY(auto sums, m_place.checksums(lists));
    std::set<int> numbers;
    for (int part = 0; part < count; ++part) {
        if (!sums[std::size_t(part)].empty())
            numbers.insert(part);
    }
    return numbers;
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
    // Those that were not asked for were there already.
    double done = std::max(0, job.chunks - int(states.size()));
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
                text("{0} of {1} parts are done, {2} are being made.", int(done), job.chunks, running)
                    // Why nothing goes on.
                    + (running > 0 || words.empty() ? "" : " " + words));
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
        bringLog(look, HalfLine::Take);
        close(JobStatus::State::Cancelled, text("It was stopped on the cluster."));
        return {};
    }
    if (joined->state == State::Failed && joined->code != missingCode) {
        bringLog(look, HalfLine::Take);
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
            bringLog(look, HalfLine::Take);
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

} // namespace opificio
