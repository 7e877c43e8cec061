// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Answers.h"
#include "studio/Delivery.h"
#include "cli/TrainJob.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "remote/Backend.h"

#include <cmath>

namespace opificio::verbs {

namespace {

struct Asked {
    TrainPlan plan;
    bool predict = false, jobOnly = false;
};

Result<Json> train(const Asked& asked, Console& console)
{
    const TrainPlan& plan = asked.plan;
    if (asked.predict) {
        TRY(const double seconds, predictTraining(plan, console));
        console.say(text("About {0} s here and now.", std::ceil(seconds)));
        return Json{{"seconds", std::ceil(seconds)}};
    }
    TRY(std::filesystem::path folder, makeTrainJob(plan, console));
    TRY(Job job, Job::read(folder));
    const bool finished = isFinished(folder, job);
    if (asked.jobOnly && !finished) {
        console.say(folder.string());
        return Json{{"job", folder.string()}};
    }
    if (plan.background && !finished) {
        // Before it starts and takes what is measured.
        TRY(const double seconds, predictTraining(folder, console));
        if (auto started = submitJob(folder); !started && started.error().code != Error::Code::Busy)
            return started.takeError();
        console.say(folder.string());
        console.say(
            text("It goes on by itself, for about {0} s: status.json in that folder says how far it is, and live/ what it "
                 "makes.",
                std::ceil(seconds)));
        return Json{{"job", folder.string()}, {"seconds", std::ceil(seconds)}};
    }
    console.say(text("Job {0}", folder.string()));
    if (finished)
        console.say(text("The same training was finished before: its model is used."));
    else
        TRY_DO(runAndWait(folder, console.task()));
    TRY(Json answer, deliverAloud(folder, job, console));
    if (plan.background)
        answer["seconds"] = 0;
    return answer;
}

Verb::Action prepare(CLI::App& app)
{
    auto asked = std::make_shared<Asked>();
    TrainPlan& plan = asked->plan;
    std::vector<CLI::Option*> fresh = {app.add_option("DATASET", plan.dataset, text("The hash of a frozen dataset.")),
        app.add_option("--recipe", plan.recipe, text("How to train: texture_nca, vae ...")),
        app.add_option("--work", plan.work, text("The work that the model is for."))};
    app.add_option("--set", plan.settings, text("A setting of the recipe: name=value. Several are possible."));
    CLI::Option* crop = app.add_option(
        "--crop", plan.crops, text("Only this part of an item, in pixels: ITEM=x,y,width,height. Several are possible."));
    app.add_option("--name", plan.name, text("The model's name."));
    CLI::Option* seed = app.add_option("--seed", plan.seed, text("The same seed and threads make the same weights."));
    CLI::Option* threads
        = app.add_option("--threads", plan.threads, text("How many threads; 0: as many as the machine has, at most two."))
              ->check(CLI::Range(0, 64));
    CLI::Option* branch = app.add_option("--branch", plan.branch,
        text("Begins where this job's last checkpoint is, in a job of its own, instead of from nothing."));
    app.add_option("--without", plan.without, text("An item that the branch does not learn from any more. Several are possible."))
        ->needs(branch);
    CLI::Option* background = app.add_flag("--background", plan.background, text("Starts the job and comes back at once."));
    app.add_flag("--predict", asked->predict, text("Only says how long it may take, and starts nothing."))->excludes(background);
    app.add_flag("--job-only", asked->jobOnly, text("Only makes the job's folder; it is run or sent later."))
        ->excludes(background);
    // A branch has all of this from the training that it branches off.
    for (CLI::Option* option : {fresh[0], fresh[1], fresh[2], crop, seed, threads})
        branch->excludes(option);
    for (CLI::Option* option : fresh)
        option->required();
    branch->each([fresh](const std::string&) {
        for (CLI::Option* option : fresh)
            option->required(false);
    });
    return [asked](Console& console) {
        // Whoever reads the answer may be somewhere else.
        std::error_code code;
        for (std::filesystem::path* path : {&asked->plan.work, &asked->plan.branch}) {
            if (!path->empty())
                *path = std::filesystem::absolute(*path, code).lexically_normal();
        }
        return train(*asked, console);
    };
}

} // namespace

extern const Verb trainVerb
    = {"train", std::string(words("Trains a small model on a dataset, and keeps it in the work.")), prepare};

} // namespace opificio::verbs
