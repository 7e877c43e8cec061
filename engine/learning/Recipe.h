#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Param.h"
#include "image/Image.h"
#include "learning/Learning.h"
#include "models/Model.h"

namespace opificio {

/// One training run in memory. The trainer drives it step by step; everything random in a step comes from (seed, step),
/// so that the state below is all there is to keep.
class Training {
public:
    virtual ~Training() = default;
    /// How many steps there are in all; may grow once, in settle().
    virtual std::int64_t steps() const = 0;
    /// Does step `step` (from 0) and answers its loss.
    virtual double step(std::int64_t step) = 0;
    /// What the model makes now, always from the same noise.
    virtual Image sample() = 0;
    /// The same for somebody who watches: quick, and nothing but what the model makes.
    virtual Image glance() { return sample(); }
    /// The weights as they are now, as a model that can be shown; nothing of the run changes. Empty before anything was
    /// seen, and always for a recipe whose weights are no model before the end.
    virtual std::optional<Model> now() { return {}; }
    /// Weights, moments, pools, counts: everything that the next step depends on.
    virtual std::map<std::string, FloatTensor> state() const = 0;
    /// False when the tensors are not this run's.
    virtual bool restore(const std::map<std::string, FloatTensor>& state) = 0;
    /// After restore() from another run's state: what was settled there is open again.
    virtual void branch() { }
    /// After the last step: checks the model; true asks for more steps, which steps() then counts.
    /// Nothing counts of it where the task was stopped meanwhile.
    virtual bool settle(Task& task) = 0;
    /// Recipe's tensors and the card's "checks".
    virtual Result<Model> finish(Task& task) = 0;
    /// How often each picture of the request was drawn; kept by the trainer beside the state.
    virtual std::vector<double>& draws() = 0;
};

/// A way to train, a row of a table: one file in recipes/.
struct Recipe {
    std::string name;
    std::string label;
    std::string help;
    std::vector<Param> params;
    /// Wall seconds on a machine like the one it was measured on (two cores of 3 GHz), for completed values.
    double (*seconds)(const Values& values, int threads, std::size_t pictures);
    /// `values` is complete.
    Result<std::unique_ptr<Training>> (*start)(const TrainRequest& request, const Values& values, Task& task);
    std::int64_t firstSample = 8; ///< the first step whose picture is kept in samples/
};

std::span<const Recipe* const> allRecipes();

} // namespace opificio
