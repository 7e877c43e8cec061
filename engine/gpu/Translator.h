#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/Result.h"
#include "gpu/Kernel.h"

namespace opificio {

/// A shader of the Interactive Shader Format as its author wrote it, and the names that its header declares.
struct ShaderSource {
    enum class Kind { Number, Whole, Switch, Point, Colour };
    struct Value {
        std::string name;
        Kind kind = Kind::Number;
    };

    std::string name; ///< of the file, for errors
    std::string fragment; ///< the whole file; the header is a comment to the compiler, so lines keep their numbers
    std::string vertexName, vertex; ///< empty: the format's own
    std::vector<Value> values;
    std::vector<std::string> images; ///< pictures, sound, imported files and targets of passes
    /// Loop turns that one invocation may make in all before it is stopped.
    int loopBudget = 64'500;
};

/// The uniform block at binding 0 begins with these bytes (std140); values and picture sizes follow.
struct ShaderBlock {
    float date[4]; ///< year, month, day, seconds since midnight
    float renderSize[2];
    float time, timeDelta;
    std::int32_t passIndex, frameIndex;
    float height; ///< of the target in pixels
    std::int32_t unused;
    /// The grid of isf_FragNormCoord; see normGrid().
    float grid[4];
};
static_assert(sizeof(ShaderBlock) == 64);

/// ShaderBlock::grid of a target of that many pixels.
std::array<float, 4> normGrid(int width, int height);

/// A translated shader's variant (Recorder::DrawOptions). What happens to the colour that it made: nothing; kept to 0..1, as an
/// 8-bit target would; kept so and then decoded from sRGB to linear light.
enum ShaderStore { StoreAsIs, StoreClamped, StoreDecoded };
/// The variant's bit for picture `image`: it is exactly as large as what is drawn, so that this pixel of it is one texel.
constexpr std::int32_t fittingBit(std::size_t image)
{
    return image < 28 ? 4 << image : 0;
}

struct Translation {
    Spirv fragment, vertex;
    struct Place {
        std::string name;
        ShaderSource::Kind kind;
        std::size_t offset; ///< in the block
    };
    std::vector<Place> values;
    std::vector<std::string> images; ///< image i is at binding 1 + i; samplers that the file declares itself come last
    std::size_t sizesOffset = 0; ///< vec4 i holds width and height of image i
    std::size_t blockBytes = 0;
    int flagBinding = -1; ///< where loops report that they never end; see Recorder::DrawOptions
    std::string name;
    std::vector<std::string> loops; ///< "file:line" of what may be reported there
    std::string glsl; ///< the fragment stage that was compiled, for us

    /// The sentence for a reported loop; `what` is "file:line".
    Error loopError(std::uint32_t reported) const;
};

/// GLSL as the format's desktop applications take it (versions 1.10 to 3.30, freely mixed) to SPIR-V for Vulkan:
/// the format's functions and variables, y up, every loop counted. An error lists what the compiler found with the
/// lines of the artist's own file; its `what` is "file:line" of the first. Any thread; 1 to 20 ms.
Result<Translation> translate(const ShaderSource& source);

} // namespace opificio
