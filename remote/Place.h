#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "base/Task.h"

namespace opificio {

/// What a piece of work may take.
struct Resources {
    std::string partition, account; ///< empty: as the place has it
    int minutes = 60; ///< of each part
    int gpus = 0, cpus = 1;
    int partsAtOnce = 16;
    int nice = 0; ///< 0 to 19: how far it stands back behind others on a computer that is shared with a person
};

/// Work that is handed to a place. The key is its name for ever: handed over twice, it is done once.
struct Submission {
    std::string key; ///< letters, digits and -
    std::string folder; ///< there
    std::vector<std::string> arguments; ///< of the worker's program; "--part", "N" are put behind them where there are parts
    std::vector<int> parts; ///< empty: in one piece
    Resources resources;
    std::string after; ///< the id of what must have ended before, however it ended
    /// "--until", EPOCH are put behind the arguments: a little before its time is up there.
    bool hearsTime = true;
};

/// What a place is asked about.
struct Submitted {
    std::string key, id, folder;
};

/// How one part of a submission stands.
struct PartState {
    enum class State {
        Waiting,
        Running,
        Requeued, ///< the place put it back; it runs again by itself
        Done,
        Stopped, ///< ended with a checkpoint, by a limit of time or by a lost computer: submitted again, it goes on
        Failed,
        Cancelled,
        Forgotten, ///< the place took it, and surely has it no longer: it is to be submitted again
        Unknown, ///< it is not there any more, and left no word
    };
    std::string key;
    int part = -1; ///< -1: in one piece, or every part that has no state of its own yet
    State state = State::Unknown;
    int code = 0; ///< of the worker, where it is known
    std::string words; ///< why, for a person; may be empty
    bool isHopeless = false; ///< Waiting, and nothing but a person will change that
};

/// It waits or runs, and nobody has to do anything.
inline bool isLive(PartState::State state)
{
    return state == PartState::State::Waiting || state == PartState::State::Running || state == PartState::State::Requeued;
}

/// A file of a job, as it lies there.
struct SeenFile {
    std::uint64_t bytes = 0;
    std::int64_t changed = 0; ///< by their clock
    std::optional<std::string> content; ///< of what says how the work goes
};

/// One look at everything that was asked about.
struct Look {
    std::int64_t clock = 0; ///< theirs
    std::vector<PartState> parts;
    /// By folder, and in it by name: status.json, missing.json and parts/*.status.json with their content; previews/, samples/,
    /// live/, parts/, logs/ and checkpoint/ without.
    std::map<std::string, std::map<std::string, SeenFile>> files;
};

/// What a place is.
struct PlaceFacts {
    std::string scheduler; ///< "slurm 22.05.8"
    std::string home;
    std::int64_t clock = 0; ///< seconds since 1970
    std::int64_t freeBytes = -1; ///< where jobs lie; -1: not known
    int mostParts = 1; ///< of one submission
};

struct Partition {
    std::string name;
    bool isUp = true;
    int minutes = 0; ///< the longest that it allows; 0: no limit
    int nodes = 0, cpus = 0, gpus = 0; ///< of a node: cpus, gpus
};

struct PlaceEntry {
    std::string name;
    std::uint64_t bytes = 0;
    bool isFolder = false;
    std::int64_t changed = 0; ///< by their clock
};

/// Files of at most so many bytes travel together: each alone would wait for ways there and back.
constexpr std::uint64_t smallFileBytes = 1u << 20;

/// A file on its way to a folder there.
struct PackedFile {
    std::filesystem::path here;
    std::string name; ///< in that folder; TarMaker::canHold() it
    std::string sha256;
};

/// Hears of a file that came.
using TakeFile = std::function<Result<>(const std::string& name, std::string_view content)>;

/// Somewhere where work is done. Paths are those of the place. Calls block and end; one thread at a time. Error::Code::Network
/// means that it is not known whether something was done: whatever it was, it may be asked for again.
class Place {
public:
    virtual ~Place() = default;

    virtual Result<PlaceFacts> probe() = 0;
    virtual Result<std::vector<Partition>> partitions() = 0;

    /// Its id. What was taken before under this key is found again, not done again.
    virtual Result<std::string> submit(const Submission& submission) = 0;
    /// Everything in one question.
    virtual Result<Look> poll(const std::vector<Submitted>& submitted) = 0;
    /// Asks it to stop; that it stopped is seen by poll().
    virtual Result<> cancel(const Submitted& submitted) = 0;
    /// What stands in a file from `offset` on; some of it.
    virtual Result<std::string> log(const std::string& file, std::uint64_t offset) = 0;

    /// Go on behind what is there already; nobody has verified that yet.
    virtual Result<> put(const std::filesystem::path& here, const std::string& there, Task& task) = 0;
    virtual Result<> get(const std::string& there, const std::filesystem::path& here, Task& task) = 0;
    virtual Result<std::vector<PlaceEntry>> list(const std::string& folder) = 0;
    /// SHA-256 of each; empty where it is not there.
    virtual Result<std::vector<std::string>> checksums(const std::vector<std::string>& files) = 0;
    /// As if they had been written now: they were needed. Which of them are there, in one question.
    virtual Result<std::vector<bool>> touch(const std::vector<std::string>& files) = 0;
    /// Each with those above it.
    virtual Result<> makeFolders(const std::vector<std::string>& folders) = 0;
    Result<> makeFolder(const std::string& folder) { return makeFolders({folder}); }
    /// At every moment the new name is there or the old.
    virtual Result<> rename(const std::string& from, const std::string& to) = 0;
    /// With all that is in it.
    virtual Result<> remove(const std::string& path) = 0;

    /// Small files into a folder, together: written in the folder `beside`, verified there, and given their names once all of
    /// them are right; `last`, where it is not empty, once the others have theirs. What a broken line left beside is not sent
    /// again. The names of those that did not arrive as they should be; nothing has its name then.
    virtual Result<std::vector<std::string>> putAll(const std::string& folder, const std::string& beside,
        const std::vector<PackedFile>& files, const std::string& last, Task& task)
        = 0;
    /// Those files of a folder that are small, together; what is larger, or not there, is left out. Nobody has verified them.
    virtual Result<> getAll(const std::string& folder, const std::vector<std::string>& names, const TakeFile& take, Task& task)
        = 0;
};

} // namespace opificio
