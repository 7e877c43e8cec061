#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder. The GLSL that stands around an artist's words; all names of ours begin with isf_.

#include <string>
#include <string_view>

namespace opificio {

/// Both stages: the uniform block up to the shader's own values, as ShaderBlock has it.
extern const std::string_view blockOpening;
/// Both stages: what the format's functions for reading pictures become. y points up for artists and down for Vulkan.
extern const std::string_view readingFunctions;
/// Both stages: counts the turns of loops, at most `budget` of them. isf_turn(loop) tells whether one more may be made.
std::string countingFunctions(int budget);

/// The fragment stage, in this order. Between the coordinate and the variables stand counting and reading; before the decoding,
/// what the vertex stage gives; behind it the artist's words; between opening and closing of main, what loops have to report.
extern const std::string_view fragmentOpening;
extern const std::string_view coordinateOfVertexStage, coordinateOfGrid; ///< one of the two
extern const std::string_view fragmentVariables;
extern const std::string_view decodingFunction;
extern const std::string_view fragmentMainOpening;
/// `colour` is what the artist's words have written.
std::string fragmentMainClosing(const std::string& colour);

/// The vertex stage: its variables stand before counting and reading, and main behind the artist's words.
extern const std::string_view vertexVariables;
extern const std::string_view vertexMainOpening, vertexMainClosing;

} // namespace opificio
