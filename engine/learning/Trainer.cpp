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
    Json all = {{"recipe", request.recipe}, {"values", toJson(values)}, {"pictures", pictures}, {"seed", request.seed},
        {"threads", request.threads}, {"instructions", ncaInstructions()}, {"version", 2}};
    if (!request.startSha256.empty())
        all["start"] = request.startSha256;
    return sha256(printJsonLine(all));
}

// What a checkpoint holds.
struct Held {
    std::map<std::string, FloatTensor> state;
    std::int64_t step = -1;
    std::string print;
    std::vector<double> draws;
};

Result<Held> readCheckpoint(const std::filesystem::path& path)
{
    TRY(Safetensors file, Safetensors::open(path));
    Held held;
    for (const auto& [name, entry] : file.entries()) {
        TRY(FloatTensor tensor, file.floats(name));
        held.state.emplace(name, std::move(tensor));
    }
    auto said = [&](const char* name) {
        auto found = file.metadata().find(name);
        return found == file.metadata().end() ? std::string() : found->second;
    };
    held.print = said("fingerprint");
    if (std::string step = said("step"); !step.empty())
        held.step = std::strtoll(step.c_str(), nullptr, 10);
    TRY(const Json draws, parseJson(said("draws"), "draws"));
    for (const Json& count : draws.is_array() ? draws : Json::array())
        held.draws.push_back(count.is_number() ? count.get<double>() : 0);
    return held;
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

bool sampleDue(std::int64_t step, std::int64_t first)
{
    if (step < first)
        return false;
    // 8, 11, 16, 23, 32 ...: the square root of two apart.
    for (int i = 0; i < 64; ++i) {
        auto due = std::int64_t(std::lround(std::pow(2.0, i * 0.5)));
        if (due >= step)
            return due == step;
    }
    return false;
}

Json cardOf(const TrainRequest& request, const Values& values, Training& training, const std::string& blas)
{
    Json items = Json::array(), sources = Json::array();
    const std::vector<double>& draws = training.draws();
    std::set<std::string> known;
    auto source = [&](Source::Kind kind, const std::string& id) {
        if (known.insert(std::string(kindWord(kind)) + ":" + id).second)
            sources.push_back({{"kind", kindWord(kind)}, {"id", id}});
    };
    auto itemSource = [&](const Json& item) {
        std::string id = textAt(item, "sha256");
        if (id.empty())
            id = textAt(item, "id");
        source(id.empty() ? Source::Kind::Unknown : Source::Kind::Item, id);
    };
    for (std::size_t i = 0; i < request.pictures.size(); ++i) {
        const TrainPicture& picture = request.pictures[i];
        if (!(draws[i] > 0))
            continue; // took no part
        Json item = picture.item.is_object() ? picture.item : Json::object();
        item["sha256"] = picture.sha256;
        item["crop"] = picture.crop;
        item["weight"] = picture.weight;
        item["draws"] = draws[i];
        itemSource(item);
        items.push_back(std::move(item));
    }
    if (!request.datasetHash.empty())
        source(Source::Kind::Dataset, request.datasetHash);
    Json dataset = {{"hash", request.datasetHash}, {"items", items}};
    if (!request.datasetName.empty())
        dataset["name"] = request.datasetName;
    // First what it learns from now: a map's places are in the order of those items. Then what its weights saw before.
    Json datasets = Json::array({dataset});
    for (const Json& before : request.earlier) {
        datasets.push_back(before);
        for (const Json& item : at(before, "items"))
            itemSource(item);
        if (std::string hash = textAt(before, "hash"); !hash.empty())
            source(Source::Kind::Dataset, hash);
    }
    Json card = {{"format", "opificio.model/1"}, {"recipe", request.recipe}, {"name", request.name}, {"values", toJson(values)},
        {"seed", request.seed}, {"threads", request.threads}, {"steps", training.steps()}, {"device", "cpu"},
        {"instructions", ncaInstructions()}, {"blas", blas}, {"torch", TORCH_VERSION}, {"datasets", datasets},
        {"sources", sources}};
    if (!request.made.empty())
        card["made"] = request.made;
    return card;
}

// live/, for those who watch. Nothing of it is read here, and what cannot be written is no reason to stop learning.
class Live {
public:
    Live(const TrainRequest& request, const Values& values, const std::string& blas)
        : m_request(request)
        , m_values(values)
        , m_blas(blas)
    {
    }

    // Before its first step a training has seen nothing and has no model to show; that comes at once after it.
    bool isDue() const { return Clock::now() >= m_next || (m_shown == 1 && !m_hasModel); }

    void show(Training& training, std::int64_t step)
    {
        auto began = Clock::now();
        std::filesystem::path folder = m_request.folder / "live";
        (void)writePng(folder / "sample.png", training.glance());
        if (auto model = training.now()) {
            model->card = cardOf(m_request, m_values, training, m_blas);
            model->card["unfinished"] = true;
            model->card["step"] = step;
            m_hasModel = bool(model->save(folder / "model.safetensors"));
        }
        ++m_shown;
        // A twentieth of the time at most.
        double cost = secondsSince(began);
        m_next = Clock::now()
            + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(std::max(shortestPause, 19 * cost)));
    }

private:
    static constexpr double shortestPause = 1.5; // seconds

    const TrainRequest& m_request;
    const Values& m_values;
    const std::string& m_blas;
    Clock::time_point m_next;
    bool m_hasModel = false;
    int m_shown = 0;
};

