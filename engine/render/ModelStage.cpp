// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/ModelStage.h"

#include "base/Json.h"
#include "base/Text.h"
#include "render/ModelShaders.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>

namespace opificio {

namespace {

constexpr int mostCells = 1024; // along an edge

std::uint32_t groupsOf(std::size_t invocations)
{
    return std::uint32_t((invocations + 63) / 64);
}

Result<GpuBufferPtr> bufferOf(Device& device, std::span<const float> values)
{
    TRY(GpuBufferPtr buffer, device.buffer(values.size_bytes()));
    TRY_DO(device.write(*buffer, std::as_bytes(values)));
    return buffer;
}

Result<std::shared_ptr<const ComputeKernel>> computeOf(Device& device, std::string_view glsl, std::string_view name)
{
    TRY(Spirv spirv, compileCompute(glsl, name));
    return ComputeKernel::create(device, std::move(spirv));
}

// Shows cells of either kind.
class CellsPicture {
public:
    static Result<CellsPicture> create(Device& device)
    {
        CellsPicture made;
        TRY(Spirv spirv, compileFragment(shaders::cellsPicture, "cellsPicture"));
        TRY(made.m_kernel, FragmentKernel::create(device, std::move(spirv)));
        return made;
    }
    Result<GpuImagePtr> draw(Recorder& recorder, const decltype(Binding::what)& cells, Size cellSize, int stride, bool wraps,
        double soft, Size size) const
    {
        return recorder.draw(*m_kernel, size, Image::Format::Rgba16F, ColourSpace::SceneLinear,
            {{0, cells},
                {1,
                    constants(std::int32_t(cellSize.width), std::int32_t(cellSize.height), std::int32_t(stride),
                        std::int32_t(wraps), float(soft), 0.0f, 0.0f, 0.0f)}});
    }

private:
    std::shared_ptr<const FragmentKernel> m_kernel;
};

class NcaStage : public ModelStage {
public:
    static Result<std::shared_ptr<ModelStage>> create(Device& device, const Model& model, Where where)
    {
        TRY(NcaWeights weights, ncaWeights(model));
        auto stage = std::shared_ptr<NcaStage>(new NcaStage(device, weights));
        stage->m_onProcessor = where == Where::Fitting && device.isSoftware();
        std::vector<float> packed(96 * 60 + 96);
        for (int j = 0; j < ncaHidden; ++j) {
            for (int k = 0; k < ncaSeen; ++k)
                packed[std::size_t(j) * 60 + k] = weights.w1[k][j];
            for (int c = 0; c < ncaChannels; ++c)
                packed[std::size_t(j) * 60 + 48 + c] = weights.w2[j][c];
            packed[96 * 60 + std::size_t(j)] = weights.b1[j];
        }
        TRY(stage->m_packed, bufferOf(device, packed));
        TRY(stage->m_step, computeOf(device, shaders::automatonStep, "automatonStep"));
        TRY(stage->m_touch, computeOf(device, shaders::automatonTouch, "automatonTouch"));
        TRY(stage->m_sow, computeOf(device, shaders::automatonSow, "automatonSow"));
        TRY(stage->m_picture, CellsPicture::create(device));
        stage->m_reseed = int(std::clamp(numberAt(at(model.card, "checks"), "reseed"), 0.0, 1e6));
        return std::shared_ptr<ModelStage>(stage);
    }

