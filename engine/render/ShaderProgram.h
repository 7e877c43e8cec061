#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <map>
#include <memory>
#include <string>

#include "base/Rate.h"
#include "base/Values.h"
#include "gpu/Device.h"
#include "gpu/Recorder.h"
#include "graph/Isf.h"

namespace opificio {

/// What the numbers in a shader's pictures mean.
/// Display: values as in files; 8-bit targets unless a pass asks for FLOAT; nothing is converted. As the format's own
/// desktop library renders. SceneLinear: half-float targets, pictures in and out proportional to light; a shader that does
/// not say OPIFICIO.SPACE "linear" sees them sRGB-encoded and has its own values kept to 0..1, as its author saw them.
enum class Working { Display, SceneLinear };

struct Moment {
    Seconds time = 0;
    Seconds delta = 0; ///< since the frame before; 0 at the first
    Frame frame = 0;
    Size size;
    std::array<double, 4> date = {}; ///< year, month, day, seconds since midnight
};

/// The memory of a shader: its persistent buffers as the last frame left them. Empty at the start, when every buffer is
/// transparent black. A value: keep a copy to go back.
struct ShaderState {
    std::map<std::string, GpuImagePtr> buffers;

    /// Bit for bit; blocks.
    Result<std::map<std::string, Image>> save(Device& device) const;
    static Result<ShaderState> restore(Device& device, const std::map<std::string, Image>& buffers);
};

/// One ISF file compiled for a device, and its passes. Any thread, one render() at a time for a state.
///
///     TRY(auto program, ShaderProgram::compile(*device, isf, Working::SceneLinear));
///     ShaderState state;
///     TRY(auto recorder, Recorder::begin(*device));
///     TRY(auto picture, program->render(recorder, {{"inputImage", image}}, values, {.time = 2, .frame = 50, .size = {1280,
///     720}}, state)); TRY_DO(recorder.finish());
class ShaderProgram {
public:
    /// Errors of Code::Shader name the artist's line. Imported pictures are read from below the file's folder.
    static Result<std::shared_ptr<const ShaderProgram>> compile(Device& device, const Isf& isf, Working working);
    ~ShaderProgram();

    /// Records all passes for one frame; the answer is `moment.size` large. `images` by input name, of any size; absent ones
    /// and silent sound are one transparent pixel. `values` as Isf::params describes them (colours scene-linear); absent
    /// ones have their initial value. A loop that never ends is an error of recorder.finish(); after any error of it `state`
    /// must be dropped.
    Result<GpuImagePtr> render(Recorder& recorder, const std::map<std::string, GpuImagePtr>& images, const Values& values,
        const Moment& moment, ShaderState& state) const;

private:
    ShaderProgram() = default;
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace opificio
