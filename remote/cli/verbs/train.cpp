// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Answers.h"
#include "studio/Delivery.h"
#include "cli/TrainJob.h"
#include "cli/Verb.h"

#include "base/Text.h"
#include "remote/Backend.h"

namespace opificio::verbs {

namespace {

Result<Json> train(const TrainPlan& plan, Console& console)
{
    TRY(std::filesystem::path folder, makeTrainJob(plan, console));
    console.say(text("Job {0}", folder.string()));
    const Backend* local = nullptr;
    for (const Backend* backend : allBackends())
        if (backend->name == "local")
            local = backend;
    TRY(Job job, Job::read(folder));
    if (isFinished(folder, job))
        console.say(text("The same training was finished before: its model is used."));
    else
        TRY_DO(runAndWait(*local, folder, console.task()));
    return deliverAloud(folder, job, console);
}

Verb::Action prepare(CLI::App& app)
{
    auto plan = std::make_shared<TrainPlan>();
    app.add_option("DATASET", plan->dataset, text("The hash of a frozen dataset."))->required();
    app.add_option("--recipe", plan->recipe, text("How to train: texture_nca, vae ..."))->required();
    app.add_option("--work", plan->work, text("The work that the model is for."))->required();
    app.add_option("--set", plan->settings, text("A setting of the recipe: name=value. Several are possible."));
    app.add_option(
        "--crop", plan->crops, text("Only this part of an item, in pixels: ITEM=x,y,width,height. Several are possible."));
    app.add_option("--name", plan->name, text("The model's name."));
    app.add_option("--seed", plan->seed, text("The same seed and threads make the same weights."));
    app.add_option("--threads", plan->threads, text("How many threads; 0: as many as the machine has, at most two."))
        ->check(CLI::Range(0, 64));
    return [plan](Console& console) { return train(*plan, console); };
}

} // namespace

extern const Verb trainVerb
    = {"train", std::string(words("Trains a small model on a dataset, and keeps it in the work.")), prepare};

} // namespace opificio::verbs
