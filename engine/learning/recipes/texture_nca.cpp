// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Text.h"
#include "learning/Adam.h"
#include "learning/Parallel.h"
#include "learning/PatchJudge.h"
#include "learning/Pictures.h"
#include "learning/Recipe.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace opificio {

namespace {

// Why these numbers: see the header of Nca.h for the automaton; grid, pool and times were chosen by looking at textiles,
// waves, foliage and plates after two to four minutes of training on two cores.
constexpr int grid = 64; // cells along an edge of a training state; a torus
constexpr int youngStates = 16; // are sown anew now and then: the model must be able to begin
constexpr int oldStates = 12; // never are: the model must be able to go on for ever
constexpr int batch = 2;

// What a purpose is for Random.
enum Purpose : std::uint64_t { Weights = 1, Choice = 2, Sowing = 3, Firing = 4 };

std::uint32_t shortHash(std::uint64_t seed, std::int64_t step, std::uint64_t index)
{
    return std::uint32_t(Random(seed, step, Firing + (index << 8)).bits());
}

class TextureTraining : public Training {
public:
    TextureTraining(std::vector<PatchJudge::Given> given, std::vector<std::size_t> pictureOf, std::size_t pictureCount,
        std::uint64_t seed, std::int64_t steps, double rate, int checkSteps, int threads)
        : m_judge(std::move(given))
        , m_pictureOf(std::move(pictureOf))
        , m_draws(pictureCount, 0.0)
        , m_seed(seed)
        , m_steps(steps)
        , m_rate(rate)
        , m_longRunSteps(checkSteps)
        , m_threads(threads)
    {
        Random random(seed, 0, Weights);
        for (auto& row : m_weights.w1)
            for (float& weight : row)
                weight = random.normal() * 0.14f;
        // Small, so that the first states stay in range and the loss is about patches from the start.
        for (auto& row : m_weights.w2)
            for (float& weight : row)
                weight = random.normal() * 0.002f;
        for (int i = 0; i < youngStates + oldStates; ++i)
            m_pool.push_back(ncaStart({grid, grid}, shortHash(seed, -1, std::uint64_t(i))).cells);
        for (Roll& roll : m_rolls)
            roll.states.resize(maximalTime + 1);
    }

    std::int64_t steps() const override { return m_steps + m_extra; }

