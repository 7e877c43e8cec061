// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Work.h"

#include "base/File.h"
#include "base/Id.h"
#include "base/Text.h"

#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <unistd.h>

namespace opificio {

namespace {

constexpr int formatVersion = 1;

// Written by the program between snapshots; larger ones were not.
constexpr std::size_t journalLimit = std::size_t(1) << 30;

std::filesystem::path journalPath(const std::filesystem::path& folder)
{
    return folder / "journal.jsonl";
}

Json snapshotOf(const Graph& graph, std::int64_t edits)
{
    Json json = toJson(graph);
    json["format"] = "opificio.work/" + std::to_string(formatVersion);
    json["version"] = formatVersion;
    json["n"] = edits;
    return json;
}

// Of a snapshot, what graphFromJson() should see.
Json graphPart(Json json)
{
    for (const char* name : {"format", "version", "n"})
        json.erase(name);
    return json;
}

// Appends with one write() and, where it shall, waits until the disk has it.
Result<> append(const std::filesystem::path& path, std::string line, Work::Sync sync)
{
    line += '\n';
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file < 0)
        return writeError(path, errno);
    off_t before = ::lseek(file, 0, SEEK_END);
    ssize_t written = ::write(file, line.data(), line.size());
    int failure = errno;
    if (written != ssize_t(line.size()) || (sync == Work::Sync::Now && ::fdatasync(file) != 0)) {
        if (written >= 0 && written < ssize_t(line.size()))
            failure = ENOSPC;
        // Nothing half: the edit is refused, and the journal is as before.
        if (::ftruncate(file, before) != 0)
            failure = errno;
        ::close(file);
        return writeError(path, failure);
    }
    ::close(file);
    return {};
}

} // namespace

struct Work::Private {
    std::filesystem::path folder;
    Graph graph;
    std::int64_t edits = 0;
    std::optional<FileLock> lock;
};

Work::Work(std::unique_ptr<Private> m)
    : m(std::move(m))
{
}
Work::Work(Work&&) noexcept = default;
Work& Work::operator=(Work&&) noexcept = default;
Work::~Work() = default;

// Where the work lies or shall lie, without a slash at its end.
Result<std::filesystem::path> folderOf(const std::filesystem::path& asked)
{
    std::error_code code;
    std::filesystem::path folder = asked.empty() ? asked : std::filesystem::absolute(asked, code).lexically_normal();
    if (folder.empty() || code)
        return Error{Error::Code::Invalid, text("Say which work: the folder NAME.opificio."), asked.string()};
    return folder.has_filename() ? folder : folder.parent_path();
}

Result<Work> Work::create(const std::filesystem::path& asked, const Graph& graph)
{
    TRY(std::filesystem::path folder, folderOf(asked));
    if (folder.extension() != ".opificio")
        folder += ".opificio";
    std::error_code code;
    if (std::filesystem::exists(folder / "work.json", code))
        return Error{Error::Code::Invalid, text("{0} is there already; choose another name.", folder.filename().string()),
            folder.string()};
    for (const char* name : {"datasets", "models", "runs", "media", "deliveries"})
        TRY_DO(makeFolder(folder / name));
    auto m = std::make_unique<Private>();
    m->folder = folder;
    m->graph = graph;
    TRY(auto lock, FileLock::take(folder / ".lock"));
    m->lock = std::move(lock);
    TRY_DO(writeJson(folder / "work.json", snapshotOf(graph, 0)));
    return Work(std::move(m));
}

