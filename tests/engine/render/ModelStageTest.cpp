// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "image/ImageFile.h"
#include "models/Model.h"
#include "render/ModelStage.h"

#include <cmath>
#include <cstring>
#include <random>

using namespace opificio;

class ModelStageTest : public test::Suite {
    Q_OBJECT

    std::shared_ptr<Device> m_device;

    static std::shared_ptr<const Model> texture()
    {
        NcaWeights weights;
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        for (auto& row : weights.w1)
            for (float& weight : row)
                weight = normal(random) * 0.14f;
        for (float& weight : weights.b1)
            weight = normal(random) * 0.1f;
        for (auto& row : weights.w2)
            for (float& weight : row)
                weight = normal(random) * 0.02f;
        auto model = std::make_shared<Model>();
        model->card = {{"format", "opificio.model/1"}, {"recipe", "texture_nca"}};
        model->tensors = ncaTensors(weights);
        return model;
    }
    static std::shared_ptr<const Model> map()
    {
        auto model = std::make_shared<Model>();
        model->card = {{"format", "opificio.model/1"}, {"recipe", "vae"}};
        std::mt19937 random(4);
        std::normal_distribution<float> normal;
        auto tensor = [&](std::vector<std::int64_t> shape, float scale) {
            std::size_t count = 1;
            for (auto length : shape)
                count *= std::size_t(length);
            FloatTensor made{shape, std::vector<float>(count)};
            for (float& value : made.values)
                value = normal(random) * scale;
            return made;
        };
        model->tensors = {{"decoder.dense.weight", tensor({6, 8 * 16}, 0.4f)}, {"decoder.dense.bias", tensor({8 * 16}, 0.4f)},
            {"decoder.0.weight", tensor({8, 12, 4, 4}, 0.15f)}, {"decoder.0.bias", tensor({12}, 0.1f)},
            {"decoder.1.weight", tensor({12, 3, 4, 4}, 0.1f)}, {"decoder.1.bias", tensor({3}, 0.1f)},
            {"decoder.fields.weight", tensor({6, 192}, 0.1f)}, {"decoder.fields.bias", tensor({192}, 0.2f)},
            {"map.places", {{3, 2}, {0, 0, 1, 1, 0.3f, 0.8f}}}, {"map.latents", tensor({3, 6}, 1)}, {"map.reach", {{1}, {0.2f}}}};
        return model;
    }

    static Values values(std::int64_t steps, std::int64_t warm, double scale)
    {
        Values chosen;
        chosen.set("steps", steps);
        chosen.set("warm", warm);
        chosen.set("scale", scale);
        chosen.set("seed", std::int64_t(5));
        return chosen;
    }
    Result<Image> frame(
        ModelStage& stage, const Values& chosen, Size size, std::shared_ptr<ModelState>& state, GpuImagePtr input = {})
    {
        TRY(auto recorder, Recorder::begin(*m_device));
        std::map<std::string, GpuImagePtr> inputs;
        if (input)
            inputs["image"] = input;
        TRY(auto picture, stage.render(recorder, chosen, {.size = size}, inputs, state));
        TRY_DO(recorder.finish());
        return m_device->download(*picture);
    }
    std::vector<float> cellsOf(const ModelState& state)
    {
        std::vector<float> cells(state.cells->bytes() / sizeof(float));
        if (auto read = m_device->read(*state.cells, std::as_writable_bytes(std::span(cells))); !read)
            qFatal("%s", read.error().message.c_str());
        return cells;
    }
    static bool same(const Image& left, const Image& right)
    {
        return left.size() == right.size() && std::ranges::equal(left.pixels(), right.pixels());
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto device = Device::create({.validation = true});
        if (!device)
            QSKIP("There is no Vulkan device.");
        m_device = *device;
    }

