// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/TrainJob.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Resources.h"
#include "base/Text.h"
#include "studio/BranchTraining.h"
#include "studio/WorkTools.h"
#include "studio/Delivery.h"
#include "learning/Learning.h"
#include "learning/Recipe.h"
#include "library/Dataset.h"
#include "library/Library.h"

#include <algorithm>
#include <cstdio>
#include <cmath>
#include <cstdlib>
#include <dlfcn.h>
#include <optional>
#include <thread>

namespace opificio {

namespace {

// The file of that hash or of the only hash that begins so.
Result<std::filesystem::path> datasetPath(const TrainPlan& plan)
{
    std::optional<std::filesystem::path> found;
    std::error_code code;
    if (plan.dataset.size() >= 6) {
        for (const std::filesystem::path& folder : {plan.work / "datasets", homeFolder() / "datasets"}) {
            for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
                std::string stem = entry.path().stem().string();
                if (entry.path().extension() != ".json" || !isSha256(stem) || !stem.starts_with(plan.dataset))
                    continue;
                if (found && found->stem() != entry.path().stem())
                    return Error{Error::Code::Invalid,
                        text("Several datasets begin with {0}. Write more of the hash.", plan.dataset), plan.dataset};
                if (!found)
                    found = entry.path();
            }
        }
    }
    if (!found)
        return Error{Error::Code::NotFound, text("There is no dataset {0}. Make one with: dataset.", plan.dataset), plan.dataset};
    return *found;
}

// The picture's file: the work's own, else the library's original.
std::filesystem::path pictureFile(const std::filesystem::path& work, const std::string& sha256, const Library* library)
{
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(work / "media", code)) {
        if (entry.path().extension() != ".json" && entry.path().stem() == sha256)
            return entry.path();
    }
    if (library) {
        if (auto item = library->find(sha256); item && *item && std::filesystem::exists((*item)->file, code))
            return (*item)->file;
    }
    return {};
}

struct ChosenCrop {
    std::size_t index = 0;
    std::array<double, 4> crop = {0, 0, 1, 1}; ///< parts of the upright picture
};

Result<ChosenCrop> chosenCrop(const std::string& typed, const Dataset& dataset)
{
    std::size_t equals = typed.rfind('=');
    std::string id = typed.substr(0, equals);
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < dataset.items.size(); ++i) {
        const Item& item = dataset.items[i].item;
        bool exact = item.id == id || item.sha256 == id;
        if (exact || (id.size() >= 4 && (item.id.starts_with(id) || item.sha256.starts_with(id)))) {
            if (!exact && found && dataset.items[*found].item.id != item.id)
                return Error{
                    Error::Code::Invalid, text("Several items of the dataset begin with {0}. Write more of the id.", id), id};
            if (!found || exact)
                found = i;
        }
    }
    if (!found)
        return Error{Error::Code::NotFound, text("The dataset has no item {0}.", id), id};
    ChosenCrop chosen{*found, {}};
    if (equals == std::string::npos)
        return chosen;
    char end = 0;
    std::array<int, 4> crop = {};
    if (std::sscanf(typed.c_str() + equals + 1, "%d,%d,%d,%d%c", &crop[0], &crop[1], &crop[2], &crop[3], &end) != 4 || crop[0] < 0
        || crop[1] < 0 || crop[2] < 1 || crop[3] < 1)
        return Error{Error::Code::Invalid,
            text("“{0}” is not a crop. Write x,y,width,height in pixels.", typed.substr(equals + 1)), typed};
    const Item& item = dataset.items[*found].item;
    if (crop[0] + crop[2] > item.width || crop[1] + crop[3] > item.height)
        return Error{Error::Code::Invalid,
            text("The crop of “{0}” lies outside the picture, which has {1} x {2} pixels.", titleOf(item, language()), item.width,
                item.height),
            item.id};
    chosen.crop = {
        double(crop[0]) / item.width, double(crop[1]) / item.height, double(crop[2]) / item.width, double(crop[3]) / item.height};
    return chosen;
}

