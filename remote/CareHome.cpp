// SPDX-License-Identifier: GPL-3.0-or-later
// What is brought home: pictures and lines while the work goes on, and in the end what it made.
#include "remote/Care.h"

#include "base/File.h"
#include "base/Text.h"
#include "remote/Tar.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <map>
#include <set>

namespace opificio {

namespace {

constexpr std::size_t mostFiles = 100'000;
constexpr std::uint64_t largestPreview = 16u << 20;
// Of one piece's lines, in one look: what lies before is left out. Place::log() gives no more at once.
constexpr std::uint64_t mostLogBytes = 128u << 10;
constexpr std::size_t mostLogs = 32, longestLine = 4000;
// Of all lines here; half of it is kept when it is full.
constexpr std::uint64_t largestLog = 16u << 20;

// As a person reads them: what a program wrote over on a terminal is gone, and nothing tells a terminal what to do.
std::string readable(std::string_view lines, const std::string& before)
{
    std::string all;
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        while (line.ends_with('\r'))
            line.remove_suffix(1);
        if (const auto over = line.rfind('\r'); over != std::string_view::npos)
            line.remove_prefix(over + 1);
        if (line.empty())
            continue;
        all += (all.empty() ? "" : "\n") + before;
        for (char letter : line.substr(0, longestLine)) {
            if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\t')
                all += letter;
        }
    }
    return all;
}

// A log that grew too long loses its older half.
void keepShort(const std::filesystem::path& log)
{
    std::error_code code;
    if (std::filesystem::file_size(log, code) <= largestLog || code)
        return;
    if (auto all = readFile(log, 4 * largestLog)) {
        const auto from = all->find('\n', all->size() - largestLog / 2);
        (void)writeFile(log, from == std::string::npos ? std::string_view() : std::string_view(*all).substr(from + 1));
    }
}

} // namespace

