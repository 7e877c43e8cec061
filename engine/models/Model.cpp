// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Model.h"

#include "base/Hash.h"
#include "base/Text.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace opificio {

namespace {

constexpr std::uintmax_t fileLimitBytes = std::uintmax_t(1) << 30;

using Shape = std::vector<std::int64_t>;

Error misshapen(std::string_view tensor)
{
    return {Error::Code::Unreadable, text("This model cannot be used: {0} is missing or has the wrong shape.", tensor),
        std::string(tensor)};
}

// The tensor of that name if it has that shape (-1: any length from 1 to a million), else null.
const FloatTensor* shaped(const Model& model, const std::string& name, const Shape& shape)
{
    auto found = model.tensors.find(name);
    if (found == model.tensors.end() || found->second.shape.size() != shape.size())
        return nullptr;
    std::uint64_t count = 1;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        std::int64_t length = found->second.shape[i];
        if (shape[i] >= 0 ? length != shape[i] : (length < 1 || length > 1'000'000))
            return nullptr;
        if (__builtin_mul_overflow(count, std::uint64_t(length), &count))
            return nullptr;
    }
    return count == found->second.values.size() ? &found->second : nullptr;
}

Result<> checkTensors(const Model& model)
{
    for (const auto& [name, tensor] : model.tensors) {
        if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float value) { return std::isfinite(value); }))
            return Error{
                Error::Code::Unreadable, text("This model cannot be used: {0} holds numbers that are not finite.", name), name};
    }
    // One case a recipe: what it means to be a model of that kind is known here, how it is trained is not.
    if (model.recipe() == "texture_nca") {
        TRY_DO(ncaWeights(model));
    } else if (model.recipe() == "vae") {
        TRY_DO(vaeDecoder(model));
    } else {
        return Error{Error::Code::Unsupported,
            text("This model cannot be used: its recipe, {0}, is not known to this version.", model.recipe().substr(0, 100)),
            model.recipe()};
    }
    return {};
}

} // namespace

Result<std::shared_ptr<const Model>> Model::load(const std::filesystem::path& path)
{
    std::error_code code;
    if (auto size = std::filesystem::file_size(path, code); !code && size > fileLimitBytes)
        return Error{Error::Code::TooLarge,
            text("The model {0} is larger than {1} MB.", path.filename().string(), fileLimitBytes >> 20), path.string()};
    TRY(Safetensors file, Safetensors::open(path));
    auto model = std::make_shared<Model>();
    auto card = file.metadata().find("card");
    if (card == file.metadata().end())
        return Error{Error::Code::Unsupported, text("The model {0} has no card that says what it is.", path.filename().string()),
            path.string()};
    TRY(model->card, parseJson(card->second, path.filename().string()));
    if (std::string format = textAt(model->card, "format"); format != "opificio.model/1")
        return Error{format.starts_with("opificio.model/") ? Error::Code::Newer : Error::Code::Unsupported,
            text("The card of the model {0} is of a kind that this version does not know.", path.filename().string()),
            path.string()};
    for (const auto& [name, entry] : file.entries()) {
        TRY(FloatTensor tensor, file.floats(name));
        model->tensors.emplace(name, std::move(tensor));
    }
    TRY_DO(checkTensors(*model));
    TRY(model->sha256, sha256OfFile(path));
    return std::shared_ptr<const Model>(std::move(model));
}

Result<> Model::save(const std::filesystem::path& path) const
{
    TRY_DO(checkTensors(*this));
    return writeSafetensors(path, tensors, {{"card", printJsonLine(card)}});
}

Sources Model::sources() const
{
    Sources answer;
    if (isSha256(sha256))
        answer |= Sources({Source::Kind::Model, sha256}, Role::Learned);
    const Json& listed = at(card, "sources");
    if (!listed.is_array() || listed.empty())
        return answer | Sources::unknown();
    for (const Json& source : listed) {
        std::string kind = textAt(source, "kind"), id = textAt(source, "id");
        bool known = false;
        for (Source::Kind candidate : {Source::Kind::Item, Source::Kind::File, Source::Kind::Dataset, Source::Kind::Model,
                 Source::Kind::Shader, Source::Kind::Person, Source::Kind::Live}) {
            if (kind == kindWord(candidate) && !id.empty()) {
                answer |= Sources({candidate, id}, Role::Learned);
                known = true;
            }
        }
        if (!known)
            answer |= Sources::unknown();
    }
    return answer;
}