    Result<GpuImagePtr> render(Recorder& recorder, const Values& values, const Moment& moment,
        const std::map<std::string, GpuImagePtr>& inputs, std::shared_ptr<ModelState>& state) override
    {
        auto seed = std::uint32_t(values.whole("seed", 1));
        int steps = int(std::clamp<std::int64_t>(values.whole("steps", 4), 0, 64));
        // As many cells at every size of the picture: what is previewed is what is shipped.
        double scale = std::clamp(values.number("scale", 3), 1.0, 64.0), height = 1080 / scale,
               width = height * moment.size.width / std::max(1, moment.size.height);
        double shrink = std::min(1.0, mostCells / std::max(width, height));
        Size cells{std::max(4, int(std::lround(width * shrink))), std::max(4, int(std::lround(height * shrink)))};
        auto next = std::make_shared<ModelState>();
        if (!state || state->size != cells || state->seed != seed) {
            TRY_DO(sow(recorder, cells, seed, int(std::clamp<std::int64_t>(values.whole("warm", 200), 0, 4000)), *next));
        } else {
            *next = *state;
            TRY_DO(advance(recorder, *next, steps));
        }
        auto image = inputs.find("image");
        double touch = std::clamp(values.number("touch", 0), 0.0, 1.0);
        if (touch > 0 && image != inputs.end() && image->second) {
            TRY(GpuBufferPtr touched, m_device.buffer(next->cells->bytes()));
            TRY_DO(recorder.dispatch(*m_touch, {groupsOf(std::size_t(cells.width) * cells.height), 1, 1},
                {{0, next->cells}, {1, touched}, {2, image->second}},
                constants(std::uint32_t(cells.width), std::uint32_t(cells.height), float(touch * 0.5))));
            next->cells = touched;
            next->onProcessor.reset();
        }
        state = next;
        return m_picture.draw(recorder, next->cells, cells, 3, true, 0.15, moment.size);
    }
    bool hasMemory() const override { return true; }
    std::vector<Param> params() const override
    {
        return {{.name = "steps",
                    .label = std::string(words("Steps a frame")),
                    .help = std::string(words("For textures: how fast they live; 0 stands still.")),
                    .type = Param::Type::Whole,
                    .low = 0,
                    .high = 64,
                    .initial = std::int64_t(4),
                    .unit = "steps"},
            {.name = "warm",
                .label = std::string(words("Grown before")),
                .help = std::string(words("For textures: steps that have passed before the first frame.")),
                .type = Param::Type::Whole,
                .low = 0,
                .high = 4000,
                .initial = std::int64_t(200),
                .unit = "steps"},
            {.name = "scale",
                .label = std::string(words("Grain of the texture")),
                .help = std::string(words("For textures: pixels a cell at a frame height of 1080.")),
                .low = 1,
                .high = 32,
                .initial = 3.0,
                .unit = "px"},
            {.name = "seed",
                .label = std::string(words("Seed")),
                .help = std::string(words("Another number is another beginning.")),
                .type = Param::Type::Whole,
                .low = 0,
                .high = 1e9,
                .initial = std::int64_t(1)},
            {.name = "touch",
                .label = std::string(words("Touch")),
                .help = std::string(words("For textures: how strongly the linked picture pushes into it.")),
                .initial = 0.0}};
    }

private:
    NcaStage(Device& device, const NcaWeights& weights)
        : m_device(device)
        , m_weights(weights)
    {
    }

    Result<> sow(Recorder& recorder, Size cells, std::uint32_t seed, int warm, ModelState& state)
    {
        NcaState start = ncaStart(cells, seed);
        if (m_reseed > 0)
            warm = std::min(warm, m_reseed);
        // Where the processor plays the device, its own kernels grow the beginning many times faster.
        if (m_device.isSoftware()) {
            ncaRun(m_weights, start, warm, seed, threads());
            warm = 0;
        }
        TRY(GpuBufferPtr buffer, bufferOf(m_device, start.cells));
        state = {cells, seed, start.step, buffer, {}};
        if (m_onProcessor)
            state.onProcessor = std::make_shared<const std::vector<float>>(std::move(start.cells));
        return advance(recorder, state, warm);
    }

    static int threads() { return int(std::clamp(std::thread::hardware_concurrency(), 1u, 16u)); }

