// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/SiteClean.h"

#include "base/Hash.h"
#include "base/Text.h"
#include "remote/Job.h"
#include "remote/Ledger.h"
#include "remote/Staging.h"

#include <set>

namespace opificio {

namespace {

constexpr std::int64_t keptSeconds = 30 * 24 * 3600;

bool isShelf(const PlaceEntry& entry)
{
    return entry.isFolder && entry.name.size() == 2 && entry.name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

Result<Cleaned> cleanSite(Place& place, const Site& site, Task& task)
{
    Cleaned cleaned;
    TRY(auto facts, place.probe());
    if (facts.clock <= 0)
        return Error{Error::Code::Network, text("The answer was cut off on its way.")};
    TRY(auto jobs, Ledger::read());
    std::set<std::string> needed;
    for (const SentJob& sent : jobs) {
        if (sent.site != site.name)
            continue;
        const std::string there = jobFolderThere(site.rootPath(), sent.key);
        if (!sent.isOpen && sent.ended == stateWord(JobStatus::State::Done)) {
            if (!place.list(there))
                continue;
            TRY_DO(place.remove(there));
            ++cleaned.jobs;
        }
        if (!sent.isOpen)
            continue;
        // What cannot be read may need anything.
        TRY(auto job, Job::read(sent.folder));
        for (const Job::Input& input : job.inputs)
            needed.insert(input.sha256);
    }
    const std::string blobs = site.rootPath() + "/blobs";
    auto shelves = place.list(blobs);
    if (!shelves && shelves.error().code == Error::Code::NotFound)
        return cleaned;
    if (!shelves)
        return shelves.takeError();
    for (const PlaceEntry& shelf : *shelves) {
        if (!isShelf(shelf))
            continue;
        TRY(auto entries, place.list(blobs + "/" + shelf.name));
        for (const PlaceEntry& blob : entries) {
            if (task.stopped())
                return Error{Error::Code::Cancelled, text("Stopped.")};
            if (blob.isFolder || !isSha256(blob.name) || needed.contains(blob.name) || facts.clock - blob.changed < keptSeconds)
                continue;
            TRY_DO(place.remove(blobThere(site.rootPath(), blob.name)));
            ++cleaned.blobs;
            cleaned.bytes += blob.bytes;
        }
    }
    return cleaned;
}

} // namespace opificio