    double step(std::int64_t step) override
    {
        Random random(m_seed, step, Choice);
        int slots[batch] = {int(random.below(youngStates)), youngStates + int(random.below(oldStates))};
        if (step % 3 == 0)
            sow(slots[0], step);
        double ramp = std::min(1.0, double(step) / (0.2 * double(m_steps)));
        int shortest = int(8 + 24 * ramp), longest = int(16 + (maximalTime - 16) * ramp);
        int time = shortest + int(random.below(longest - shortest + 1));
        PatchJudge::Question question = m_judge.ask(m_seed, step, grid, grid, m_threads);
        for (std::size_t i = 0; i < question.draws.size(); ++i)
            m_draws[m_pictureOf[i]] += double(question.draws[i]);

        NcaPrepared prepared(m_weights);
        inParallel(batch, m_threads, [&](int b) {
            Roll& roll = m_rolls[b];
            roll.states[0] = m_pool[std::size_t(slots[b])];
            std::uint32_t seed = shortHash(m_seed, step, std::uint64_t(b));
            for (int t = 0; t < time; ++t) {
                roll.states[std::size_t(t) + 1].resize(roll.states[0].size());
                ncaStepRows(prepared, roll.states[std::size_t(t)].data(), roll.states[std::size_t(t) + 1].data(), {grid, grid}, 0,
                    grid, seed, std::uint32_t(t));
            }
            const std::vector<float>& last = roll.states[std::size_t(time)];
            Pixels colours = coloursOf(last, {grid, grid});
            std::vector<float> colourGradient(colours.values.size(), 0.0f);
            roll.loss = PatchJudge::distance(question, colours, colourGradient);
            std::vector<float> gradient(last.size(), 0.0f), before(last.size());
            for (std::size_t i = 0; i < last.size() / ncaChannels; ++i)
                for (std::size_t c = 0; c < 3; ++c)
                    gradient[i * ncaChannels + c] = colourGradient[i * 3 + c];
            // Numbers that leave [-1, 1] are pulled back: nothing else keeps a state from growing for ever.
            auto pull = float(overflowWeight / double(last.size()));
            double overflow = 0;
            for (std::size_t i = 0; i < last.size(); ++i) {
                float excess = last[i] - std::clamp(last[i], -1.0f, 1.0f);
                overflow += std::abs(excess);
                gradient[i] += excess > 0 ? pull : excess < 0 ? -pull : 0;
            }
            roll.overflow = overflow / double(last.size());
            roll.gradients = NcaGradients();
            for (int t = time - 1; t >= 0; --t) {
                ncaStepBack(prepared, roll.states[std::size_t(t)].data(), gradient.data(), before.data(), {grid, grid}, seed,
                    std::uint32_t(t), roll.gradients);
                gradient.swap(before);
            }
        });
        NcaGradients sum = m_rolls[0].gradients;
        for (int b = 1; b < batch; ++b)
            sum.add(m_rolls[b].gradients);
        for (int b = 0; b < batch; ++b) {
            const std::vector<float>& last = m_rolls[b].states[std::size_t(time)];
            bool lost = !std::all_of(last.begin(), last.end(), [](float value) { return std::abs(value) < 8.0f; });
            if (lost)
                sow(slots[b], step);
            else
                m_pool[std::size_t(slots[b])] = last;
        }
        double progress = double(step) / double(m_steps);
        double rate = m_rate * (progress < 0.5 ? 1.0 : progress < 0.8 ? 0.4 : 0.12);
        std::vector<float> w2(ncaHidden * ncaChannels);
        for (int j = 0; j < ncaHidden; ++j)
            std::memcpy(&w2[std::size_t(j) * ncaChannels], sum.w2[j], ncaChannels * sizeof(float));
        descend(m_adam[0], {m_weights.w1[0].data(), ncaSeen * ncaHidden}, {sum.w1[0], ncaSeen * ncaHidden}, rate, step);
        descend(m_adam[1], {m_weights.b1.data(), ncaHidden}, {sum.b1, ncaHidden}, rate, step);
        descend(m_adam[2], {m_weights.w2[0].data(), ncaHidden * ncaChannels}, w2, rate, step);
        double loss = 0;
        for (const Roll& roll : m_rolls)
            loss += (roll.loss + overflowWeight * roll.overflow) / batch;
        return loss;
    }

    Image sample() override
    {
        NcaState state = ncaStart({160, 160}, 7);
        ncaRun(NcaPrepared(m_weights), state, 160, 7, m_threads);
        return ncaPicture(state);
    }

    // A quarter of the cells, grown just long enough to be itself.
    Image glance() override
    {
        NcaState state = ncaStart({96, 96}, 7);
        ncaRun(NcaPrepared(m_weights), state, 96, 7, m_threads);
        return ncaPicture(state);
    }

    std::optional<Model> now() override
    {
        if (std::all_of(m_draws.begin(), m_draws.end(), [](double count) { return count == 0; }))
            return {};
        Model model;
        model.tensors = ncaTensors(m_weights);
        return model;
    }

    std::map<std::string, FloatTensor> state() const override
    {
        auto tensors = ncaTensors(m_weights);
        for (std::size_t i = 0; i < 3; ++i) {
            tensors["adam." + std::to_string(i) + ".first"] = {{std::int64_t(m_adam[i].first.size())}, m_adam[i].first};
            tensors["adam." + std::to_string(i) + ".second"] = {{std::int64_t(m_adam[i].second.size())}, m_adam[i].second};
        }
        FloatTensor pool{{youngStates + oldStates, grid * grid * ncaChannels}, {}};
        for (const auto& cells : m_pool)
            pool.values.insert(pool.values.end(), cells.begin(), cells.end());
        tensors["pool"] = std::move(pool);
        tensors["extra"] = {{1}, {float(m_extra)}};
        return tensors;
    }