    Result<> advanceHere(ModelState& state, int steps)
    {
        NcaState here{state.size, {}, state.step};
        if (state.onProcessor) {
            here.cells = *state.onProcessor;
        } else {
            here.cells.resize(state.cells->bytes() / sizeof(float));
            TRY_DO(m_device.read(*state.cells, std::as_writable_bytes(std::span(here.cells))));
        }
        for (int i = 0; i < steps; ++i) {
            ncaRun(m_weights, here, 1, state.seed, threads());
            state.step = here.step;
            if (m_reseed > 0)
                sowAgainHere(state, here.cells);
        }
        TRY(state.cells, bufferOf(m_device, here.cells));
        state.onProcessor = std::make_shared<const std::vector<float>>(std::move(here.cells));
        return {};
    }

    Result<> advance(Recorder& recorder, ModelState& state, int steps)
    {
        if (steps == 0)
            return {};
        if (m_onProcessor)
            return advanceHere(state, steps);
        // The buffer that came in belongs to an older state; two new ones take turns.
        GpuBufferPtr spare;
        GpuBufferPtr given = state.cells;
        for (int i = 0; i < steps; ++i) {
            GpuBufferPtr to = spare;
            if (!to) {
                TRY(to, m_device.buffer(given->bytes()));
            }
            std::uint32_t key = pcgHash(state.step ^ pcgHash(state.seed));
            TRY_DO(recorder.dispatch(*m_step, {groupsOf(std::size_t(state.size.width) * state.size.height), 1, 1},
                {{0, state.cells}, {1, to}, {2, m_packed}},
                constants(std::uint32_t(state.size.width), std::uint32_t(state.size.height), key)));
            spare = state.cells == given ? nullptr : state.cells;
            state.cells = to;
            ++state.step;
            if (m_reseed > 0)
                TRY_DO(sowAgain(recorder, state));
        }
        return {};
    }

    // A texture whose check said that it drifts is kept young: discs of it begin again, here and there, so that each cell does
    // about once in m_reseed steps. Where and when follows from seed and step.
    struct Disc {
        std::uint32_t x, y, radius, key;
    };
    std::vector<Disc> discsOf(const ModelState& state) const
    {
        auto width = std::uint32_t(state.size.width), height = std::uint32_t(state.size.height);
        std::uint32_t radius = std::max(2u, std::min(width, height) / 14);
        double perStep = double(width) * height / (3.14159265 * radius * radius * m_reseed);
        auto due = [&](std::uint32_t step) { return std::uint64_t(double(step) * perStep); };
        std::uint32_t key = pcgHash(state.seed ^ 0x51ed270bu);
        std::vector<Disc> discs;
        for (std::uint64_t disc = due(state.step - 1); disc < due(state.step); ++disc) {
            std::uint32_t place = pcgHash(std::uint32_t(disc) ^ key);
            discs.push_back({place % width, pcgHash(place) % height, radius, pcgHash(place ^ key)});
        }
        return discs;
    }

    Result<> sowAgain(Recorder& recorder, const ModelState& state)
    {
        for (const Disc& disc : discsOf(state)) {
            std::uint32_t across = 2 * disc.radius + 1;
            TRY_DO(recorder.dispatch(*m_sow, {groupsOf(std::size_t(across) * across), 1, 1}, {{0, state.cells}},
                constants(
                    std::uint32_t(state.size.width), std::uint32_t(state.size.height), disc.x, disc.y, disc.radius, disc.key)));
        }
        return {};
    }

    // As the shader does it.
    void sowAgainHere(const ModelState& state, std::vector<float>& cells) const
    {
        int width = state.size.width, height = state.size.height;
        for (const Disc& disc : discsOf(state)) {
            int radius = int(disc.radius);
            for (int dy = -radius; dy <= radius; ++dy) {
                for (int dx = -radius; dx <= radius; ++dx) {
                    if (dx * dx + dy * dy > radius * radius)
                        continue;
                    auto cell = std::size_t((int(disc.y) + dy + height) % height) * std::size_t(width)
                        + std::size_t((int(disc.x) + dx + width) % width);
                    for (std::size_t c = 0; c < ncaChannels; ++c) {
                        std::uint32_t hash = pcgHash(std::uint32_t(cell * ncaChannels + c) ^ disc.key);
                        cells[cell * ncaChannels + c] = (float(hash >> 8) * (1.0f / 16777216.0f) - 0.5f) * 0.2f;
                    }
                }
            }
        }
    }

