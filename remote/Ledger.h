#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"

namespace opificio {

/// What was handed to a place for a job.
struct Handed {
    enum class Kind { Whole, Parts, Join };
    Kind kind = Kind::Whole;
    std::string key; ///< the submission's
    std::string id; ///< empty: it is not known yet whether the place took it
    std::vector<int> parts;
    double coreHours = 0; ///< that were asked for
};

/// A job that was sent somewhere else, as the ledger knows it.
struct SentJob {
    std::filesystem::path folder;
    std::string site, key;
    bool isOpen = false; ///< somebody has to look after it
    bool isStaged = false;
    bool isCheckpointHome = true; ///< what it would go on from is here; false: it may lie there alone
    std::string ended, words; ///< how, where it is not open
    std::vector<Handed> handed; ///< since it was last opened
    int attempts = 0; ///< of all times: no submission's key is used again
    double coreHours = 0; ///< of all times: what was asked for, parts and joins, with what was made again
};

/// OPIFICIO_HOME/jobs.jsonl: a line for everything that is about to be done somewhere else, on the disk before it is done.
/// Whoever reads it after a crash knows what may have happened. Lines are only ever added; any process.
class Ledger {
public:
    /// Every job that was ever sent, the oldest first.
    static Result<std::vector<SentJob>> read();
    static Result<> opened(const std::filesystem::path& folder, const std::string& site, const std::string& key);
    static Result<> staged(const SentJob& job);
    /// Before the place hears of it.
    static Result<> submitting(const SentJob& job, const Handed& handed);
    static Result<> submitted(const SentJob& job, const Handed& handed);
    static Result<> closed(const SentJob& job, const std::string& state, std::string_view words);
    static std::filesystem::path file();
};

} // namespace opificio