    bool restore(const std::map<std::string, FloatTensor>& state) override
    {
        Model held;
        held.tensors = state;
        auto weights = ncaWeights(held);
        auto pool = state.find("pool"), extra = state.find("extra");
        constexpr std::size_t cells = grid * grid * ncaChannels;
        if (!weights || pool == state.end() || pool->second.values.size() != (youngStates + oldStates) * cells
            || extra == state.end() || extra->second.values.size() != 1)
            return false;
        m_weights = *weights;
        for (std::size_t i = 0; i < m_pool.size(); ++i)
            m_pool[i].assign(pool->second.values.begin() + std::ptrdiff_t(i * cells),
                pool->second.values.begin() + std::ptrdiff_t((i + 1) * cells));
        constexpr std::size_t sizes[] = {ncaSeen * ncaHidden, ncaHidden, ncaHidden * ncaChannels};
        for (std::size_t i = 0; i < 3; ++i) {
            auto first = state.find("adam." + std::to_string(i) + ".first"),
                 second = state.find("adam." + std::to_string(i) + ".second");
            if (first == state.end() || second == state.end() || first->second.values.size() != second->second.values.size()
                || (!first->second.values.empty() && first->second.values.size() != sizes[i]))
                return false;
            m_adam[i].first = first->second.values;
            m_adam[i].second = second->second.values;
        }
        m_extra = std::int64_t(extra->second.values[0]);
        return true;
    }

    // Whether it needs more steps than it was given is found out anew.
    void branch() override { m_extra = 0; }

    std::vector<double>& draws() override { return m_draws; }

    bool settle(Task& task) override
    {
        if (m_longRunSteps == 0)
            return false;
        if (!measure(task) || m_extra > 0 || stable())
            return false;
        // It drifts: a quarter more steps, in which the old states are what is learned from.
        m_extra = m_steps / 4;
        return true;
    }

    Result<Model> finish(Task&) override
    {
        Model model;
        model.tensors = ncaTensors(m_weights);
        if (m_longRunSteps == 0)
            return model;
        Json checks = {{"own", rounded(m_own)}, {"short", rounded(m_short)}, {"long", rounded(m_long)},
            {"ratio", rounded(m_short / m_own)}, {"ratioLong", rounded(m_long / m_own)}, {"shortSteps", shortRunSteps()},
            {"longSteps", m_longRunSteps}, {"stable", stable()}};
        if (!stable())
            checks["reseed"] = 600; // steps after which a node should begin again
        model.card["checks"] = checks;
        return model;
    }

private:
    static constexpr int maximalTime = 56;
    static constexpr double overflowWeight = 10;

    struct Roll {
        std::vector<std::vector<float>> states;
        NcaGradients gradients;
        double loss = 0, overflow = 0;
    };

    static double rounded(double value) { return std::isfinite(value) ? std::round(value * 1e5) / 1e5 : 1e9; }

    static Pixels coloursOf(const std::vector<float>& cells, Size size)
    {
        Pixels colours{size.width, size.height, std::vector<float>(cells.size() / ncaChannels * 3)};
        for (std::size_t i = 0; i < cells.size() / ncaChannels; ++i)
            std::memcpy(&colours.values[i * 3], &cells[i * ncaChannels], 12);
        return colours;
    }

    void sow(int slot, std::int64_t step)
    {
        m_pool[std::size_t(slot)] = ncaStart({grid, grid}, shortHash(m_seed, step, 100 + std::uint64_t(slot))).cells;
    }

    // Only the direction of the gradient counts: its length varies a thousandfold with the states.
    static void descend(Adam& adam, std::span<float> values, std::span<const float> gradient, double rate, std::int64_t step)
    {
        double norm = 0;
        for (float value : gradient)
            norm += double(value) * value;
        std::vector<float> direction(gradient.begin(), gradient.end());
        bool usable = std::isfinite(norm);
        auto scale = float(1 / (std::sqrt(norm) + 1e-8));
        for (float& value : direction)
            value = usable ? value * scale : 0.0f;
        adam.step(values, direction, rate, step);
    }

    int shortRunSteps() const { return std::min(300, m_longRunSteps); }
    bool stable() const { return std::isfinite(m_long) && m_long < 1.5 * m_short && m_long < 2 * m_own + 0.05; }

    // Distances of fresh runs to the given pictures, by questions that were never trained on.
    // False when it was stopped.
    bool measure(Task& task)
    {
        constexpr int size = 128, questions = 3;
        NcaPrepared prepared(m_weights);
        NcaState state = ncaStart({size, size}, 11);
        // In parts, between which it hears that it shall stop.
        auto grow = [&](int until) {
            while (int(state.step) < until && !task.stopped()) {
                ncaRun(prepared, state, std::min(100, until - int(state.step)), 11, m_threads);
                task.progress(
                    double(steps()), double(steps()), text("checked over {0} steps of {1}", state.step, m_longRunSteps));
            }
        };
        grow(shortRunSteps());
        Pixels early = coloursOf(state.cells, state.size);
        grow(m_longRunSteps);
        if (task.stopped())
            return false;
        Pixels late = coloursOf(state.cells, state.size);
        m_short = m_long = m_own = 0;
        for (int i = 0; i < questions; ++i) {
            PatchJudge::Question question = m_judge.ask(m_seed ^ 0x5ca1ab1e, i, size, size, m_threads);
            const Pixels* both[] = {&early, &late};
            double distances[2] = {};
            inParallel(2, m_threads, [&](int which) { distances[which] = PatchJudge::distance(question, *both[which]); });
            m_short += distances[0] / questions;
            m_long += distances[1] / questions;
            m_own += m_judge.ownDistance(m_seed ^ std::uint64_t(i), size, size, m_threads) / questions;
        }
        return true;
    }

