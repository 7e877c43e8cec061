#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/Json.h"
#include "base/Sources.h"
#include "models/Nca.h"
#include "models/Safetensors.h"
#include "models/Vae.h"

namespace opificio {

/// A trained file that says everything about itself: numbers and a card. The card (`__metadata__.card` of the
/// safetensors file) is JSON:
///
///     format      "opificio.model/1"
///     recipe      "texture_nca" or "vae": says which tensors there are and how to use them
///     name        given by the artist; made (a date), values, seed, steps, threads, blas, device, instructions
///     datasets    [{hash, items: [{id, sha256, title, maker, holder, rights, ..., crop, weight, draws}]}]: every version
///                 of a dataset that the weights ever saw, with how often each picture was drawn from it; first the one that
///                 was learned from last, then those from before the training branched off
///     sources     [{kind, id}]: the same, as Sources keep them; absent or broken means unknown
///     checks      what was measured at the end of training
///     unfinished  true of what a training that goes on shows of itself; step: how far it is
///
/// Any thread; never changed once loaded.
struct Model {
    std::string sha256; ///< of the file; empty before it is written
    Json card = Json::object();
    std::map<std::string, FloatTensor> tensors;

    std::string recipe() const { return textAt(card, "recipe"); }
    std::string name() const { return textAt(card, "name"); }
    /// Every picture, crop and dataset version that could have shaped the weights, in the role Learned, with the model
    /// itself. Unknown where the card does not say.
    Sources sources() const;

    /// Reads and checks a file that may be hostile: at most 1 GB, a recipe that is known here, shapes as the recipe has
    /// them, no number that is not finite.
    static Result<std::shared_ptr<const Model>> load(const std::filesystem::path& path);
    /// Written beside and renamed.
    Result<> save(const std::filesystem::path& path) const;
};

/// The weights of a model of recipe "texture_nca": tensors w1 [48, 96], b1 [96], w2 [96, 12].
Result<NcaWeights> ncaWeights(const Model& model);
std::map<std::string, FloatTensor> ncaTensors(const NcaWeights& weights);

/// The decoder and the map of a model of recipe "vae".
Result<VaeDecoder> vaeDecoder(const Model& model);

} // namespace opificio