    void theTextureGrowsAsTheKernelsSay()
    {
        auto model = texture();
        for (auto where : {ModelStage::Where::Fitting, ModelStage::Where::OnDevice}) {
            auto stage = ModelStage::create(*m_device, model, where);
            VERIFY_OK(stage);
            QVERIFY((*stage)->hasMemory());
            std::shared_ptr<ModelState> state;
            auto chosen = values(6, 0, 30); // 36 cells high
            VERIFY_OK(frame(**stage, chosen, {64, 48}, state));
            VERIFY_OK(frame(**stage, chosen, {64, 48}, state));
            QCOMPARE(state->size, (Size{48, 36}));
            QCOMPARE(state->step, 6u);
            NcaState expected = ncaStart({48, 36}, 5);
            ncaRun(NcaPrepared(*ncaWeights(*model)), expected, 6, 5);
            auto cells = cellsOf(*state);
            QCOMPARE(cells.size(), expected.cells.size());
            float furthest = 0;
            for (std::size_t i = 0; i < cells.size(); ++i)
                furthest = std::max(furthest, std::abs(cells[i] - expected.cells[i]));
            QVERIFY2(furthest < 1e-5f, std::to_string(furthest).c_str()); // sums in another order
        }
    }
    void framesDependOnNothingButTheState()
    {
        auto stage = ModelStage::create(*m_device, texture());
        VERIFY_OK(stage);
        auto chosen = values(3, 5, 40);
        std::shared_ptr<ModelState> state;
        std::vector<Image> frames;
        std::vector<std::shared_ptr<ModelState>> states;
        for (int i = 0; i < 4; ++i) {
            auto picture = frame(**stage, chosen, {40, 40}, state);
            VERIFY_OK(picture);
            frames.push_back(*picture);
            states.push_back(state);
        }
        QCOMPARE(state->step, 14u);
        QVERIFY(!same(frames[0], frames[3]));
        // Back to the second frame, and through a file.
        auto kept = states[1]->save(*m_device);
        VERIFY_OK(kept);
        auto restored = ModelState::restore(*m_device, *kept);
        VERIFY_OK(restored);
        for (auto back : {states[1], *restored}) {
            QVERIFY(same(*frame(**stage, chosen, {40, 40}, back), frames[2]));
            QVERIFY(same(*frame(**stage, chosen, {40, 40}, back), frames[3]));
        }
        QVERIFY(!ModelState::restore(*m_device, std::span(*kept).first(kept->size() - 1)));
        QVERIFY(!ModelState::restore(*m_device, {}));
        // Standing still changes nothing; another seed begins anew.
        auto still = chosen;
        still.set("steps", std::int64_t(0));
        auto at = states[3];
        QVERIFY(same(*frame(**stage, still, {40, 40}, at), frames[3]));
        still.set("seed", std::int64_t(6));
        VERIFY_OK(frame(**stage, still, {40, 40}, at));
        QCOMPARE(at->step, 5u);
    }
    void aPictureThatTouchesLeavesItsColour()
    {
        auto stage = ModelStage::create(*m_device, texture());
        VERIFY_OK(stage);
        auto chosen = values(0, 0, 60);
        chosen.set("touch", 1.0);
        std::vector<std::byte> red(4 * 4 * 4, std::byte(255));
        for (std::size_t i = 0; i < red.size(); i += 4)
            red[i + 1] = red[i + 2] = std::byte(0);
        auto input = m_device->upload(converted(
            Image({4, 4}, Image::Format::Rgba8, ColourSpace::Display, red), Image::Format::Rgba16F, ColourSpace::SceneLinear));
        VERIFY_OK(input);
        std::shared_ptr<ModelState> state;
        for (int i = 0; i < 8; ++i)
            VERIFY_OK(frame(**stage, chosen, {32, 32}, state, *input));
        auto cells = cellsOf(*state);
        QVERIFY(cells[0] > 0.95f && cells[1] < -0.95f && cells[2] < -0.95f);
    }
    void aTextureThatDriftsIsSownAgainHereAndThere()
    {
        auto steady = texture();
        auto drifting = std::make_shared<Model>(*steady);
        drifting->card["checks"] = {{"stable", false}, {"reseed", 30}};
        std::vector<std::vector<float>> grown;
        for (const std::shared_ptr<const Model>& model :
            {steady, std::shared_ptr<const Model>(drifting), std::shared_ptr<const Model>(drifting)}) {
            auto stage = ModelStage::create(*m_device, model);
            VERIFY_OK(stage);
            std::shared_ptr<ModelState> state;
            for (int i = 0; i < 12; ++i)
                VERIFY_OK(frame(**stage, values(4, 8, 20), {64, 36}, state));
            grown.push_back(cellsOf(*state));
        }
        QVERIFY(grown[0] != grown[1]);
        // Always at the same places and times.
        QVERIFY(grown[1] == grown[2]);
        // Some cells are as young as when they were sown.
        auto young = [](const std::vector<float>& cells) {
            std::size_t count = 0;
            for (std::size_t i = 0; i + 12 <= cells.size(); i += 12)
                count += std::all_of(cells.begin() + std::ptrdiff_t(i), cells.begin() + std::ptrdiff_t(i + 12),
                    [](float v) { return std::abs(v) <= 0.1f; });
            return count;
        };
        QVERIFY(young(grown[1]) > young(grown[0]));
    }
    void theMapShowsWhatTheDecoderMakes_data()
    {
        QTest::addColumn<bool>("shaders");
        QTest::newRow("where it is fastest") << false;
        QTest::newRow("on the device") << true;
    }
    void theMapShowsWhatTheDecoderMakes()
    {
        QFETCH(bool, shaders);
        auto model = map();
        auto stage = ModelStage::create(*m_device, model, shaders ? ModelStage::Where::OnDevice : ModelStage::Where::Fitting);
        VERIFY_OK(stage);
        QVERIFY(!(*stage)->hasMemory());
        auto decoder = vaeDecoder(*model);
        VERIFY_OK(decoder);
        Values chosen;
        chosen.set("position", std::vector<double>{0.4, 0.7});
        std::shared_ptr<ModelState> state;
        auto picture = frame(**stage, chosen, {16, 16}, state);
        VERIFY_OK(picture);
        QVERIFY(!state);
        // The smooth kernel blurs; so are the reference's cells before they are compared.
        auto planes = decoder->decode(decoder->latentAt(0.4, 0.7));
        Image shown = converted(*picture, Image::Format::Rgba32F, ColourSpace::Display);
        auto cell = [&](int c, int x, int y) {
            return planes[std::size_t(c) * 256 + std::size_t(std::clamp(y, 0, 15)) * 16 + std::size_t(std::clamp(x, 0, 15))];
        };
        double furthest = 0;
        for (int y = 0; y < 16; ++y) {
            for (int x = 0; x < 16; ++x) {
                for (int c = 0; c < 3; ++c) {
                    double sum = 0;
                    constexpr double share[] = {1.0 / 6, 4.0 / 6, 1.0 / 6};
                    for (int dy = -1; dy <= 1; ++dy)
                        for (int dx = -1; dx <= 1; ++dx)
                            sum += share[dy + 1] * share[dx + 1] * double(cell(c, x + dx, y + dy));
                    float found = 0;
                    std::memcpy(&found, shown.row(y) + (x * 4 + c) * 4, 4);
                    furthest = std::max(furthest, std::abs(std::clamp(sum * 0.5 + 0.5, 0.0, 1.0) - double(found)));
                }
            }
        }
        QVERIFY2(furthest < 2e-3, std::to_string(furthest).c_str()); // half floats
        chosen.set("position", std::vector<double>{0.9, 0.1});
        QVERIFY(!same(*frame(**stage, chosen, {16, 16}, state), *picture));
    }
    void valuesThatAreAbsentOrWildAreNoHarm()
    {
        for (auto model : {texture(), map()}) {
            auto stage = ModelStage::create(*m_device, model);
            VERIFY_OK(stage);
            for (const Param& param : (*stage)->params())
                VERIFY_OK(checkValue(param, param.initial));
            Values wild;
            wild.set("steps", std::int64_t(0));
            wild.set("warm", std::int64_t(-3));
            wild.set("scale", 1e9);
            wild.set("position", std::vector<double>{-9, 1e6});
            std::shared_ptr<ModelState> state;
            auto picture = frame(**stage, wild, {33, 17}, state);
            VERIFY_OK(picture);
            QVERIFY(picture->size() == (Size{33, 17}));
        }
        auto unknown = std::make_shared<Model>();
        unknown->card = {{"recipe", "oracle"}};
        QVERIFY(!ModelStage::create(*m_device, unknown));
    }
};

OPIFICIO_TEST_MAIN(ModelStageTest)
#include "ModelStageTest.moc"
