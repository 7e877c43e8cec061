#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/Json.h"
#include "remote/Job.h"

namespace opificio {

/// What is known of a job's folder at one moment: a value that never changes once it was seen.
struct JobSeen {
    std::filesystem::path folder;
    std::string key, verb;
    std::string name; ///< of the film or the model, without its kind
    std::string recipe; ///< of a training
    std::string place; ///< the other computer that makes it, in its people's words; empty: this one
    std::string site; ///< that computer's name among those that are known; empty: this one
    bool isStill = false; ///< pictures and no film
    bool isOfWork = false; ///< lies in the work's runs/
    std::int64_t made = 0; ///< milliseconds since 1970
    double predictedSeconds = 0; ///< 0: nobody said
    std::int64_t given = 0; ///< pictures that a training was given
    JobStatus status;
    std::string problem; ///< why job.json cannot be used: a sentence
    bool isFinished = false; ///< all that it makes is there
    bool isStarted = false; ///< somebody has given it to a place that runs jobs
    bool canGoOn = false; ///< it has a checkpoint
    Json result = Json::object(); ///< of deliver(), where it was delivered
    std::filesystem::path picture; ///< the newest that shows what it makes; empty for none
    std::int64_t pictureStamp = 0; ///< another one where the picture is
    double rate = 0; ///< steps or frames a second, while it runs; 0 is not known yet

    bool isActive() const;
    /// Stopped, cut off or failed before its end.
    bool canResume() const;
    /// Seconds; negative where nobody can say.
    double secondsLeft() const;
};

/// Something that happened to a job and that a person wants to hear of.
struct JobEvent {
    enum class Kind { Delivered, Ended, Failed, CutOff, NotDelivered };
    Kind kind = Kind::Ended;
    std::shared_ptr<const JobSeen> job;
    std::string sentence; ///< why, where it failed
    std::vector<std::string> warnings;
};

/// Looks into the folders of jobs; remembers what it saw, so that looking often costs little. Also brings home what ended and
/// was not delivered. One thread at a time.
class JobLooker {
public:
    struct Look {
        std::vector<std::shared_ptr<const JobSeen>> jobs; ///< what runs first, then the newest first
        std::vector<JobEvent> events;
    };
    enum class Depth {
        Active, ///< only those that ran when they were last seen
        All, ///< also whether jobs came or went
    };
    /// `work` may be empty. In `home`, jobs lie in runs/.
    Look look(const std::filesystem::path& work, const std::filesystem::path& home, Depth depth, std::int64_t nowMs);

private:
    struct Known {
        std::shared_ptr<const JobSeen> seen;
        std::shared_ptr<const Job> job;
        bool triedToDeliver = false;
        std::array<std::int64_t, 3> stamps = {}; ///< of the files that say how it is
        struct Mark {
            std::int64_t ms = 0;
            double done = 0;
        };
        std::vector<Mark> marks; ///< of this attempt, oldest first
    };
    std::shared_ptr<const JobSeen> read(
        const std::filesystem::path& folder, bool isOfWork, Known& known, std::int64_t nowMs, std::vector<JobEvent>& events);
    std::map<std::filesystem::path, Known> m_known;
    std::filesystem::path m_work;
};

} // namespace opificio
