// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Answers.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "remote/Backend.h"
#include "remote/JobPlace.h"
#include "studio/Delivery.h"

namespace opificio::verbs {

namespace {

struct Asked {
    std::string folder, site, partition;
    int minutes = 0;
    double cap = 0;
    bool wait = false;
};

Result<Json> send(const Asked& asked, Console& console)
{
    std::error_code code;
    const auto folder = std::filesystem::absolute(asked.folder, code).lexically_normal();
    TRY(auto site, Site::read(asked.site));
    TRY(auto job, Job::read(folder));
    JobPlace place;
    place.backend = site.backend;
    place.site = site.name;
    place.capCoreHours = asked.cap;
    place.resources = {.partition = asked.partition,
        .minutes = asked.minutes > 0 ? asked.minutes : site.minutes,
        .gpus = site.gpus,
        .cpus = site.cpus,
        .partsAtOnce = site.partsAtOnce};
    TRY_DO(place.write(folder));
    TRY_DO(submitJob(folder));
    if (asked.wait) {
        TRY_DO(waitForJob(folder, console.task()));
        // What it made is where it belongs by now, and doing that again changes nothing; here it is said where.
        if (isFinished(folder, job)) {
            TRY(auto answer, deliverAloud(folder, job, console));
            answer["key"] = job.key;
            answer["site"] = site.name;
            return answer;
        }
    } else {
        console.say(folder.string());
        console.say(
            text("It is being sent to {0}, and goes on by itself: status.json in that folder says how it is.", site.name));
    }
    return Json{{"job", folder.string()}, {"key", job.key}, {"site", site.name}};
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    app.add_option("JOB", asked->folder, text("The job's folder, with job.json in it."))->required();
    app.add_option("--site", asked->site, text("The name of a site."))->required();
    app.add_option("--partition", asked->partition, text("A partition of the site; otherwise its first."));
    app.add_option("--minutes", asked->minutes, text("How long each part may take at most; otherwise as the site has it."))
        ->check(CLI::Range(1, 60 * 24 * 30));
    app.add_option("--cap", asked->cap, text("How many core hours it may ask for in all."))->check(CLI::NonNegativeNumber);
    app.add_flag("--wait", asked->wait, text("Waits until it is home again."));
    return [asked](Console& console) { return send(*asked, console); };
}

} // namespace

extern const Verb sendVerb = {"send", words("Sends a job folder to a site, and brings what it makes home."), prepare};

} // namespace opificio::verbs
