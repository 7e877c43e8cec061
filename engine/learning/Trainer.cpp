// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning/Learning.h"
#include "learning/Recipe.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Text.h"
#include "image/ImageFile.h"

#include <ATen/Parallel.h>
#include <torch/types.h>
#include <torch/version.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <dlfcn.h>
#include <set>

namespace opificio {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// OpenBLAS and libtorch keep threads of their own. Ours share out the work: sums must not depend on how a matrix was cut,
// and theirs spin while they wait: on a busy machine a map's training took fourteen times as long.
std::string quietBlas()
{
    using SetThreads = void (*)(int);
    using Name = char* (*)();
    if (auto set = reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        set(1);
    if (auto name = reinterpret_cast<Name>(::dlsym(RTLD_DEFAULT, "openblas_get_config")))
        return name();
    return "reference";
}

const Recipe* findRecipe(std::string_view name)
{
    for (const Recipe* recipe : allRecipes())
        if (recipe->name == name)
            return recipe;
    return nullptr;
}

Result<const Recipe*> recipeOf(const TrainRequest& request)
{
    if (const Recipe* recipe = findRecipe(request.recipe))
        return recipe;
    return Error{Error::Code::NotFound, text("There is no recipe {0}.", request.recipe), request.recipe};
}

// What a checkpoint must agree on to be resumed.
std::string fingerprint(const TrainRequest& request, const Values& values)
{
    Json pictures = Json::array();
    for (const TrainPicture& picture : request.pictures)
        pictures.push_back(
            {picture.sha256, picture.sha256.empty() ? picture.path.string() : std::string(), picture.crop, picture.weight});
    return sha256(printJsonLine({{"recipe", request.recipe}, {"values", toJson(values)}, {"pictures", pictures},
        {"seed", request.seed}, {"threads", request.threads}, {"instructions", ncaInstructions()}, {"version", 2}}));
}

Result<> saveCheckpoint(const std::filesystem::path& path, Training& training, std::int64_t step, const std::string& print)
{
    return writeSafetensors(path, training.state(),
        {{"step", std::to_string(step)}, {"fingerprint", print}, {"draws", printJsonLine(training.draws())}});
}

// Keeps the lines of steps before `step`: those after it will come again.
Result<> trimLosses(const std::filesystem::path& path, std::int64_t step)
{
    std::error_code code;
    if (!std::filesystem::exists(path, code))
        return {};
    TRY(std::string all, readFile(path));
    std::string kept;
    for (std::size_t at = 0; at < all.size();) {
        std::size_t end = all.find('\n', at);
        if (end == std::string::npos)
            break;
        auto line = parseJson(std::string_view(all).substr(at, end - at), "loss.jsonl");
        if (line && numberAt(*line, "step", 1e18) <= double(step))
            kept += all.substr(at, end - at + 1);
        at = end + 1;
    }
    return writeFile(path, kept);
}

bool sampleDue(std::int64_t step)
{
    // 8, 11, 16, 23, 32 ...: the square root of two apart.
    for (int i = 6; i < 64; ++i) {
        auto due = std::int64_t(std::lround(std::pow(2.0, i * 0.5)));
        if (due >= step)
            return due == step;
    }
    return false;
}

Json cardOf(const TrainRequest& request, const Values& values, Training& training, const std::string& blas)
{
    Json items = Json::array(), sources = Json::array();
    std::vector<double> draws = training.draws();
    std::set<std::string> known;
    bool unknown = false;
    for (std::size_t i = 0; i < request.pictures.size(); ++i) {
        const TrainPicture& picture = request.pictures[i];
        if (!(draws[i] > 0))
            continue; // took no part
        Json item = picture.item.is_object() ? picture.item : Json::object();
        item["sha256"] = picture.sha256;
        item["crop"] = picture.crop;
        item["weight"] = picture.weight;
        item["draws"] = draws[i];
        std::string id = !picture.sha256.empty() ? picture.sha256 : textAt(item, "id");
        if (id.empty())
            unknown = true;
        else if (known.insert(id).second)
            sources.push_back({{"kind", kindWord(Source::Kind::Item)}, {"id", id}});
        items.push_back(std::move(item));
    }
    if (!request.datasetHash.empty())
        sources.push_back({{"kind", kindWord(Source::Kind::Dataset)}, {"id", request.datasetHash}});
    if (unknown)
        sources.push_back({{"kind", kindWord(Source::Kind::Unknown)}, {"id", ""}});
    Json dataset = {{"hash", request.datasetHash}, {"items", items}};
    if (!request.datasetName.empty())
        dataset["name"] = request.datasetName;
    Json card = {{"format", "opificio.model/1"}, {"recipe", request.recipe}, {"name", request.name}, {"values", toJson(values)},
        {"seed", request.seed}, {"threads", request.threads}, {"steps", training.steps()}, {"device", "cpu"},
        {"instructions", ncaInstructions()}, {"blas", blas}, {"torch", TORCH_VERSION}, {"datasets", Json::array({dataset})},
        {"sources", sources}};
    if (!request.made.empty())
        card["made"] = request.made;
    return card;
}

Result<TrainOutcome> run(const TrainRequest& request, Task& task)
{
    TRY(const Recipe* recipe, recipeOf(request));
    TRY(Values values, complete(recipe->params, request.values));
    at::set_num_threads(1);
    std::string blas = quietBlas();
    auto started = Clock::now();
    TRY(std::unique_ptr<Training> training, recipe->start(request, values, task));
    std::string print = fingerprint(request, values);
    std::filesystem::path checkpoint = request.folder / "checkpoint" / "state.safetensors",
                          losses = request.folder / "loss.jsonl";
    std::int64_t step = 0;
    std::error_code code;
    if (std::filesystem::exists(checkpoint, code)) {
        auto held = Safetensors::open(checkpoint);
        std::map<std::string, FloatTensor> state;
        bool whole = bool(held);
        if (held) {
            for (const auto& [name, entry] : held->entries()) {
                auto tensor = held->floats(name);
                whole = whole && tensor;
                if (tensor)
                    state.emplace(name, std::move(*tensor));
            }
            auto known = held->metadata().find("fingerprint"), at = held->metadata().find("step");
            whole = whole && known != held->metadata().end() && known->second == print && at != held->metadata().end();
            if (whole)
                step = std::strtoll(at->second.c_str(), nullptr, 10);
            auto drawn = held->metadata().find("draws");
            auto draws = drawn == held->metadata().end() ? Result<Json>(Json()) : parseJson(drawn->second, "draws");
            whole = whole && draws && draws->is_array() && draws->size() == training->draws().size();
            for (std::size_t i = 0; whole && i < draws->size(); ++i)
                training->draws()[i] = (*draws)[i].is_number() ? (*draws)[i].get<double>() : 0;
        }
        if (!whole || step < 0 || !training->restore(state)) {
            task.note(text("The checkpoint does not belong to this training and is not used: it begins anew."));
            TRY(training, recipe->start(request, values, task));
            step = 0;
        } else {
            task.note(text("Goes on from step {0}.", step));
        }
    }
    TRY_DO(trimLosses(losses, step));
    auto lastSave = Clock::now();
    auto sample = [&]() -> Result<> {
        char name[32];
        std::snprintf(name, sizeof name, "%06lld.png", static_cast<long long>(step));
        return writePng(request.folder / "samples" / name, training->sample());
    };
    TRY_DO(makeFolder(request.folder / "samples"));
    double running = 0;
    do {
        while (step < training->steps()) {
            if (task.stopped()) {
                TRY_DO(saveCheckpoint(checkpoint, *training, step, print));
                return Error{Error::Code::Cancelled,
                    text("Stopped at step {0} of {1}; it can go on from there.", step, training->steps())};
            }
            double loss = training->step(step);
            ++step;
            if (!std::isfinite(loss))
                return Error{Error::Code::Internal,
                    text("The training came apart at step {0}: the numbers are no longer finite. Try a smaller learning rate.",
                        step)};
            running = running == 0 ? loss : 0.95 * running + 0.05 * loss;
            TRY_DO(appendLine(losses,
                printJsonLine({{"step", step}, {"loss", std::round(loss * 1e6) / 1e6},
                    {"seconds", std::round(secondsSince(started) * 100) / 100}})));
            if (sampleDue(step) || step == training->steps())
                TRY_DO(sample());
            if (secondsSince(lastSave) >= request.checkpointSeconds) {
                TRY_DO(saveCheckpoint(checkpoint, *training, step, print));
                lastSave = Clock::now();
            }
            task.progress(double(step), double(training->steps()),
                text("step {0} of {1}, loss {2}", step, training->steps(), std::round(running * 1e4) / 1e4));
        }
        TRY_DO(saveCheckpoint(checkpoint, *training, step, print));
    } while (training->settle(task));
    TRY(Model model, training->finish(task));
    Json checks = at(model.card, "checks");
    model.card = cardOf(request, values, *training, blas);
    model.card["checks"] = checks;
    TrainOutcome outcome{request.folder / "out" / "model.safetensors", {}, model.card};
    TRY_DO(model.save(outcome.model));
    TRY(outcome.sha256, sha256OfFile(outcome.model));
    return outcome;
}

// Exceptions end here: torch throws on what only we could get wrong, and when memory is short.
Result<TrainOutcome> train(const TrainRequest& request, Task& task)
{
    try {
        return run(request, task);
    } catch (const std::bad_alloc&) {
        return Error{Error::Code::OutOfMemory,
            text("There is not enough memory for this training. Try fewer pictures or a smaller size.")};
    } catch (const std::exception& failure) {
        return Error{Error::Code::Internal, text("The training failed: {0}", std::string_view(failure.what()).substr(0, 300))};
    }
}

Result<double> predict(const TrainRequest& request)
{
    TRY(const Recipe* recipe, recipeOf(request));
    TRY(Values values, complete(recipe->params, request.values));
    return recipe->seconds(values, request.threads, request.pictures.size());
}

Json selfTest()
{
    at::set_num_threads(1);
    std::string blas = quietBlas();
    auto a = torch::ones({512, 512}), b = torch::ones({512, 512});
    double best = 1e9;
    for (int i = 0; i < 4; ++i) {
        auto start = Clock::now();
        at::mm_out(b, a, a);
        best = std::min(best, secondsSince(start));
    }
    return {{"torch", TORCH_VERSION}, {"blas", blas}, {"instructions", ncaInstructions()},
        {"gflops", std::round(2.0 * 512 * 512 * 512 / best / 1e8) / 10}};
}

} // namespace

} // namespace opificio

extern "C" __attribute__((visibility("default"))) const opificio::LearningModule* opificioLearning()
{
    static const opificio::LearningModule module
        = {opificio::learningVersion, opificio::allRecipes, opificio::train, opificio::predict, opificio::selfTest};
    return &module;
}
