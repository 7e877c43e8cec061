// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Ledger.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Resources.h"

#include <algorithm>
#include <cerrno>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace opificio {

namespace {

constexpr std::size_t largestLedger = 256u << 20;

const char* wordOf(Handed::Kind kind)
{
    return kind == Handed::Kind::Whole ? "whole" : kind == Handed::Kind::Parts ? "parts" : "join";
}

Result<> add(Json line)
{
    line["at"] = nowText();
    const auto path = Ledger::file();
    TRY_DO(makeFolder(path.parent_path()));
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return writeError(path, errno);
    int failure = ::flock(file, LOCK_EX) != 0 ? errno : 0;
    if (!failure) {
        // Half a line of somebody who was cut off must not take this one along.
        char last = '\n';
        const off_t end = ::lseek(file, 0, SEEK_END);
        if (end > 0)
            (void)!::pread(file, &last, 1, end - 1);
        const std::string whole = (last == '\n' ? "" : "\n") + printJsonLine(line) + "\n";
        errno = EIO;
        if (::write(file, whole.data(), whole.size()) != ssize_t(whole.size()) || ::fsync(file) != 0)
            failure = errno;
    }
    ::close(file);
    if (failure)
        return writeError(path, failure);
    return {};
}

Json lineOf(const char* event, const std::filesystem::path& folder)
{
    return {{"event", event}, {"folder", folder.string()}};
}

Json lineOf(const char* event, const SentJob& job, const Handed& handed)
{
    Json line = lineOf(event, job.folder);
    line["kind"] = wordOf(handed.kind);
    line["submission"] = handed.key;
    if (!handed.id.empty())
        line["id"] = handed.id;
    if (handed.coreHours > 0)
        line["core_hours"] = handed.coreHours;
    if (!handed.parts.empty())
        line["parts"] = handed.parts;
    return line;
}

void take(std::vector<SentJob>& jobs, const Json& line)
{
    const std::string event = textAt(line, "event"), folder = textAt(line, "folder");
    auto job = std::find_if(jobs.begin(), jobs.end(), [&](const SentJob& known) { return known.folder == folder; });
    if (event == "opened") {
        if (job == jobs.end())
            job = jobs.insert(jobs.end(), SentJob{.folder = folder});
        // The same folder with another job in it is another job.
        if (job->key != textAt(line, "key") || job->site != textAt(line, "site"))
            *job = {.folder = folder, .site = textAt(line, "site"), .key = textAt(line, "key")};
        job->isOpen = true;
        job->handed.clear();
    }
    if (job == jobs.end())
        return;
    if (event == "staged")
        job->isStaged = true;
    if (event == "closed") {
        job->isOpen = false;
        job->ended = textAt(line, "state");
        job->words = textAt(line, "words");
        job->isCheckpointHome = flagAt(line, "checkpoint_home");
    }
    if (event != "submitting" && event != "submitted")
        return;
    job->isCheckpointHome = false;
    const std::string key = textAt(line, "submission");
    auto handed = std::find_if(job->handed.begin(), job->handed.end(), [&](const Handed& known) { return known.key == key; });
    if (handed == job->handed.end()) {
        handed = job->handed.insert(job->handed.end(), Handed{.key = key});
        const std::string kind = textAt(line, "kind");
        handed->kind = kind == "join" ? Handed::Kind::Join : kind == "parts" ? Handed::Kind::Parts : Handed::Kind::Whole;
        handed->coreHours = std::max(0.0, numberAt(line, "core_hours"));
        job->coreHours += handed->coreHours;
        ++job->attempts;
    }
    if (event == "submitted")
        handed->id = textAt(line, "id");
    const Json& parts = at(line, "parts");
    if (parts.is_array()) {
        handed->parts.clear();
        for (const Json& part : parts) {
            if (part.is_number_integer())
                handed->parts.push_back(part.get<int>());
        }
    }
}

} // namespace

std::filesystem::path Ledger::file()
{
    return homeFolder() / "jobs.jsonl";
}

Result<std::vector<SentJob>> Ledger::read()
{
    std::vector<SentJob> jobs;
    std::error_code code;
    if (!std::filesystem::exists(file(), code))
        return jobs;
    TRY(auto content, readFile(file(), largestLedger));
    std::istringstream lines(content);
    for (std::string text; std::getline(lines, text);) {
        // The last one may only just be written, or was cut off.
        if (auto line = parseJson(text, "jobs.jsonl"))
            take(jobs, *line);
    }
    return jobs;
}

Result<> Ledger::opened(const std::filesystem::path& folder, const std::string& site, const std::string& key)
{
    Json line = lineOf("opened", folder);
    line["site"] = site;
    line["key"] = key;
    return add(std::move(line));
}

Result<> Ledger::staged(const SentJob& job)
{
    return add(lineOf("staged", job.folder));
}

Result<> Ledger::submitting(const SentJob& job, const Handed& handed)
{
    return add(lineOf("submitting", job, handed));
}

Result<> Ledger::submitted(const SentJob& job, const Handed& handed)
{
    return add(lineOf("submitted", job, handed));
}

Result<> Ledger::closed(const SentJob& job, const std::string& state, std::string_view words)
{
    Json line = lineOf("closed", job.folder);
    line["state"] = state;
    line["words"] = words;
    if (job.isCheckpointHome)
        line["checkpoint_home"] = true;
    return add(std::move(line));
}

} // namespace opificio
