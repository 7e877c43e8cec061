// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Columns.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "remote/Attendant.h"
#include "remote/Backend.h"
#include "remote/JobPlace.h"
#include "remote/Ledger.h"

#include <chrono>
#include <thread>

namespace opificio::verbs {

namespace {

struct Asked {
    bool all = false, watch = false;
};

Result<Json> look(const Asked& asked, Console& console, std::string& before)
{
    TRY(auto jobs, Ledger::read());
    Json list = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const SentJob& job : jobs) {
        auto status = pollJob(job.folder);
        if (!status || (!job.isOpen && !asked.all))
            continue;
        const std::string share = status->of > 0 ? std::to_string(int(100 * status->done / status->of)) + " %" : std::string();
        const auto place = JobPlace::read(job.folder);
        const double cap = place ? place->capCoreHours : 0, asked = shownHours(job.coreHours);
        const std::string hours = cap > 0 ? text("{0} of {1} core hours", asked, cap) : text("{0} core hours", asked);
        rows.push_back({job.key, job.site, stateWord(status->state), share, hours, status->words, job.folder.string()});
        list.push_back({{"key", job.key}, {"site", job.site}, {"state", stateWord(status->state)}, {"done", status->done},
            {"of", status->of}, {"words", status->words}, {"core_hours", asked}, {"cap_core_hours", cap},
            {"job", job.folder.string()}, {"open", job.isOpen}});
    }
    const std::string now = printJsonLine(list);
    if (now != before) {
        for (const std::string& line : aligned(rows, {0, 0, 0, 0, 0, 60, 0}))
            console.say(line);
        if (asked.watch)
            console.item({{"jobs", list}});
    }
    before = now;
    return Json{{"jobs", list}};
}

Result<Json> run(Console& console, const Asked& asked)
{
    // Whoever looks wants them looked after.
    TRY_DO(startAttendants());
    std::string before;
    while (true) {
        TRY(auto answer, look(asked, console, before));
        if (!asked.watch || at(answer, "jobs").empty() || console.task().stopped())
            return answer;
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_flag("--all", asked->all, text("Those that have ended, too."));
    app.add_flag("--watch", asked->watch, text("Goes on looking, until all have ended."));
    return [asked](Console& console) { return run(console, *asked); };
}

} // namespace

extern const Verb jobsVerb = {"jobs", words("Lists the jobs that were sent somewhere else, and how they are."), prepare};

} // namespace opificio::verbs