// What decides the weights; the day does not.
Json askedFor(const Job& job)
{
    Json values = job.values;
    values.erase("made");
    return {values, job.seed, job.threads};
}

// A training of the same, as far as it came: one that is finished, or else one that can go on. Empty for none.
std::filesystem::path sameJob(const std::filesystem::path& runs, const Job& job)
{
    std::filesystem::path found;
    int best = -1;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(runs, code)) {
        auto other = Job::read(entry.path());
        if (!other || other->verb != "train" || askedFor(*other) != askedFor(job))
            continue;
        // Pictures that could not be used then may be in order now.
        if (auto result = readJson(entry.path() / "out" / "result.json");
            result && numberAt(*result, "learned") < numberAt(*result, "given"))
            continue;
        int rank = isFinished(entry.path(), *other)                            ? 2
            : std::filesystem::is_directory(entry.path() / "checkpoint", code) ? 1
                                                                               : 0;
        if (rank > best) {
            best = rank;
            found = entry.path();
        }
    }
    return found;
}

// What was typed, without what was not.
Result<Values> typedSettings(const TrainPlan& plan, const Recipe& recipe)
{
    Values values;
    for (const std::string& typed : plan.settings) {
        std::size_t equals = typed.find('=');
        if (equals == std::string::npos)
            return Error{Error::Code::Invalid, text("“{0}” assigns nothing. Write name=value.", typed), typed};
        std::string name = typed.substr(0, equals);
        const Param* param = findParam(recipe.params, name);
        if (!param)
            return Error{Error::Code::NotFound, text("The recipe {0} has no setting {1}.", recipe.name, name), name};
        TRY(Value value, parseValue(*param, typed.substr(equals + 1)));
        values.set(name, std::move(value));
    }
    return values;
}

Result<const Recipe*> recipeNamed(const LearningModule& learning, const std::string& name)
{
    for (const Recipe* row : learning.recipes())
        if (row->name == name)
            return row;
    return Error{Error::Code::NotFound, text("There is no recipe {0}.", name), name};
}

// The job of a plan; nothing is written.
Result<Job> plannedJob(const TrainPlan& plan, const LearningModule& learning, Console& console)
{
    std::error_code code;
    if (!std::filesystem::is_directory(plan.work, code))
        return Error{Error::Code::NotFound, text("There is no work in {0}.", plan.work.string()), plan.work.string()};
    TRY(const Recipe* recipe, recipeNamed(learning, plan.recipe));
    TRY(Values values, typedSettings(plan, *recipe));
    TRY(values, complete(recipe->params, values));
    TRY(std::filesystem::path path, datasetPath(plan));
    TRY(Dataset dataset, readDataset(path));
    TRY(Json raw, readJson(path));
    std::vector<ChosenCrop> chosen;
    if (!plan.crops.empty()) {
        for (const std::string& typed : plan.crops) {
            TRY(ChosenCrop crop, chosenCrop(typed, dataset));
            chosen.push_back(crop);
        }
    } else {
        for (std::size_t i = 0; i < dataset.items.size(); ++i) {
            if (dataset.items[i].weight > 0 && !dataset.items[i].item.sha256.empty())
                chosen.push_back({i, dataset.items[i].crop});
        }
        // A texture of hundreds of pictures is the texture of none.
        constexpr std::size_t most = 8;
        if (plan.recipe == "texture_nca" && chosen.size() > most) {
            chosen.resize(most);
            console.warn(
                text("A texture learns from at most {0} pictures: the first {0} of the dataset are taken; crops choose others.",
                    most));
        }
    }
    auto library = Library::open();
    Job job;
    job.key = newId();
    job.verb = "train";
    job.seed = plan.seed;
    int cores = int(std::thread::hardware_concurrency());
    job.threads = plan.threads > 0 ? plan.threads : std::clamp(cores, 1, 2);
    Json pictures = Json::array();
    for (const ChosenCrop& crop : chosen) {
        const DatasetItem& entry = dataset.items[crop.index];
        std::filesystem::path file = pictureFile(plan.work, entry.item.sha256, library ? &*library : nullptr);
        if (file.empty()) {
            console.warn(text("The file of “{0}” is in neither the work nor the library; it is left out.",
                             titleOf(entry.item, language())),
                entry.item.id);
            continue;
        }
        if (std::none_of(
                job.inputs.begin(), job.inputs.end(), [&](const Job::Input& input) { return input.sha256 == entry.item.sha256; }))
            job.inputs.push_back(inputOf(entry.item.sha256, file, at(raw, "items")[crop.index]));
        pictures.push_back({{"sha256", entry.item.sha256}, {"crop", crop.crop}, {"weight", entry.weight > 0 ? entry.weight : 1},
            {"item", at(raw, "items")[crop.index]}});
    }
    std::string name = plan.name;
    if (name.empty()) {
        std::string of = dataset.name;
        if (of.empty() && pictures.size() == 1)
            of = titleOf(dataset.items[chosen.front().index].item, language());
        name = text(recipe->label) + (of.empty() ? "" : " · " + of);
    }
    job.values
        = {{"recipe", plan.recipe}, {"dataset", dataset.hash}, {"dataset_name", dataset.name}, {"settings", toJson(values)},
            {"pictures", pictures}, {"given", chosen.size()}, {"name", name}, {"made", nowText().substr(0, 10)}};
    return job;
}

