// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Backend.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "remote/Detached.h"
#include "remote/Job.h"

#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

namespace opificio::backends {

namespace {

constexpr std::size_t logPiece = 256 * 1024, mostFiles = 100'000;

// Held by the process of the job from before it starts until it is gone, whatever becomes of it.
std::filesystem::path livePath(const std::filesystem::path& folder)
{
    return folder / ".live";
}

// Its status may say that it has ended while its process still puts its files away: asked to go on in that moment, it is waited
// for. One that runs is Busy at once.
Result<FileLock> takenOnceItIsGone(const std::filesystem::path& folder)
{
    using State = JobStatus::State;
    using namespace std::chrono_literals;
    for (auto until = std::chrono::steady_clock::now() + 20s;;) {
        auto live = FileLock::take(livePath(folder));
        if (live || live.error().code != Error::Code::Busy || std::chrono::steady_clock::now() > until)
            return live;
        auto status = JobStatus::read(folder);
        if (!status || (status->state != State::Cancelled && status->state != State::Failed && status->state != State::Done))
            return live;
        std::this_thread::sleep_for(50ms);
    }
}

PartState::State stateOf(JobStatus::State state)
{
    switch (state) {
    case JobStatus::State::Queued:
        return PartState::State::Waiting;
    case JobStatus::State::Running:
        return PartState::State::Running;
    case JobStatus::State::Done:
        return PartState::State::Done;
    case JobStatus::State::Failed:
        return PartState::State::Failed;
    case JobStatus::State::Cancelled:
        return PartState::State::Cancelled;
    case JobStatus::State::Unknown:
        return PartState::State::Unknown;
    }
    return PartState::State::Unknown;
}

std::int64_t secondsOf(std::filesystem::file_time_type time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::file_clock::to_sys(time).time_since_epoch()).count();
}

void see(std::map<std::string, SeenFile>& files, const std::filesystem::path& folder, const std::string& name, bool isRead)
{
    std::error_code code;
    SeenFile file;
    file.bytes = std::filesystem::file_size(folder / name, code);
    if (code)
        return;
    const auto changed = std::filesystem::last_write_time(folder / name, code);
    file.changed = secondsOf(changed);
    if (isRead) {
        if (auto content = readFile(folder / name, 1u << 20))
            file.content = std::move(*content);
    }
    files[name] = std::move(file);
}

/// This computer. Jobs lie where they were made, and their folder is their id.
class Local : public Place {
public:
    explicit Local(const Site& site)
        : m_program(site.worker.empty() ? cliProgram().string() : site.workerPath())
        , m_root(site.rootPath())
    {
    }

    Result<PlaceFacts> probe() override
    {
        PlaceFacts facts;
        facts.scheduler = "opificio " + std::string(version());
        facts.clock = std::int64_t(std::time(nullptr));
        facts.home = homeFolder().string();
        struct statvfs space = {};
        if (::statvfs(m_root.empty() ? facts.home.c_str() : m_root.c_str(), &space) == 0)
            facts.freeBytes = std::int64_t(space.f_bavail) * std::int64_t(space.f_frsize);
        return facts;
    }
    Result<std::vector<Partition>> partitions() override
    {
        return std::vector<Partition>{
            {.name = "here", .nodes = 1, .cpus = int(std::max(1u, std::thread::hardware_concurrency()))}};
    }
    Result<std::string> submit(const Submission& submission) override;
    Result<Look> poll(const std::vector<Submitted>& submitted) override;
    Result<> cancel(const Submitted& submitted) override
    {
        // The running process looks for this file; a signal by number could reach a stranger that took over the number.
        return writeFile(std::filesystem::path(submitted.folder) / "cancel", "");
    }
    Result<std::string> log(const std::string& file, std::uint64_t offset) override
    {
        const int open = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (open < 0)
            return Error{Error::Code::NotFound, text("Cannot find {0}.", file), file};
        std::string piece(logPiece, '\0');
        const ssize_t count = ::pread(open, piece.data(), piece.size(), off_t(offset));
        ::close(open);
        piece.resize(std::size_t(std::max<ssize_t>(0, count)));
        return piece;
    }
    Result<> put(const std::filesystem::path& here, const std::string& there, Task&) override { return copied(here, there); }
    Result<> get(const std::string& there, const std::filesystem::path& here, Task&) override { return copied(there, here); }
    Result<std::vector<PlaceEntry>> list(const std::string& folder) override
    {
        std::vector<PlaceEntry> entries;
        std::error_code code;
        for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
            entries.push_back({entry.path().filename().string(), entry.is_regular_file(code) ? entry.file_size(code) : 0,
                entry.is_directory(code), secondsOf(entry.last_write_time(code))});
            if (entries.size() >= mostFiles)
                break;
        }
        if (code && entries.empty())
            return Error{Error::Code::NotFound, text("Cannot find {0}.", folder), folder};
        return entries;
    }
    Result<std::vector<std::string>> checksums(const std::vector<std::string>& files) override
    {
        std::vector<std::string> sums;
        for (const std::string& file : files) {
            auto sum = sha256OfFile(file);
            sums.push_back(sum ? *sum : std::string());
        }
        return sums;
    }
    Result<std::vector<bool>> touch(const std::vector<std::string>& files) override
    {
        std::vector<bool> there;
        for (const std::string& file : files) {
            std::error_code code;
            std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now(), code);
            there.push_back(std::filesystem::exists(file, code));
        }
        return there;
    }
    Result<> makeFolders(const std::vector<std::string>& folders) override
    {
        for (const std::string& folder : folders)
            TRY_DO(opificio::makeFolder(folder));
        return {};
    }
    Result<> rename(const std::string& from, const std::string& to) override
    {
        std::error_code code;
        std::filesystem::rename(from, to, code);
        return code ? writeError(to, code.value()) : Result<>();
    }
    Result<> remove(const std::string& path) override
    {
        if (m_root.empty() || !path.starts_with(m_root + "/") || path.find("/../") != std::string::npos || path.ends_with("/.."))
            return Error{Error::Code::Invalid, text("{0} is not a place where jobs lie.", path), path};
        std::error_code code;
        std::filesystem::remove_all(path, code);
        if (code)
            return writeError(path, code.value());
        return {};
    }
    Result<std::vector<std::string>> putAll(const std::string& folder, const std::string& beside,
        const std::vector<PackedFile>& files, const std::string& last, Task& task) override;
    Result<> getAll(const std::string& folder, const std::vector<std::string>& names, const TakeFile& take, Task& task) override
    {
        for (const std::string& name : names) {
            const std::filesystem::path file = std::filesystem::path(folder) / name;
            std::error_code code;
            if (task.stopped())
                return Error{Error::Code::Cancelled, text("Stopped.")};
            if (!std::filesystem::is_regular_file(file, code) || std::filesystem::file_size(file, code) > smallFileBytes)
                continue;
            TRY(auto content, readFile(file, smallFileBytes));
            TRY_DO(take(name, content));
        }
        return {};
    }

