// SPDX-License-Identifier: GPL-3.0-or-later
// What is brought home: pictures and lines while the work goes on, and in the end what it made.
#include "remote/Care.h"

#include "base/File.h"
#include "base/Text.h"

#include <algorithm>
#include <chrono>

namespace opificio {

namespace {

constexpr std::size_t mostFiles = 100'000;
constexpr std::uint64_t largestPreview = 16u << 20;

} // namespace

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

} // namespace opificio