    Device& m_device;
    NcaPrepared m_weights;
    GpuBufferPtr m_packed;
    std::shared_ptr<const ComputeKernel> m_step, m_touch, m_sow;
    bool m_onProcessor = false;
    int m_reseed = 0; ///< steps after which a cell begins again; 0: it never need
    CellsPicture m_picture;
};

class VaeStage : public ModelStage {
public:
    static Result<std::shared_ptr<ModelStage>> create(Device& device, const Model& model, Where where)
    {
        TRY(VaeDecoder decoder, vaeDecoder(model));
        for (const VaeLayer& layer : decoder.layers) {
            if (layer.from % 4 != 0)
                return Error{
                    Error::Code::Unsupported, text("This model cannot be shown: its layers are not made of groups of four.")};
        }
        auto stage = std::shared_ptr<VaeStage>(new VaeStage(device, std::move(decoder)));
        for (const VaeLayer& layer : stage->m_decoder.layers) {
            std::size_t groups = std::size_t(layer.to + 3) / 4;
            std::vector<float> packed((std::size_t(layer.from) * 16 + 1) * groups * 4, 0.0f);
            for (std::size_t c = 0; c < std::size_t(layer.from); ++c)
                for (std::size_t o = 0; o < std::size_t(layer.to); ++o)
                    for (std::size_t k = 0; k < 16; ++k)
                        packed[((c * 16 + k) * groups) * 4 + o] = layer.weights[(c * std::size_t(layer.to) + o) * 16 + k];
            for (std::size_t o = 0; o < std::size_t(layer.to); ++o)
                packed[std::size_t(layer.from) * 16 * groups * 4 + o] = layer.bias[o];
            TRY(GpuBufferPtr weights, bufferOf(device, packed));
            stage->m_weights.push_back(std::move(weights));
        }
        stage->m_onProcessor = where == Where::Fitting && device.isSoftware();
        TRY(stage->m_layer, computeOf(device, shaders::decoderLayer, "decoderLayer"));
        TRY(stage->m_picture, CellsPicture::create(device));
        return std::shared_ptr<ModelStage>(stage);
    }

    Result<GpuImagePtr> render(Recorder& recorder, const Values& values, const Moment& moment,
        const std::map<std::string, GpuImagePtr>&, std::shared_ptr<ModelState>&) override
    {
        std::vector<double> place = values.has("position") ? values.numbers("position", 2) : std::vector<double>{0.5, 0.5};
        std::vector<float> latent = m_decoder.latentAt(place[0], place[1]);
        if (m_onProcessor) {
            const std::vector<float> pixels = m_prepared.pixels(latent);
            auto bytes = std::as_bytes(std::span(pixels));
            return m_picture.draw(recorder, std::vector<std::byte>(bytes.begin(), bytes.end()),
                {m_decoder.side(), m_decoder.side()}, 1, false, 1.0, moment.size);
        }
        // The dense layer is a hundred thousand products: less than the way to the device. Cell after cell, as the layers read.
        const std::vector<float> first = m_decoder.firstCells(latent);
        std::vector<float> cells(first.size());
        auto channels = std::size_t(m_decoder.firstChannels);
        for (std::size_t c = 0; c < channels; ++c)
            for (std::size_t i = 0; i < 16; ++i)
                cells[i * channels + c] = first[c * 16 + i];
        TRY(GpuBufferPtr buffer, bufferOf(m_device, cells));
        GpuBufferPtr fields;
        if (std::vector<float> planes = m_decoder.fieldsAt(latent); !planes.empty()) {
            std::size_t area = planes.size() / 3;
            std::vector<float> pixels(area * 4, 0.0f);
            for (std::size_t i = 0; i < area; ++i)
                for (std::size_t c = 0; c < 3; ++c)
                    pixels[i * 4 + c] = planes[c * area + i];
            TRY(fields, bufferOf(m_device, pixels));
        }
        for (std::size_t index = 0; index < m_decoder.layers.size(); ++index) {
            const VaeLayer& layer = m_decoder.layers[index];
            int groups = (layer.to + 3) / 4;
            std::size_t count = std::size_t(layer.side) * layer.side * 4 * groups;
            TRY(GpuBufferPtr next, m_device.buffer(count * 16));
            bool adds = fields && index + 1 == m_decoder.layers.size();
            TRY_DO(recorder.dispatch(*m_layer, {groupsOf(count), 1, 1},
                {{0, buffer}, {1, next}, {2, m_weights[index]}, {3, adds ? fields : m_weights[index]}},
                constants(std::int32_t(layer.side), std::int32_t(layer.from), std::int32_t(groups), std::int32_t(adds))));
            buffer = next;
        }
        return m_picture.draw(recorder, buffer, {m_decoder.side(), m_decoder.side()}, 1, false, 1.0, moment.size);
    }
    bool hasMemory() const override { return false; }
    std::vector<Param> params() const override
    {
        return {{.name = "position",
            .label = std::string(words("Place on the map")),
            .help = std::string(words("For models with a map: where on it; a path over time is a film.")),
            .type = Param::Type::Point,
            .initial = std::vector<double>{0.5, 0.5}}};
    }

private:
    VaeStage(Device& device, VaeDecoder decoder)
        : m_device(device)
        , m_prepared(std::move(decoder))
    {
    }