Result<> Care::finish(const Look& look)
{
    Task bringing([this](const Task::Progress& progress) {
        if (!progress.words.empty())
            say(JobStatus::State::Running, m_status.done, m_status.of, progress.words);
    });
    TRY_DO(bringHome(m_place, m_there, m_sent.folder, bringing));
    // Others may branch off from it. A short training has no checkpoint, and its lines all the same.
    TRY_DO(bringCheckpoint());
    TRY_DO(bringCurve());
    bringLog(look, HalfLine::Take);
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

// One that was stopped can go on here as well, from where it was; what became of it lies beside.
Result<> Care::bringCheckpoint()
{
    // Nothing went on there since it was brought.
    if (m_sent.isCheckpointHome)
        return {};
    auto entries = m_place.list(m_there + "/checkpoint");
    if (!entries) {
        m_sent.isCheckpointHome = entries.error().code == Error::Code::NotFound;
        return entries.error().code == Error::Code::Network ? Result<>(entries.takeError()) : Result<>();
    }
    for (const PlaceEntry& entry : *entries) {
        if (entry.isFolder || entry.name.starts_with(".") || entry.name.find('/') != std::string::npos)
            continue;
        TRY(auto sums, m_place.checksums({m_there + "/checkpoint/" + entry.name}));
        TRY_DO(bringFile(
            m_place, m_there + "/checkpoint/" + entry.name, m_sent.folder / "checkpoint" / entry.name, sums.at(0), m_task));
    }
    TRY_DO(bringCurve());
    m_sent.isCheckpointHome = true;
    return {};
}

// A worker that went on from an earlier step has made lines anew since they were brought one by one.
Result<> Care::bringCurve()
{
    const std::string there = m_there + "/loss.jsonl";
    TRY(auto sums, m_place.checksums({there}));
    return sums.at(0).empty() ? Result<>() : bringFile(m_place, there, m_sent.folder / "loss.jsonl", sums.at(0), m_task);
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

void Care::bringLog(const Look& look, HalfLine last)
{
    const auto folder = look.files.find(m_there);
    if (folder == look.files.end())
        return;
    // How far each was brought: on the disk, for whoever looks after the job next.
    const auto known = m_sent.folder / "logs" / "brought.json";
    auto read = readJson(known);
    Json brought = read && read->is_object() ? std::move(*read) : Json::object();
    std::vector<std::pair<std::int64_t, std::string>> grown;
    for (const auto& [name, file] : folder->second) {
        if (name.starts_with("logs/") && name.ends_with(".txt") && file.bytes != std::uint64_t(numberAt(brought, name)))
            grown.emplace_back(file.changed, name);
    }
    std::sort(grown.rbegin(), grown.rend());
    if (grown.size() > mostLogs)
        grown.resize(mostLogs);
    std::sort(grown.begin(), grown.end());
    for (const auto& [changed, name] : grown) {
        const std::uint64_t bytes = folder->second.at(name).bytes;
        auto from = std::uint64_t(std::max(0.0, numberAt(brought, name)));
        const std::string piece = name.substr(5, name.size() - 9);
        const std::string before
            = piece.find_first_not_of("0123456789") == std::string::npos ? text("Part {0}:", piece) + " " : std::string();
        std::string lines;
        if (from > bytes)
            from = 0; // it was begun anew
        if (bytes - from > mostLogBytes) {
            lines = before
                + text("{0} kB are left out here; they lie in {1}.", (bytes - from - mostLogBytes) >> 10, m_there + "/" + name)
                + "\n";
            from = bytes - mostLogBytes;
        }
        auto said = m_place.log(m_there + "/" + name, from);
        if (!said)
            return;
        const auto end = said->rfind('\n');
        const auto whole = last == HalfLine::Take || said->size() > mostLogBytes ? said->size()
            : end == std::string::npos                                           ? 0
                                                                                 : end + 1;
        lines += readable(std::string_view(*said).substr(0, whole), before);
        if (!lines.empty() && !appendLine(m_sent.folder / "log.txt", lines))
            return;
        brought[name] = from + whole;
        if (!writeJson(known, brought))
            return;
    }
    if (!grown.empty())
        keepShort(m_sent.folder / "log.txt");
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
    std::map<std::string, std::int64_t> missing;
    for (const auto& [changed, name] : fresh)
        missing[name] = changed;
    const auto arrived = [&](const std::string& name, const std::filesystem::path& part) {
        const auto here = m_sent.folder / name;
        std::filesystem::rename(part, here, code);
        // When it was made there is how it is known to be the same.
        std::filesystem::last_write_time(
            here, std::chrono::file_clock::from_sys(std::chrono::sys_seconds(std::chrono::seconds(missing[name]))), code);
    };
    const auto partOf = [&](const std::string& name) {
        const auto here = m_sent.folder / name;
        return here.parent_path() / ("." + here.filename().string() + ".part");
    };
    std::vector<std::string> together;
    for (const auto& [name, changed] : missing) {
        if (!makeFolder((m_sent.folder / name).parent_path()))
            return;
        if (TarMaker::canHold(name))
            together.push_back(name);
    }
    std::set<std::string> brought;
    const auto take = [&](const std::string& name, std::string_view content) -> Result<> {
        if (!missing.contains(name))
            return {};
        std::ofstream file(partOf(name), std::ios::binary | std::ios::trunc);
        file.write(content.data(), std::streamsize(content.size()));
        file.close();
        if (!file)
            return writeError(m_sent.folder / name, errno);
        arrived(name, partOf(name));
        brought.insert(name);
        return {};
    };
    // A few come by themselves as fast.
    if (together.size() > 2 && !m_place.getAll(m_there, together, take, m_task))
        return;
    for (const auto& [changed, name] : fresh) {
        if (brought.contains(name))
            continue;
        std::filesystem::remove(partOf(name), code);
        if (!m_place.get(m_there + "/" + name, partOf(name), m_task))
            return;
        arrived(name, partOf(name));
    }
}

} // namespace opificio