    PatchJudge m_judge;
    std::vector<std::size_t> m_pictureOf;
    std::vector<double> m_draws;
    std::uint64_t m_seed;
    std::int64_t m_steps, m_extra = 0;
    double m_rate;
    int m_longRunSteps;
    int m_threads;
    NcaWeights m_weights;
    Adam m_adam[3];
    std::vector<std::vector<float>> m_pool;
    Roll m_rolls[batch];
    double m_short = 0, m_long = 0, m_own = 1;
};

constexpr std::int64_t effortSteps[] = {400, 1800, 5000};

std::int64_t stepsOf(const Values& values)
{
    std::int64_t steps = values.whole("steps");
    return steps > 0 ? steps : effortSteps[std::clamp<std::int64_t>(values.whole("effort"), 0, 2)];
}

double seconds(const Values& values, int threads, std::size_t)
{
    return double(stepsOf(values)) * (threads > 1 ? 0.1 : 0.19) + 15;
}

Result<std::unique_ptr<Training>> start(const TrainRequest& request, const Values& values, Task&)
{
    std::vector<PatchJudge::Given> given;
    std::vector<std::size_t> pictureOf;
    for (std::size_t i = 0; i < request.pictures.size(); ++i) {
        if (!(request.pictures[i].weight > 0))
            continue;
        if (given.size() == 8)
            return Error{Error::Code::Invalid,
                text("A texture learns from one to eight pictures; choose the crops that it should learn from.")};
        TRY(Pixels pixels, readCrop(request.pictures[i], int(values.whole("size"))));
        given.push_back({std::move(pixels), request.pictures[i].weight});
        pictureOf.push_back(i);
    }
    if (given.empty())
        return Error{Error::Code::Invalid, text("There is no picture to learn from.")};
    return std::unique_ptr<Training>(
        std::make_unique<TextureTraining>(std::move(given), std::move(pictureOf), request.pictures.size(), request.seed,
            stepsOf(values), values.number("rate") * 1e-3, int(values.whole("check")), request.threads));
}

} // namespace

namespace recipes {

extern const Recipe texture_ncaRecipe = {
    .name = "texture_nca",
    .label = std::string(words("Living texture")),
    .help = std::string(words("A small cellular automaton that grows the texture of one to eight chosen crops for ever, live, at any size.")),
    .params = {
        {.name = "effort", .label = std::string(words("Effort")), .help = std::string(words("How long it learns: a sketch in under a minute, a study in about three, or long.")),
            .type = Param::Type::Choice, .low = 0, .high = 2, .initial = std::int64_t(1), .choices = {std::string(words("sketch")), std::string(words("study")), std::string(words("long"))}},
        {.name = "size", .label = std::string(words("Grain")), .help = std::string(words("The shorter edge of a crop as the texture sees it: smaller makes larger forms of it.")),
            .type = Param::Type::Whole, .low = 48, .high = 512, .initial = std::int64_t(128), .unit = "px"},
        {.name = "rate", .label = std::string(words("Learning rate")), .help = std::string(words("How far each step goes, in thousandths.")),
            .type = Param::Type::Number, .low = 0.1, .high = 20, .initial = 2.0},
        {.name = "steps", .label = std::string(words("Steps")), .help = std::string(words("How many steps it learns; 0: as the effort says.")),
            .type = Param::Type::Whole, .low = 0, .high = 200000, .initial = std::int64_t(0)},
        {.name = "check", .label = std::string(words("Check")), .help = std::string(words("Over how many steps it is checked at the end that the texture stays itself; 0: not checked.")),
            .type = Param::Type::Whole, .low = 0, .high = 20000, .initial = std::int64_t(2000)},
    },
    .seconds = seconds,
    .start = start,
};

} // namespace recipes

} // namespace opificio