    Device& m_device;
    bool m_onProcessor = false;
    VaePrepared m_prepared;
    const VaeDecoder& m_decoder = m_prepared.decoder();
    std::vector<GpuBufferPtr> m_weights;
    std::shared_ptr<const ComputeKernel> m_layer;
    CellsPicture m_picture;
};

struct SavedHead {
    char word[8] = {'o', 'p', 'i', 'c', 'e', 'l', 'l', '1'};
    std::int32_t width = 0, height = 0;
    std::uint32_t seed = 0, step = 0;
};

} // namespace

Result<std::shared_ptr<ModelStage>> ModelStage::create(Device& device, std::shared_ptr<const Model> model, Where where)
{
    if (model->recipe() == "texture_nca")
        return NcaStage::create(device, *model, where);
    if (model->recipe() == "vae")
        return VaeStage::create(device, *model, where);
    return Error{
        Error::Code::Unsupported, text("A model of the recipe {0} cannot be shown live.", model->recipe()), model->recipe()};
}

Result<std::vector<std::byte>> ModelState::save(Device& device) const
{
    SavedHead head;
    head.width = size.width, head.height = size.height, head.seed = seed, head.step = step;
    std::vector<std::byte> bytes(sizeof head + cells->bytes());
    std::memcpy(bytes.data(), &head, sizeof head);
    TRY_DO(device.read(*cells, std::span(bytes).subspan(sizeof head)));
    return bytes;
}

Result<std::shared_ptr<ModelState>> ModelState::restore(Device& device, std::span<const std::byte> bytes)
{
    SavedHead head, expected;
    auto state = std::make_shared<ModelState>();
    if (bytes.size() >= sizeof head)
        std::memcpy(&head, bytes.data(), sizeof head);
    bool whole = bytes.size() >= sizeof head && std::memcmp(head.word, expected.word, sizeof head.word) == 0 && head.width > 0
        && head.height > 0 && head.width <= mostCells && head.height <= mostCells
        && bytes.size() - sizeof head == std::size_t(head.width) * std::size_t(head.height) * ncaChannels * sizeof(float);
    if (!whole)
        return Error{Error::Code::Unreadable, text("The kept state of a model is damaged; render again from the start.")};
    state->size = {head.width, head.height};
    state->seed = head.seed;
    state->step = head.step;
    TRY(state->cells, device.buffer(bytes.size() - sizeof head));
    TRY_DO(device.write(*state->cells, bytes.subspan(sizeof head)));
    return state;
}

} // namespace opificio
