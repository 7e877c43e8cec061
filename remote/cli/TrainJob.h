#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <vector>

#include "base/Result.h"
#include "base/Values.h"
#include "cli/Console.h"
#include "remote/Job.h"

namespace opificio {

struct LearningModule;

/// What a person asked to be trained.
struct TrainPlan {
    std::filesystem::path work; ///< the work's folder
    std::string dataset; ///< its hash, or a beginning of it: in the work's datasets/ or among the library's
    std::string recipe;
    std::string name; ///< of the model; empty: the recipe's label and the dataset's name
    std::vector<std::string> settings; ///< "name=value" for the recipe's params
    /// "ITEM=x,y,width,height" in pixels: only these parts of these items. ITEM alone is the whole picture.
    std::vector<std::string> crops;
    std::int64_t seed = 1;
    int threads = 0; ///< 0: as many as the machine has, at most two
    bool background = false; ///< nobody waits for it
    /// The folder of a training from which this one branches off; of the above only name and settings count then.
    std::filesystem::path branch;
    std::vector<std::string> without; ///< items that the branch leaves out
};

/// Opens libopificio-learning.so from lib/opificio beside the program's folder. Costs half a second and 166 MB: only
/// processes that train may call it.
Result<const LearningModule*> openLearning();

/// WORK/runs/KEY with job.json, in which everything is that the training needs. The answer is the folder; that of an
/// earlier job where the work has one of the same request. A branch is always a new one.
Result<std::filesystem::path> makeTrainJob(const TrainPlan& plan, Console& console);

/// How many seconds it may take here and now; some of its steps are tried. Nothing is written.
Result<double> predictTraining(const TrainPlan& plan, Console& console);
/// The same of a job that is made.
Result<double> predictTraining(const std::filesystem::path& folder, Console& console);

/// Trains in the job's folder; goes on from its checkpoint. {"sha256", "model", "checks"}
Result<Json> runTrainJob(JobRun& run);

} // namespace opificio