Result<TrainOutcome> run(const TrainRequest& request, Task& task)
{
    TRY(const Recipe* recipe, recipeOf(request));
    TRY(Values values, complete(recipe->params, request.values));
    at::set_num_threads(1);
    std::string blas = quietBlas();
    auto started = Clock::now();
    std::unique_ptr<Training> training;
    std::int64_t step = 0;
    // From nothing, or from where it branches off.
    auto begin = [&]() -> Result<> {
        TRY(training, recipe->start(request, values, task));
        step = 0;
        if (request.start.empty())
            return {};
        TRY(const std::string actual, sha256OfFile(request.start));
        auto held = readCheckpoint(request.start);
        if (!held || actual != request.startSha256 || held->step < 0 || !training->restore(held->state))
            return Error{Error::Code::Unreadable, text("The checkpoint from which this training branches off cannot be used."),
                request.start.string()};
        training->branch();
        step = held->step;
        for (std::size_t i = 0; i < request.pictures.size(); ++i)
            training->draws()[i] = request.pictures[i].drawn;
        if (step >= training->steps())
            return Error{Error::Code::Invalid,
                text("There is nothing left to learn: it branches off after step {0}, and would end with step {1}. Give it more "
                     "steps.",
                    step, training->steps()),
                request.recipe};
        return {};
    };
    TRY_DO(begin());
    std::string print = fingerprint(request, values);
    std::filesystem::path checkpoint = request.folder / "checkpoint" / "state.safetensors",
                          losses = request.folder / "loss.jsonl";
    std::error_code code;
    if (std::filesystem::exists(checkpoint, code)) {
        auto held = readCheckpoint(checkpoint);
        if (!held || held->print != print || held->step < 0 || held->draws.size() != training->draws().size()
            || !training->restore(held->state)) {
            task.note(text("The checkpoint does not belong to this training and is not used: it begins anew."));
            TRY_DO(begin());
        } else {
            training->draws() = held->draws;
            step = held->step;
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
    Live live(request, values, blas);
    live.show(*training, step);
    auto stoppedAt = [&] {
        return Error{
            Error::Code::Cancelled, text("Stopped at step {0} of {1}; it can go on from there.", step, training->steps())};
    };
    double running = 0;
    do {
        while (step < training->steps()) {
            if (task.stopped()) {
                TRY_DO(saveCheckpoint(checkpoint, *training, step, print));
                return stoppedAt();
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
            if (sampleDue(step, recipe->firstSample) || step == training->steps())
                TRY_DO(sample());
            if (live.isDue() || step == training->steps())
                live.show(*training, step);
            if (secondsSince(lastSave) >= request.checkpointSeconds) {
                TRY_DO(saveCheckpoint(checkpoint, *training, step, print));
                lastSave = Clock::now();
            }
            task.progress(double(step), double(training->steps()),
                text("step {0} of {1}, loss {2}", step, training->steps(), std::round(running * 1e4) / 1e4));
        }
        TRY_DO(saveCheckpoint(checkpoint, *training, step, print));
        if (!training->settle(task))
            break;
    } while (!task.stopped());
    if (task.stopped())
        return stoppedAt();
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

// Some steps of this training on some of its pictures, against how long they take where the recipe was measured.
Result<double> tried(const TrainRequest& request, const Recipe& recipe, const Values& values, Task& task)
{
    constexpr std::size_t pictures = 4;
    constexpr int steps = 4;
    constexpr double longest = 1.5; // seconds, of the steps
    double expected = recipe.seconds(values, request.threads, request.pictures.size());
    TrainRequest few = request;
    few.pictures.clear();
    for (const TrainPicture& picture : request.pictures) {
        if (picture.weight > 0 && few.pictures.size() < pictures)
            few.pictures.push_back(picture);
    }
    at::set_num_threads(1);
    quietBlas();
    auto began = Clock::now();
    TRY(std::unique_ptr<Training> training, recipe.start(few, values, task));
    double reading = secondsSince(began) / double(few.pictures.size());
    // From the middle of the way: a recipe may begin with easier steps.
    const std::int64_t first = training->steps() / 2;
    training->step(first);
    began = Clock::now();
    int done = 0;
    while (done < steps && !(done > 0 && secondsSince(began) > longest))
        training->step(first + ++done);
    double each = secondsSince(began) / done;
    Values more = values;
    more.set("steps", 2 * training->steps());
    double usual = (recipe.seconds(more, request.threads, request.pictures.size()) - expected) / double(training->steps());
    double all = usual > 0 ? expected * each / usual + reading * double(request.pictures.size()) : expected;
    if (request.start.empty())
        return all;
    // Of a branch only the rest of the way.
    TRY(const Held held, readCheckpoint(request.start));
    return all * std::clamp(1 - double(held.step) / double(training->steps()), 0.0, 1.0);
}

Result<double> predict(const TrainRequest& request, Task& task)
{
    TRY(const Recipe* recipe, recipeOf(request));
    TRY(Values values, complete(recipe->params, request.values));
    bool known = !request.pictures.empty() && values.has("steps")
        && std::none_of(
            request.pictures.begin(), request.pictures.end(), [](const auto& picture) { return picture.path.empty(); });
    try {
        if (auto seconds = known ? tried(request, *recipe, values, task) : Result<double>(0.0); known && seconds)
            return *seconds;
    } catch (const std::exception&) {
        // What is wrong is said when it is trained.
    }
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
