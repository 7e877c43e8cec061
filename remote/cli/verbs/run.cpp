// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Answers.h"
#include "studio/Delivery.h"
#include "cli/RenderJob.h"
#include "cli/TrainJob.h"
#include "cli/Verb.h"
#include "studio/WorkTools.h"

#include "base/Text.h"
#include "remote/Job.h"

namespace opificio::verbs {

namespace {

// The exit code that says: stopped, with a checkpoint; starting the same job again goes on.
constexpr int stoppedCode = 75;

Result<Json> run(Console& console, const std::filesystem::path& folder)
{
    TRY(auto job, JobRun::begin(folder));
    job->follow(console.task());
    Result<Json> answer = Json::object();
    if (isFinished(folder, job->job())) {
        console.say(text("The work of this job was done before."));
    } else if (job->job().verb == "render") {
        auto types = knownNodes(console.warnings());
        answer = types ? runRenderJob(*job, *types) : Result<Json>(types.takeError());
    } else if (job->job().verb == "train") {
        answer = runTrainJob(*job);
    } else {
        answer = Error{Error::Code::Unsupported,
            text("This version of Opificio does not know jobs of the kind {0}.", job->job().verb), folder.string()};
    }
    if (answer)
        answer = deliverAloud(folder, job->job(), console);
    if (answer) {
        job->finish(JobStatus::State::Done, {});
    } else if (answer.error().code == Error::Code::Cancelled) {
        job->finish(JobStatus::State::Cancelled, answer.error().message);
        console.setExitCode(stoppedCode);
    } else {
        job->finish(JobStatus::State::Failed, answer.error().message);
    }
    return answer;
}

Verb::Action prepare(CLI::App& app)
{
    auto folder = std::make_shared<std::string>();
    app.add_option("JOB", *folder, text("The job's folder, with job.json in it."))->required();
    return [folder](Console& console) { return run(console, *folder); };
}

} // namespace

extern const Verb runVerb
    = {"run", words("Does the work of a job folder; stopped with Ctrl+C it goes on when it is run again."), prepare};

} // namespace opificio::verbs
