#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "base/Task.h"
#include "remote/Attendant.h"
#include "remote/Job.h"
#include "remote/Ledger.h"
#include "remote/Place.h"
#include "remote/Site.h"
#include "remote/Staging.h"

namespace opificio {

/// One job in the attendant's care: what is asked for it, what is made of the answers, and what is brought home.
class Care {
public:
    Care(Place& place, const Site& site, SentJob sent, const Arrival& arrived, Task& task)
        : m_place(place)
        , m_site(site)
        , m_sent(std::move(sent))
        , m_arrived(arrived)
        , m_task(task)
    {
        m_there = jobFolderThere(site.rootPath(), m_sent.key);
        if (auto before = JobStatus::read(m_sent.folder))
            m_status = std::move(*before);
    }

    /// Until there is something to ask about. An error of code Network: later.
    Result<> prepare();
    std::vector<Submitted> asked() const;
    Result<> take(const Look& look);
    /// What kept it from going on, for the person.
    void waits(const Error& why);
    void fail(const Error& why)
    {
        (void)bringCheckpoint();
        close(JobStatus::State::Failed, why.message);
    }

private:
    /// So often is it handed over again before a person has to look.
    static constexpr int mostAttempts = 60;
    static constexpr std::size_t mostWarnings = 1000;
    /// Previews are brought as they come, and never hold up the asking.
    static constexpr std::size_t mostPreviews = 6;

    bool isCancelled() const
    {
        std::error_code code;
        return std::filesystem::exists(m_sent.folder / "cancel", code);
    }
    void say(JobStatus::State state, double done, double of, std::string_view words);
    void close(JobStatus::State state, std::string_view words);
    Result<> hand(Handed handed, std::vector<std::string> arguments, const std::string& after = {});
    Result<> handWhole();
    Result<> handParts(std::vector<int> parts);
    Result<> handJoin(const std::string& after);
    /// The parts that an earlier try left there, whole.
    Result<std::set<int>> partsThere(int count);
    std::string takeStatus(const Look& look);
    Result<> takeWhole(const Look& look, const PartState& part);
    Result<> takeParts(const Look& look);
    Result<> finish(const Look& look);
    Result<> bringCheckpoint();
    void bringPreviews(const Look& look, std::size_t most = mostPreviews);
    Result<> bringCurve();
    void bringLines();
    /// Of the lines that the cluster kept of each piece, those that are new, behind log.txt. A line that is only half there is
    /// left for later, or taken as it is.
    enum class HalfLine { Leave, Take };
    void bringLog(const Look& look, HalfLine last = HalfLine::Leave);
    std::string lastWords(const Look& look, const std::string& statusFile, const PartState& part);
    const SeenFile* seen(const Look& look, const std::string& name) const
    {
        const auto folder = look.files.find(m_there);
        if (folder == look.files.end())
            return nullptr;
        const auto file = folder->second.find(name);
        return file == folder->second.end() ? nullptr : &file->second;
    }
    std::string nextKey(const char* before) const { return m_sent.key + "-" + before + std::to_string(m_sent.attempts + 1); }

    Place& m_place;
    const Site& m_site;
    SentJob m_sent;
    const Arrival& m_arrived;
    Task& m_task;
    std::string m_there;
    JobStatus m_status;
    double m_seenDone = 0, m_seenOf = 0; // by the worker's last word
    Task* m_staging = nullptr; // while it is brought there
};

} // namespace opificio