Result<NcaWeights> ncaWeights(const Model& model)
{
    NcaWeights weights;
    const FloatTensor* w1 = shaped(model, "w1", {ncaSeen, ncaHidden});
    const FloatTensor* b1 = shaped(model, "b1", {ncaHidden});
    const FloatTensor* w2 = shaped(model, "w2", {ncaHidden, ncaChannels});
    if (!w1 || !b1 || !w2)
        return misshapen(!w1 ? "w1" : !b1 ? "b1" : "w2");
    std::memcpy(weights.w1.data(), w1->values.data(), sizeof weights.w1);
    std::memcpy(weights.b1.data(), b1->values.data(), sizeof weights.b1);
    std::memcpy(weights.w2.data(), w2->values.data(), sizeof weights.w2);
    return weights;
}

std::map<std::string, FloatTensor> ncaTensors(const NcaWeights& weights)
{
    auto flat = [](const float* first, std::size_t count) { return std::vector<float>(first, first + count); };
    return {{"w1", {{ncaSeen, ncaHidden}, flat(weights.w1[0].data(), ncaSeen * ncaHidden)}},
        {"b1", {{ncaHidden}, flat(weights.b1.data(), ncaHidden)}},
        {"w2", {{ncaHidden, ncaChannels}, flat(weights.w2[0].data(), ncaHidden * ncaChannels)}}};
}

Result<VaeDecoder> vaeDecoder(const Model& model)
{
    VaeDecoder decoder;
    const FloatTensor* dense = shaped(model, "decoder.dense.weight", {-1, -1});
    if (!dense || dense->shape[0] > 1024 || dense->shape[1] % 16 != 0 || dense->shape[1] > 512 * 16)
        return misshapen("decoder.dense.weight");
    const FloatTensor* denseBias = shaped(model, "decoder.dense.bias", {dense->shape[1]});
    if (!denseBias)
        return misshapen("decoder.dense.bias");
    decoder.latent = int(dense->shape[0]);
    decoder.firstChannels = int(dense->shape[1] / 16);
    decoder.denseWeights = dense->values;
    decoder.denseBias = denseBias->values;
    int channels = decoder.firstChannels, side = 4;
    for (int index = 0; model.tensors.contains("decoder." + std::to_string(index) + ".weight"); ++index) {
        std::string name = "decoder." + std::to_string(index);
        const FloatTensor* weight = shaped(model, name + ".weight", {channels, -1, 4, 4});
        if (!weight || weight->shape[1] > 512 || index >= 6)
            return misshapen(name + ".weight");
        const FloatTensor* bias = shaped(model, name + ".bias", {weight->shape[1]});
        if (!bias)
            return misshapen(name + ".bias");
        decoder.layers.push_back({channels, int(weight->shape[1]), side, weight->values, bias->values});
        channels = int(weight->shape[1]);
        side *= 2;
    }
    if (decoder.layers.empty() || channels != 3)
        return misshapen("decoder");
    if (model.tensors.contains("decoder.fields.weight")) {
        constexpr std::int64_t count = 3 * VaeDecoder::fieldsAcross * VaeDecoder::fieldsAcross;
        const FloatTensor* weight = shaped(model, "decoder.fields.weight", {decoder.latent, count});
        const FloatTensor* bias = shaped(model, "decoder.fields.bias", {count});
        if (!weight || !bias)
            return misshapen(!weight ? "decoder.fields.weight" : "decoder.fields.bias");
        decoder.fieldWeights = weight->values;
        decoder.fieldBias = bias->values;
    }
    const FloatTensor* places = shaped(model, "map.places", {-1, 2});
    if (!places)
        return misshapen("map.places");
    const FloatTensor* latents = shaped(model, "map.latents", {places->shape[0], decoder.latent});
    const FloatTensor* reach = shaped(model, "map.reach", {1});
    if (!latents || !reach)
        return misshapen(!latents ? "map.latents" : "map.reach");
    for (std::size_t i = 0; i < places->values.size(); i += 2)
        decoder.places.push_back({places->values[i], places->values[i + 1]});
    decoder.latents = latents->values;
    decoder.reach = std::clamp(reach->values[0], 1e-3f, 10.0f);
    return decoder;
}

} // namespace opificio
