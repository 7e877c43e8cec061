// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "models/Model.h"

#include <QtCore/QTemporaryDir>

#include <cmath>
#include <limits>

using namespace opificio;

class ModelTest : public test::Suite {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path() const { return std::filesystem::path(m_folder.path().toStdString()) / "model.safetensors"; }

    static Model texture()
    {
        Model model;
        model.card = {{"format", "opificio.model/1"}, {"recipe", "texture_nca"}, {"name", "Onde"},
            {"sources", {{{"kind", "item"}, {"id", std::string(64, 'a')}}, {{"kind", "dataset"}, {"id", std::string(64, 'b')}}}}};
        NcaWeights weights;
        weights.w1[3][4] = 0.25f;
        weights.w2[95][11] = -1;
        model.tensors = ncaTensors(weights);
        return model;
    }
    static Model map(int latent = 3)
    {
        Model model;
        model.card = {{"format", "opificio.model/1"}, {"recipe", "vae"}};
        auto tensor = [](std::vector<std::int64_t> shape) {
            std::size_t count = 1;
            for (auto length : shape)
                count *= std::size_t(length);
            FloatTensor made{shape, std::vector<float>(count)};
            for (std::size_t i = 0; i < count; ++i)
                made.values[i] = 0.3f * std::sin(float(i) * 1.7f + float(count));
            return made;
        };
        model.tensors = {{"decoder.dense.weight", tensor({latent, 5 * 16})}, {"decoder.dense.bias", tensor({5 * 16})},
            {"decoder.0.weight", tensor({5, 4, 4, 4})}, {"decoder.0.bias", tensor({4})},
            {"decoder.1.weight", tensor({4, 3, 4, 4})}, {"decoder.1.bias", tensor({3})}, {"map.places", {{2, 2}, {0, 0, 1, 1}}},
            {"map.latents", tensor({2, latent})}, {"map.reach", {{1}, {0.1f}}}};
        return model;
    }

private Q_SLOTS:
    void aTextureIsWrittenAndReadBack()
    {
        Model model = texture();
        VERIFY_OK(model.save(path()));
        auto read = Model::load(path());
        VERIFY_OK(read);
        QVERIFY((*read)->card == model.card);
        QVERIFY((*read)->tensors == model.tensors);
        QCOMPARE((*read)->sha256.size(), std::size_t(64));
        QCOMPARE(std::filesystem::file_size(path()) / 1000, std::uintmax_t(23)); // 5,856 floats and a card
        auto weights = ncaWeights(**read);
        VERIFY_OK(weights);
        QCOMPARE(weights->w2[95][11], -1.0f);
    }
    void itsSourcesAreWhatTheWeightsSaw()
    {
        Model model = texture();
        auto sources = model.sources().expand();
        QCOMPARE(sources.size(), std::size_t(2));
        QVERIFY(sources.at({Source::Kind::Item, std::string(64, 'a')}).contains(Role::Learned));
        model.card.erase("sources");
        QVERIFY(model.sources().expand().contains(Source{Source::Kind::Unknown, {}})
            || model.sources().expand().begin()->first.kind == Source::Kind::Unknown);
        model = texture();
        model.card["sources"].push_back({{"kind", "rumour"}, {"id", "x"}});
        bool unknown = false;
        for (const auto& [source, roles] : model.sources().expand())
            unknown = unknown || source.kind == Source::Kind::Unknown;
        QVERIFY(unknown);
    }
    void numbersThatAreNotFiniteAreRefused()
    {
        Model model = texture();
        model.tensors["b1"].values[5] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!model.save(path()));
        VERIFY_OK(writeSafetensors(path(), model.tensors, {{"card", printJsonLine(model.card)}}));
        auto read = Model::load(path());
        QVERIFY(!read && read.error().code == Error::Code::Unreadable);
    }
    void shapesMustBeTheRecipes()
    {
        for (const char* name : {"w1", "b1", "w2"}) {
            Model model = texture();
            model.tensors.erase(name);
            QVERIFY(!model.save(path()));
            model.tensors[name] = {{1}, {0}};
            QVERIFY(!model.save(path()));
        }
        for (const auto& [name, tensor] : map().tensors) {
            Model model = map();
            VERIFY_OK(vaeDecoder(model));
            model.tensors[name].shape.push_back(1);
            QVERIFY2(!vaeDecoder(model), name.c_str());
        }
    }
    void cardsThatAreUnknownAreRefused()
    {
        Model model = texture();
        VERIFY_OK(writeSafetensors(path(), model.tensors, {}));
        QVERIFY(!Model::load(path()));
        VERIFY_OK(writeSafetensors(path(), model.tensors, {{"card", "not json"}}));
        QVERIFY(!Model::load(path()));
        model.card["recipe"] = "oracle";
        VERIFY_OK(writeSafetensors(path(), model.tensors, {{"card", printJsonLine(model.card)}}));
        auto read = Model::load(path());
        QVERIFY(!read && read.error().code == Error::Code::Unsupported);
        model.card = texture().card;
        model.card["format"] = "opificio.model/9";
        VERIFY_OK(writeSafetensors(path(), model.tensors, {{"card", printJsonLine(model.card)}}));
        read = Model::load(path());
        QVERIFY(!read && read.error().code == Error::Code::Newer);
    }
    void theMapAnswersPicturesAtTheirPlacesAndIsSmoothBetween()
    {
        auto decoder = vaeDecoder(map());
        VERIFY_OK(decoder);
        QCOMPARE(decoder->side(), 16);
        auto at = decoder->latentAt(0, 0);
        for (int k = 0; k < 3; ++k)
            QVERIFY(std::abs(at[std::size_t(k)] - decoder->latents[std::size_t(k)]) < 1e-5f);
        auto near = decoder->latentAt(0.5, 0.5), beside = decoder->latentAt(0.5005, 0.5);
        for (int k = 0; k < 3; ++k)
            QVERIFY(std::abs(near[std::size_t(k)] - beside[std::size_t(k)]) < 0.02f);
        auto far = decoder->latentAt(-50, 80);
        for (float value : far)
            QVERIFY(std::isfinite(value));
        QVERIFY(decoder->picture(0, 0).size() == (Size{16, 16}));
        // The layout for processors makes the same picture.
        auto place = decoder->latentAt(0.3, 0.6);
        auto planes = decoder->decode(place), pixels = VaePrepared(*decoder).pixels(place);
        QCOMPARE(pixels.size(), std::size_t(16 * 16 * 4));
        for (std::size_t i = 0; i < 256; ++i)
            for (std::size_t c = 0; c < 3; ++c)
                QVERIFY(std::abs(planes[c * 256 + i] - pixels[i * 4 + c]) < 1e-4f);
    }
};

OPIFICIO_TEST_MAIN(ModelTest)
#include "ModelTest.moc"
