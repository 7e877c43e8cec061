// SPDX-License-Identifier: GPL-3.0-or-later
#include "JobSeen.h"

#include "base/File.h"
#include "base/Hash.h"
#include "media/Format.h"
#include "remote/Backend.h"
#include "remote/JobPlace.h"
#include "remote/Site.h"
#include "studio/Delivery.h"

#include "Jobs.h"
#include "Text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <tuple>

namespace opificio {

namespace {

using State = JobStatus::State;

// What a line of a list can hold; more of it is damage or malice.
constexpr std::size_t longestWords = 600;

std::string bounded(std::string words)
{
    if (words.size() > longestWords) {
        std::size_t end = longestWords;
        while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xc0) == 0x80)
            --end;
        words.resize(end);
        words += "…";
    }
    return words;
}

double sensible(double number)
{
    return std::isfinite(number) ? std::clamp(number, 0.0, 1e15) : 0.0;
}

std::int64_t millisecondsOf(std::filesystem::file_time_type time)
{
    const auto system = std::chrono::file_clock::to_sys(time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(system.time_since_epoch()).count();
}

std::int64_t changedAt(const std::filesystem::path& path)
{
    std::error_code code;
    const auto time = std::filesystem::last_write_time(path, code);
    return code ? 0 : millisecondsOf(time);
}

bool isFile(const std::filesystem::path& path)
{
    std::error_code code;
    return std::filesystem::is_regular_file(path, code);
}

// "Living texture · Hawa Mahal" is the model's name where nobody gave one; the kind is said beside it.
std::string withoutLabel(const std::string& name)
{
    const auto at = name.find(" · ");
    return at == std::string::npos || at + 4 >= name.size() ? name : name.substr(at + 4);
}

void describe(JobSeen& seen, const Job& job)
{
    seen.key = job.key;
    seen.verb = job.verb;
    seen.predictedSeconds = sensible(numberAt(job.needs, "seconds"));
    if (job.verb == "train") {
        seen.recipe = textAt(job.values, "recipe");
        seen.name = withoutLabel(textAt(job.values, "name"));
        const Json& pictures = at(job.values, "pictures");
        seen.given = pictures.is_array() ? std::int64_t(pictures.size()) : 0;
    } else {
        seen.name = textAt(job.values, "name");
        auto format = findFormat(textAt(job.values, "format"));
        seen.isStill = format && (*format)->shape == Format::Shape::Stills;
    }
    seen.name = bounded(seen.name);
}

// The other computer and what it is called, where the job was sent to one.
void findPlace(JobSeen& seen)
{
    const auto place = JobPlace::read(seen.folder);
    if (!place || place->isHere())
        return;
    const auto site = Site::read(place->site);
    seen.site = bounded(place->site);
    seen.place = bounded(site && !site->title.empty() ? site->title : place->site);
}

// The last of samples/NUMBER.png.
std::filesystem::path lastSample(const std::filesystem::path& folder)
{
    std::filesystem::path last;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "samples", code)) {
        if (entry.path().extension() == ".png" && entry.path().filename() > last.filename())
            last = entry.path();
    }
    return last;
}

// The newest small picture of a film that is made in parts.
std::filesystem::path newestPreview(const std::filesystem::path& folder)
{
    std::filesystem::path newest;
    std::int64_t when = 0;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "previews", code)) {
        const std::int64_t changed = entry.path().extension() == ".jpg" ? changedAt(entry.path()) : 0;
        if (changed > when || (changed == when && changed > 0 && entry.path() > newest)) {
            newest = entry.path();
            when = changed;
        }
    }
    return newest;
}

// What shows best what it makes.
void findPicture(JobSeen& seen)
{
    seen.picture.clear();
    if (seen.verb == "train") {
        seen.picture = seen.folder / "live" / "sample.png";
        if (!isFile(seen.picture))
            seen.picture = lastSample(seen.folder);
    } else if (const Json& files = at(seen.result, "files"); files.is_array() && !files.empty() && files.front().is_string()) {
        seen.picture = files.front().get<std::string>();
    } else {
        seen.picture = newestPreview(seen.folder);
    }
    seen.pictureStamp = seen.picture.empty() ? 0 : changedAt(seen.picture);
}