private:
    static Result<> copied(const std::filesystem::path& from, const std::filesystem::path& to)
    {
        std::error_code code;
        std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, code);
        if (code == std::errc::no_such_file_or_directory && !std::filesystem::exists(from))
            return Error{Error::Code::NotFound, text("Cannot find {0}.", from.string()), from.string()};
        if (code)
            return writeError(to, code.value());
        return {};
    }

    std::string m_program, m_root;
};

Result<std::vector<std::string>> Local::putAll(const std::string& folder, const std::string& beside,
    const std::vector<PackedFile>& files, const std::string& last, Task& task)
{
    std::vector<std::string> wrong;
    const std::filesystem::path passing = beside, shelves = folder;
    for (const PackedFile& file : files) {
        if (task.stopped())
            return Error{Error::Code::Cancelled, text("Stopped.")};
        TRY_DO(opificio::makeFolder((passing / file.name).parent_path()));
        TRY_DO(copied(file.here, passing / file.name));
        TRY(auto sum, sha256OfFile(passing / file.name));
        if (sum != file.sha256)
            wrong.push_back(file.name);
    }
    const auto named = [&](const std::string& name) -> Result<> {
        TRY_DO(opificio::makeFolder((shelves / name).parent_path()));
        return rename(passing / name, shelves / name);
    };
    for (const PackedFile& file : files) {
        if (wrong.empty() && file.name != last)
            TRY_DO(named(file.name));
    }
    if (wrong.empty() && !last.empty())
        TRY_DO(named(last));
    std::error_code code;
    std::filesystem::remove_all(passing, code);
    return wrong;
}

Result<std::string> Local::submit(const Submission& submission)
{
    const std::filesystem::path folder = submission.folder;
    TRY(auto live, takenOnceItIsGone(folder));
    JobStatus::markQueued(folder);
    TRY_DO(startDetached(m_program, submission.arguments, folder / "log.txt", submission.resources.nice, &live));
    return submission.folder;
}

Result<Look> Local::poll(const std::vector<Submitted>& submitted)
{
    Look look;
    look.clock = std::int64_t(std::time(nullptr));
    for (const Submitted& one : submitted) {
        const std::filesystem::path folder = one.folder;
        TRY(auto status, JobStatus::read(folder));
        // It was started, is gone, and never said a word: cut off before it began.
        std::error_code code;
        if (status.state == JobStatus::State::Queued && std::filesystem::exists(livePath(folder), code)
            && !FileLock::isHeld(livePath(folder))) {
            // It may have spoken between the two looks.
            TRY(status, JobStatus::read(folder));
            if (status.state == JobStatus::State::Queued)
                status.state = JobStatus::State::Unknown;
        }
        look.parts.push_back({.key = one.key, .state = stateOf(status.state), .words = status.words});
        auto& files = look.files[one.folder];
        for (const char* name : {"status.json", "missing.json"})
            see(files, folder, name, true);
        for (const char* name : {"parts", "previews", "samples", "live", "checkpoint", "logs"}) {
            for (const auto& entry : std::filesystem::directory_iterator(folder / name, code)) {
                const std::string file = std::string(name) + "/" + entry.path().filename().string();
                if (entry.is_regular_file(code) && files.size() < mostFiles)
                    see(files, folder, file, file.ends_with(".status.json"));
            }
        }
    }
    return look;
}

Result<std::unique_ptr<Place>> open(const Site& site, const Secrets&)
{
    return std::unique_ptr<Place>(std::make_unique<Local>(site));
}

} // namespace

extern const Backend localBackend = {
    .name = "local",
    .help = words("This computer: a process of its own, which goes on when the window is closed."),
    .open = open,
};

} // namespace opificio::backends
