#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <span>

namespace opificio {

/// The sRGB curve of IEC 61966-2-1, continued beyond 1 and mirrored below 0. Display to scene-linear.
float linearFromDisplay(float encoded);
/// Scene-linear to Display.
float displayFromLinear(float linear);

/// IEEE 754 half floats; to nearest, ties to even; too large becomes infinity.
float floatFromHalf(std::uint16_t half);
std::uint16_t halfFromFloat(float value);
/// The same for many; both spans are equally long. Uses F16C where the processor has it.
void floatsFromHalves(std::span<const std::uint16_t> halves, std::span<float> floats);
void halvesFromFloats(std::span<const float> floats, std::span<std::uint16_t> halves);

} // namespace opificio