// Where its result was brought, without bringing it.
Json standingResult(const std::filesystem::path& folder, const Job& job)
{
    auto result = readJson(folder / "out" / "result.json", 4u << 20);
    if (!result || !result->is_object())
        return Json::object();
    if (job.verb != "render") {
        // Only what it may say: a path that stands in it leads nowhere.
        const std::string sha256 = textAt(*result, "sha256");
        const std::filesystem::path kept = folder.parent_path().parent_path() / "models" / (sha256 + ".safetensors");
        return {{"sha256", isSha256(sha256) ? sha256 : std::string()}, {"learned", numberAt(*result, "learned")},
            {"given", numberAt(*result, "given")}, {"checks", at(*result, "checks")},
            {"model", (isSha256(sha256) && isFile(kept) ? kept : folder / "out" / "model.safetensors").string()}};
    }
    const std::filesystem::path output = textAt(job.values, "output");
    Json files = Json::array(), credits = Json::array();
    for (const Json& name : at(*result, "files")) {
        if (!name.is_string())
            continue;
        const std::filesystem::path file = std::filesystem::path(name.get<std::string>()).filename();
        const std::filesystem::path there = output.parent_path() / file;
        files.push_back((!output.empty() && isFile(there) ? there : folder / "out" / file).string());
    }
    if (!files.empty()) {
        const std::filesystem::path beside = std::filesystem::path(files.front().get<std::string>()).parent_path();
        for (const std::string& stem : {textAt(job.values, "name") + ".", std::string()}) {
            for (const char* name : {"credits.json", "credits.html"}) {
                if (credits.size() < 2 && isFile(beside / (stem + name)))
                    credits.push_back((beside / (stem + name)).string());
            }
        }
    }
    Json answer = *result;
    answer["files"] = files;
    answer["credits"] = credits;
    return answer;
}

// Whether something of a finished job still lies where it was made and is wanted elsewhere.
bool awaitsDelivery(const std::filesystem::path& folder, const Job& job)
{
    std::error_code code;
    if (job.verb == "train") {
        const std::filesystem::path work = folder.parent_path().parent_path();
        if (!isFile(work / "work.json"))
            return false;
        auto result = readJson(folder / "out" / "result.json", 4u << 20);
        const std::string sha256 = result ? textAt(*result, "sha256") : std::string();
        return !isSha256(sha256) || !isFile(work / "models" / (sha256 + ".safetensors"));
    }
    const std::filesystem::path output = textAt(job.values, "output");
    if (output.empty() || std::filesystem::equivalent(output.parent_path(), folder / "out", code))
        return false;
    auto result = readJson(folder / "out" / "result.json", 4u << 20);
    for (const Json& name : result ? at(*result, "files") : Json::array()) {
        if (name.is_string() && isFile(folder / "out" / std::filesystem::path(name.get<std::string>()).filename()))
            return true;
    }
    return false;
}

// How quick it is now: from what it did in the last half a minute.
constexpr std::int64_t windowMs = 30'000, shortestMs = 1'500;

} // namespace

bool JobSeen::isActive() const
{
    return status.state == State::Running || (status.state == State::Queued && isStarted && !isFinished)
        || (status.state == State::Unknown && isStarted && !isFinished && !place.empty());
}

bool JobSeen::canResume() const
{
    return problem.empty() && !isFinished
        && (status.state == State::Unknown || status.state == State::Cancelled || status.state == State::Failed
            || (status.state == State::Queued && !isStarted));
}

double JobSeen::secondsLeft() const
{
    if (!isActive())
        return -1;
    if (!(status.of > 0))
        return predictedSeconds > 0 ? predictedSeconds : -1;
    const double rest = std::max(0.0, status.of - status.done);
    if (rate > 0)
        return rest / rate;
    return predictedSeconds > 0 ? predictedSeconds * rest / status.of : -1;
}