Result<Work> Work::open(const std::filesystem::path& asked, Access access)
{
    TRY(std::filesystem::path folder, folderOf(asked));
    std::error_code code;
    if (!std::filesystem::exists(folder / "work.json", code)
        && std::filesystem::exists(folder.string() + ".opificio/work.json", code))
        folder += ".opificio";
    std::string name = folder.filename().string();
    if (!std::filesystem::exists(folder / "work.json", code))
        return Error{Error::Code::NotFound, text("There is no work in {0}.", asked.string()), asked.string()};

    auto m = std::make_unique<Private>();
    m->folder = folder;
    if (access == Access::Write) {
        TRY(auto lock, FileLock::take(folder / ".lock"));
        m->lock = std::move(lock);
    }
    TRY(auto json, readJson(folder / "work.json"));
    std::string format = textAt(json, "format");
    if (!format.starts_with("opificio.work/"))
        return Error{Error::Code::Unreadable, text("{0} is not a work of Opificio.", name), folder.string()};
    if (format != "opificio.work/" + std::to_string(formatVersion))
        return Error{Error::Code::Newer,
            text("{0} was made with a newer version of Opificio; open it with that one. Nothing was changed.", name),
            folder.string()};
    m->edits = std::int64_t(numberAt(json, "n"));
    Json state = graphPart(std::move(json));

    std::string journal;
    if (std::filesystem::exists(journalPath(folder), code)) {
        TRY(journal, readFile(journalPath(folder), journalLimit));
    }
    std::size_t begin = 0;
    int line = 0;
    while (begin < journal.size()) {
        ++line;
        std::size_t end = journal.find('\n', begin);
        bool last = end == std::string::npos || end + 1 == journal.size();
        std::string_view text = std::string_view(journal).substr(begin, end == std::string::npos ? end : end - begin);
        Json entry = Json::parse(text, nullptr, false);
        bool whole = end != std::string::npos && entry.is_object() && at(entry, "patch").is_array();
        if (!whole && last) {
            // Torn by a crash in the middle of a write: that edit was never shown as done.
            if (access == Access::Write && ::truncate(journalPath(folder).c_str(), off_t(begin)) != 0)
                return writeError(journalPath(folder), errno);
            break;
        }
        auto broken = [&] {
            return Error{Error::Code::Unreadable,
                opificio::text("The journal of {0} is damaged in line {1}. Nothing was changed; the last snapshot is work.json.",
                    name, line),
                folder.string()};
        };
        if (!whole)
            return broken();
        auto n = std::int64_t(numberAt(entry, "n"));
        if (n > m->edits) {
            if (n != m->edits + 1)
                return broken();
            try {
                state = state.patch(at(entry, "patch"));
            } catch (const std::exception&) {
                return broken();
            }
            m->edits = n;
        }
        begin = end + 1;
    }
    TRY(m->graph, graphFromJson(state));
    return Work(std::move(m));
}

const std::filesystem::path& Work::folder() const
{
    return m->folder;
}

std::string Work::name() const
{
    return m->folder.stem().string();
}

const Graph& Work::graph() const
{
    return m->graph;
}

std::int64_t Work::edits() const
{
    return m->edits;
}

Result<> Work::edit(const Graph& next, std::string_view label, std::string_view actor, Sync sync)
{
    if (!m->lock)
        return Error{
            Error::Code::ReadOnly, text("{0} was opened to look at only.", m->folder.filename().string()), m->folder.string()};
    Json before = toJson(m->graph);
    Json after = toJson(next);
    Json patch = Json::diff(before, after);
    if (patch.empty())
        return {};
    Json entry = {{"n", m->edits + 1}, {"time", nowText()}, {"actor", actor}, {"label", label}, {"patch", patch},
        {"undo", Json::diff(after, before)}};
    TRY_DO(append(journalPath(m->folder), printJsonLine(entry), sync));
    m->graph = next;
    m->edits += 1;
    return {};
}

Result<> Work::sync(const std::filesystem::path& folder)
{
    int file = ::open(journalPath(folder).c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT ? Result<>() : writeError(journalPath(folder), errno);
    int failure = ::fdatasync(file) == 0 ? 0 : errno;
    ::close(file);
    if (failure != 0)
        return writeError(journalPath(folder), failure);
    return {};
}

Result<> Work::snapshot()
{
    if (!m->lock)
        return Error{
            Error::Code::ReadOnly, text("{0} was opened to look at only.", m->folder.filename().string()), m->folder.string()};
    return writeJson(m->folder / "work.json", snapshotOf(m->graph, m->edits));
}

WorkFiles Work::files() const
{
    return {m->folder};
}

Result<> Work::addMedia(const std::filesystem::path& original, const std::string& sha256, const Json& record)
{
    return files().addMedia(original, sha256, record);
}

Result<std::filesystem::path> Work::media(const std::string& sha256) const
{
    return files().media(sha256);
}

Json Work::record(const std::string& sha256) const
{
    return files().record(sha256);
}

Result<std::shared_ptr<const Json>> Work::dataset(const std::string& hash) const
{
    return files().dataset(hash);
}

Result<std::filesystem::path> Work::model(const std::string& sha256) const
{
    return files().model(sha256);
}

Result<std::filesystem::path> Work::newRun(const std::string& key) const
{
    std::filesystem::path folder = m->folder / "runs" / key;
    TRY_DO(makeFolder(folder));
    return folder;
}

} // namespace opificio