// What a job's folder asks of the learning module.
Result<TrainRequest> requestOf(const Job& job, const std::filesystem::path& folder)
{
    TrainRequest request;
    request.recipe = textAt(job.values, "recipe");
    TRY(request.values, valuesFromJson(at(job.values, "settings")));
    request.datasetHash = textAt(job.values, "dataset");
    request.datasetName = textAt(job.values, "dataset_name");
    request.name = textAt(job.values, "name");
    request.made = textAt(job.values, "made");
    if (request.startSha256 = textAt(at(job.values, "branch"), "start"); !request.startSha256.empty())
        request.start = folder / "start" / "state.safetensors";
    if (const Json& earlier = at(job.values, "earlier"); earlier.is_array())
        request.earlier = earlier;
    request.seed = std::uint64_t(job.seed);
    request.threads = std::min(job.threads, 64);
    request.folder = folder;
    // A short training is worth a checkpoint sooner than a long one.
    request.checkpointSeconds = std::clamp(numberAt(job.needs, "seconds", 400) / 20, 2.0, 20.0);
    for (const Json& row : at(job.values, "pictures")) {
        TrainPicture picture;
        picture.sha256 = textAt(row, "sha256");
        picture.item = at(row, "item");
        picture.weight = numberAt(row, "weight", 1);
        picture.drawn = numberAt(row, "drawn");
        if (const Json& crop = at(row, "crop"); crop.is_array() && crop.size() == 4) {
            for (std::size_t i = 0; i < 4; ++i)
                picture.crop[i] = crop[i].is_number() ? crop[i].get<double>() : -1;
        }
        auto input = std::find_if(job.inputs.begin(), job.inputs.end(),
            [&](const Job::Input& candidate) { return candidate.sha256 == picture.sha256; });
        if (!isSha256(picture.sha256) || input == job.inputs.end())
            return Error{
                Error::Code::Unreadable, text("The job in {0} is damaged.", folder.filename().string()), folder.string()};
        picture.path = input->path;
        request.pictures.push_back(std::move(picture));
    }
    return request;
}

Result<BranchChanges> changesOf(const TrainPlan& plan, const LearningModule& learning)
{
    TRY(Job job, Job::read(plan.branch));
    TRY(const Recipe* recipe, recipeNamed(learning, textAt(job.values, "recipe")));
    BranchChanges changes{.without = plan.without, .name = plan.name, .settings = {}};
    TRY(changes.settings, typedSettings(plan, *recipe));
    return changes;
}

} // namespace

