#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/Result.h"
#include "base/Task.h"
#include "base/Values.h"

namespace opificio {

/// A piece of long work as a folder: job.json is written once before anything starts; status.json is rewritten by the
/// process that runs it; outputs lie in out/, lines in log.txt. `opificio-cli run FOLDER` does the work, wherever it is.
struct Job {
    struct Input {
        std::string sha256; ///< verified before use
        std::filesystem::path path;
        std::string sharing = {}; ///< "private": it may not leave this computer; empty: not said
        std::string title = {}; ///< for people
    };
    std::string key; ///< an id, never reused
    std::string verb; ///< "render" or "train"
    std::vector<Input> inputs;
    Json values = Json::object(); ///< what the verb needs to know
    int chunks = 1; ///< parts that may be made apart from each other, anywhere; more than one only of a render
    int threads = 1;
    std::int64_t seed = 0;
    Json needs = Json::object();

    /// Writes FOLDER/job.json; an error when there is one already.
    Result<> write(const std::filesystem::path& folder) const;
    static Result<Job> read(const std::filesystem::path& folder);
};

/// What status.json says.
struct JobStatus {
    enum class State { Queued, Running, Done, Failed, Cancelled, Unknown };
    State state = State::Queued;
    std::string since; ///< UTC, RFC 3339
    double done = 0, of = 0;
    std::string words;
    int attempt = 1;
    std::vector<std::string> warnings; ///< of this attempt: done, but not as asked

    /// Absent is Queued when job.json is there; a Running one whose process is gone is Unknown, where its
    /// process would be here.
    static Result<JobStatus> read(const std::filesystem::path& folder);
    /// By whoever runs the job or looks after it. What cannot be written (full disk) does not end the work that it speaks of.
    void write(const std::filesystem::path& folder) const;
    /// On disk, of a job that ended before and is started again. Nothing where it never began, or runs.
    static void markQueued(const std::filesystem::path& folder);
    /// On disk Unknown, of a job whose process is gone before it could say so itself. Nothing where it runs.
    static void markCutOff(const std::filesystem::path& folder);
};

/// Where a part of a job is made: FOLDER/parts/NUMBER. Beside it NUMBER.status.json says how it goes.
std::filesystem::path partFolder(const std::filesystem::path& folder, int part);

const char* stateWord(JobStatus::State state);

/// The running process's side: holds the job's lock, takes progress as a Task, and writes status.json beside and
/// renamed, at most once a second, and log.txt. Not finished when destroyed: Failed.
class JobRun {
public:
    /// Busy when another process runs the same folder.
    static Result<std::unique_ptr<JobRun>> begin(const std::filesystem::path& folder);
    /// The same of one part, 0 to job().chunks - 1: lock, status and log are the part's own, and others may run beside it.
    static Result<std::unique_ptr<JobRun>> beginPart(const std::filesystem::path& folder, int part);
    ~JobRun();

    const Job& job() const;
    std::filesystem::path folder() const;
    /// Wire it to what the work is given: forwards progress to `also` and stops when `also` is stopped.
    Task& task();
    void follow(Task& also);
    /// A line for log.txt that is no warning.
    void record(std::string_view line);
    void finish(JobStatus::State state, std::string_view words);

private:
    JobRun();
    static Result<std::unique_ptr<JobRun>> begin(std::unique_ptr<JobRun> run);
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace opificio
