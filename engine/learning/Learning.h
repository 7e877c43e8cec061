#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Result.h"
#include "base/Task.h"
#include "base/Values.h"

namespace opificio {

struct Recipe;

/// One picture to learn from, or a part of it.
struct TrainPicture {
    std::filesystem::path path;
    std::string sha256; ///< of the file
    /// What the dataset says of it (id, title, maker, holder, rights ...); goes into the model's card as it is.
    Json item = Json::object();
    /// x, y, width, height in fractions of the picture, from its top left corner.
    std::array<double, 4> crop = {0, 0, 1, 1};
    double weight = 1; ///< 0 takes no part and is no source
    double drawn = 0; ///< how often it was drawn before the training began, where that is a branch on the same dataset
};

/// Everything that decides what the weights will be, and where they go.
struct TrainRequest {
    std::string recipe;
    Values values; ///< of the recipe's params
    std::vector<TrainPicture> pictures;
    std::string datasetHash; ///< empty: pictures without a dataset
    std::string datasetName; ///< for people: how the card and the credits call it; may be empty
    std::string name; ///< of the model
    std::string made; ///< a date for the card; empty leaves it out
    std::uint64_t seed = 1;
    int threads = 1;
    /// A branch: a checkpoint of another training of the same recipe, whose weights this one begins with and whose steps it
    /// goes on counting. Empty: it begins from nothing.
    std::filesystem::path start;
    std::string startSha256;
    /// What those weights saw before and `drawn` does not count, as in a card's "datasets".
    Json earlier = Json::array();
    /// The job's folder. Written into it: out/model.safetensors at the end; samples/STEP.png at steps that grow by the square
    /// root of two; loss.jsonl with a line {step, loss, seconds} a step; checkpoint/state.safetensors. A checkpoint that is there
    /// is resumed. To be watched and played while it learns, in at most a twentieth of its time: live/sample.png, and
    /// live/model.safetensors, a model whose card says "unfinished" and "step" and names what was seen so far.
    std::filesystem::path folder;
    double checkpointSeconds = 20; ///< does not change the weights
};

struct TrainOutcome {
    std::filesystem::path model;
    std::string sha256;
    Json card;
};

/// What the shared module libopificio-learning.so answers. Only opificio-cli opens it: it brings libtorch along.
/// Same request, same machine, same count of threads: same weights, bit for bit, whether or not it was stopped (also
/// killed) and resumed on the way.
struct LearningModule {
    int version;
    std::span<const Recipe* const> (*recipes)();
    /// Task::stop() writes a checkpoint and answers Error::Code::Cancelled.
    Result<TrainOutcome> (*train)(const TrainRequest& request, Task& task);
    /// How long it may take, in seconds: on the machine that recipes were measured on, or, where pictures have paths, on this
    /// one as busy as it is, of which some steps are tried. That takes a second or two.
    Result<double> (*predict)(const TrainRequest& request, Task& task);
    /// {"torch", "blas", "instructions", "gflops"}: a self-test of the linear algebra, which is 30 times slower when the wrong
    /// library is installed.
    Json (*selfTest)();
};

constexpr int learningVersion = 3;
/// The module's only symbol.
constexpr const char* learningEntry = "opificioLearning";
using LearningEntry = const LearningModule* (*)();

} // namespace opificio
