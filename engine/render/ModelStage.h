#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Param.h"
#include "gpu/Device.h"
#include "gpu/Recorder.h"
#include "models/Model.h"
#include "render/ShaderProgram.h"

namespace opificio {

/// What a model with memory is in the middle of: the cells of a texture. Never changed once a frame has handed it out, so an
/// older one can be kept and gone back to.
struct ModelState {
    Size size; ///< in cells
    std::uint32_t seed = 0;
    std::uint32_t step = 0; ///< steps since it was sown
    GpuBufferPtr cells; ///< as NcaState::cells
    std::shared_ptr<const std::vector<float>> onProcessor; ///< the same numbers, where the processor made them

    /// Bit for bit; blocks.
    Result<std::vector<std::byte>> save(Device& device) const;
    static Result<std::shared_ptr<ModelState>> restore(Device& device, std::span<const std::byte> bytes);
};

/// A model that shows pictures on a device. One at a time for a state.
///
///     TRY(auto stage, ModelStage::create(*device, model));
///     std::shared_ptr<ModelState> state;                     // null: the beginning
///     TRY(auto picture, stage->render(recorder, values, moment, {}, state));
///     TRY_DO(recorder.finish());
class ModelStage {
public:
    /// Fitting: where a processor plays the device, its own code does what it does faster than shaders.
    enum class Where { Fitting, OnDevice };
    /// Chosen by the recipe that the model's card names.
    static Result<std::shared_ptr<ModelStage>> create(
        Device& device, std::shared_ptr<const Model> model, Where where = Where::Fitting);
    virtual ~ModelStage() = default;

    /// Records one frame: scene-linear Rgba16F of `moment.size`. Absent values have their initial value. `state` is replaced,
    /// never changed; drop the new one when recorder.finish() fails. The input "image" is of any size.
    virtual Result<GpuImagePtr> render(Recorder& recorder, const Values& values, const Moment& moment,
        const std::map<std::string, GpuImagePtr>& inputs, std::shared_ptr<ModelState>& state)
        = 0;
    /// Whether a frame depends on those before it.
    virtual bool hasMemory() const = 0;
    /// The values that this recipe's models listen to.
    virtual std::vector<Param> params() const = 0;
};

} // namespace opificio