Result<const LearningModule*> openLearning()
{
    std::filesystem::path program = programFile().parent_path();
    std::string why;
    for (const std::filesystem::path& folder :
        {program / "../lib/opificio", program / "../lib/x86_64-linux-gnu/opificio", program / "../lib64/opificio"}) {
        std::filesystem::path path = (folder / "libopificio-learning.so").lexically_normal();
        std::error_code code;
        if (!std::filesystem::exists(path, code))
            continue;
        if (void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
            auto entry = reinterpret_cast<LearningEntry>(::dlsym(library, learningEntry));
            if (entry && entry()->version == learningVersion)
                return entry();
            why = text("it belongs to another version of Opificio");
        } else {
            why = ::dlerror();
        }
    }
    if (why.empty())
        return Error{
            Error::Code::NotFound, text("Cannot train: the learning module, libopificio-learning.so, is not installed.")};
    return Error{Error::Code::Unsupported, text("Cannot train: the learning module does not open: {0}.", why)};
}

Result<std::filesystem::path> makeTrainJob(const TrainPlan& plan, Console& console)
{
    TRY(const LearningModule* learning, openLearning());
    if (!plan.branch.empty()) {
        TRY(const BranchChanges changes, changesOf(plan, *learning));
        return branchTraining(plan.branch, changes);
    }
    TRY(Job job, plannedJob(plan, *learning, console));
    if (auto same = sameJob(plan.work / "runs", job); !same.empty())
        return same;
    TrainRequest request{.recipe = plan.recipe, .threads = job.threads};
    TRY(request.values, valuesFromJson(at(job.values, "settings")));
    request.pictures.resize(at(job.values, "pictures").size());
    if (auto seconds = learning->predict(request, console.task())) {
        job.needs = {{"seconds", std::round(*seconds)}};
        if (!plan.background)
            console.say(text("About {0} s on two quiet cores.", std::round(*seconds)));
    }
    std::filesystem::path folder = plan.work / "runs" / job.key;
    TRY_DO(job.write(folder));
    return folder;
}

Result<double> predictTraining(const TrainPlan& plan, Console& console)
{
    TRY(const LearningModule* learning, openLearning());
    if (plan.branch.empty()) {
        TRY(Job job, plannedJob(plan, *learning, console));
        TRY(TrainRequest request, requestOf(job, {}));
        return learning->predict(request, console.task());
    }
    TRY(const BranchChanges changes, changesOf(plan, *learning));
    TRY(Job job, Job::read(plan.branch));
    TRY(TrainRequest request, requestOf(job, plan.branch));
    request.start = plan.branch / "checkpoint" / "state.safetensors";
    request.values = changedSettings(request.values, changes.settings);
    return learning->predict(request, console.task());
}

Result<double> predictTraining(const std::filesystem::path& folder, Console& console)
{
    TRY(const LearningModule* learning, openLearning());
    TRY(Job job, Job::read(folder));
    TRY(TrainRequest request, requestOf(job, folder));
    return learning->predict(request, console.task());
}

Result<Json> runTrainJob(JobRun& run)
{
    TRY(const LearningModule* learning, openLearning());
    const Job& job = run.job();
    TRY(TrainRequest request, requestOf(job, run.folder()));
    TRY(TrainOutcome outcome, learning->train(request, run.task()));
    const Json& datasets = at(outcome.card, "datasets");
    Json answer = {{"sha256", outcome.sha256}, {"model", outcome.model.string()}, {"checks", at(outcome.card, "checks")},
        {"learned", datasets.is_array() && !datasets.empty() ? at(datasets.front(), "items").size() : 0},
        {"given", std::max(std::int64_t(numberAt(job.values, "given")), std::int64_t(request.pictures.size()))}};
    TRY_DO(writeJson(run.folder() / "out" / "result.json", answer));
    return answer;
}

} // namespace opificio