std::shared_ptr<const JobSeen> JobLooker::read(
    const std::filesystem::path& folder, bool isOfWork, Known& known, std::int64_t nowMs, std::vector<JobEvent>& events)
{
    const auto stamps
        = std::array{changedAt(folder / "status.json"), changedAt(folder / ".live"), changedAt(folder / "out" / "result.json")};
    if (known.seen && !known.seen->isActive() && known.stamps == stamps)
        return known.seen;
    known.stamps = stamps;
    auto seen = std::make_shared<JobSeen>();
    seen->folder = folder;
    seen->isOfWork = isOfWork;
    seen->made = changedAt(folder / "job.json");
    if (!known.job) {
        auto job = Job::read(folder);
        if (!job) {
            seen->key = folder.filename().string();
            seen->name = seen->key;
            seen->problem = bounded(job.error().message);
            seen->status.state = State::Unknown;
            return seen;
        }
        known.job = std::make_shared<const Job>(std::move(*job));
    }
    const Job& job = *known.job;
    describe(*seen, job);
    findPlace(*seen);
    auto status = pollJob(folder);
    const bool wasActive = known.seen && known.seen->isActive();
    bool wasCutOff = false;
    if (status && status->state == State::Unknown) {
        // Said once: what is on disk says so from then on. It may have written its last word between two looks.
        auto raw = readJson(folder / "status.json", 4u << 20);
        // Of what runs somewhere else nobody knows at the moment; that is no end.
        auto where = JobPlace::read(folder);
        wasCutOff = where && where->isHere() && (wasActive || (raw && textAt(*raw, "state") == stateWord(State::Running)));
        if (wasCutOff) {
            JobStatus::markCutOff(folder);
            status = pollJob(folder);
        }
    }
    if (status) {
        seen->status = std::move(*status);
    } else {
        // It is written anew once it runs again.
        seen->status.state = State::Unknown;
        seen->status.words = status.error().message;
    }
    seen->status.words = bounded(seen->status.words);
    seen->status.done = sensible(seen->status.done);
    seen->status.of = sensible(seen->status.of);
    if (seen->status.of > 0)
        seen->status.done = std::min(seen->status.done, seen->status.of);
    for (std::string& warning : seen->status.warnings)
        warning = bounded(std::move(warning));
    std::error_code code;
    seen->isStarted = std::filesystem::exists(folder / ".live", code) || std::filesystem::exists(folder / "status.json", code);
    seen->canGoOn = std::filesystem::is_directory(folder / "checkpoint", code);
    const State state = seen->status.state;
    if (state == State::Running) {
        if (!known.marks.empty()
            && (known.marks.back().done > seen->status.done || known.seen->status.attempt != seen->status.attempt))
            known.marks.clear();
        if (known.marks.empty() || known.marks.back().done < seen->status.done)
            known.marks.push_back({nowMs, seen->status.done});
        while (known.marks.size() > 2 && nowMs - known.marks[1].ms > windowMs)
            known.marks.erase(known.marks.begin());
        const auto &first = known.marks.front(), &last = known.marks.back();
        if (last.ms - first.ms >= shortestMs)
            seen->rate = (last.done - first.done) * 1000.0 / double(last.ms - first.ms);
        else if (known.seen && known.seen->status.attempt == seen->status.attempt)
            seen->rate = known.seen->rate;
    } else {
        known.marks.clear();
    }
    if (state != State::Running && !(state == State::Queued && seen->isStarted))
        seen->isFinished = opificio::isFinished(folder, job);
    if (seen->isFinished) {
        if (known.seen && known.seen->isFinished)
            seen->result = known.seen->result;
        else
            seen->result = standingResult(folder, job);
        if (!known.triedToDeliver && awaitsDelivery(folder, job)) {
            known.triedToDeliver = true;
            JobEvent event{.kind = JobEvent::Kind::Delivered};
            auto result = deliver(
                folder, job, [&](std::string_view sentence, std::string_view) { event.warnings.emplace_back(sentence); });
            if (result) {
                seen->result = standingResult(folder, job);
            } else {
                event.kind = JobEvent::Kind::NotDelivered;
                event.sentence = result.error().message;
            }
            event.job = seen;
            events.push_back(std::move(event));
        } else if (wasActive) {
            events.push_back({.kind = JobEvent::Kind::Ended, .job = seen, .warnings = seen->status.warnings});
        }
        seen->status.state = State::Done;
    } else if (state == State::Unknown && wasCutOff) {
        events.push_back({.kind = JobEvent::Kind::CutOff, .job = seen});
    } else if (state == State::Failed && wasActive) {
        events.push_back({.kind = JobEvent::Kind::Failed, .job = seen, .sentence = seen->status.words});
    } else if (state == State::Done) {
        // It says that it is done, and what it made is gone.
        seen->status.state = State::Failed;
        seen->status.words = utf8(Jobs::tr("What it made is not there any more."));
    }
    findPicture(*seen);
    return seen;
}

JobLooker::Look JobLooker::look(
    const std::filesystem::path& work, const std::filesystem::path& home, Depth depth, std::int64_t nowMs)
{
    Look look;
    if (work != m_work) {
        m_known.clear();
        m_work = work;
        depth = Depth::All;
    }
    if (depth == Depth::All) {
        std::map<std::filesystem::path, bool> folders;
        std::error_code code;
        for (const auto& [root, isOfWork] : {std::pair(work, true), std::pair(home, false)}) {
            if (root.empty())
                continue;
            for (const auto& entry : std::filesystem::directory_iterator(root / "runs", code)) {
                const std::string name = entry.path().filename().string();
                if (!name.starts_with('.') && isFile(entry.path() / "job.json"))
                    folders.emplace(entry.path(), isOfWork);
            }
        }
        std::erase_if(m_known, [&](const auto& one) { return !folders.contains(one.first); });
        for (const auto& [folder, isOfWork] : folders) {
            Known& known = m_known[folder];
            known.seen = read(folder, isOfWork, known, nowMs, look.events);
        }
    } else {
        for (auto& [folder, known] : m_known) {
            if (known.seen && known.seen->isActive())
                known.seen = read(folder, known.seen->isOfWork, known, nowMs, look.events);
        }
    }
    for (const auto& [folder, known] : m_known)
        look.jobs.push_back(known.seen);
    std::sort(look.jobs.begin(), look.jobs.end(), [](const auto& one, const auto& other) {
        const auto rank = [](const JobSeen& job) { return std::tuple(!job.isActive(), -job.made, job.folder.string()); };
        return rank(*one) < rank(*other);
    });
    return look;
}

} // namespace opificio
