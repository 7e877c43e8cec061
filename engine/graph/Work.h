#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/Result.h"
#include "graph/Graph.h"
#include "graph/WorkFiles.h"

namespace opificio {

/// A work on disk: a folder NAME.opificio with work.json (a snapshot), journal.jsonl (every edit, RFC 6902 patches, written
/// before it is shown as done), datasets/, models/, media/ (files by content hash), runs/, deliveries/.
/// One writer at a time, by lock; any number of readers. One thread at a time.
class Work {
public:
    enum class Access { Read, Write };

    /// Makes the folder (the ending .opificio is added when missing); an error when there is a work already.
    static Result<Work> create(const std::filesystem::path& folder, const Graph& graph);
    /// Reads the snapshot and replays the journal. A torn last line is dropped, and cut off when opened to write.
    static Result<Work> open(const std::filesystem::path& folder, Access access);
    Work(Work&&) noexcept;
    Work& operator=(Work&&) noexcept;
    ~Work();

    const std::filesystem::path& folder() const;
    std::string name() const;
    const Graph& graph() const;
    /// Edits in the journal so far.
    std::int64_t edits() const;

    /// Writes the edit to the journal and only then takes it over. `label` is what the history shows: "add blur". Written is
    /// enough for a killed program; Sync::Now waits for the disk, too, against a power cut. With Sync::Later whoever edits
    /// calls sync() within a second.
    enum class Sync { Now, Later };
    Result<> edit(const Graph& next, std::string_view label, std::string_view actor = "artist", Sync sync = Sync::Now);
    /// Waits until the disk has the journal of the work in that folder. Any thread, and while somebody edits it.
    static Result<> sync(const std::filesystem::path& folder);
    /// work.json written beside and renamed; opening is faster afterwards, nothing else changes.
    Result<> snapshot();

    /// What lies beside the graph; a value that does not need this object.
    WorkFiles files() const;
    // The same, at hand.
    Result<> addMedia(const std::filesystem::path& original, const std::string& sha256, const Json& record);
    Result<std::filesystem::path> media(const std::string& sha256) const;
    Json record(const std::string& sha256) const;
    Result<std::shared_ptr<const Json>> dataset(const std::string& hash) const;
    Result<std::filesystem::path> model(const std::string& sha256) const;

    /// A new folder runs/KEY for a job.
    Result<std::filesystem::path> newRun(const std::string& key) const;

private:
    struct Private;
    explicit Work(std::unique_ptr<Private> m);
    std::unique_ptr<Private> m;
};

} // namespace opificio
