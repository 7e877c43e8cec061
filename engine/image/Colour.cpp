// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Colour.h"

#include <bit>
#include <cassert>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace opificio {

float linearFromDisplay(float encoded)
{
    double magnitude = std::fabs(double(encoded));
    double linear = magnitude <= 0.04045 ? magnitude / 12.92 : std::pow((magnitude + 0.055) / 1.055, 2.4);
    return float(std::copysign(linear, double(encoded)));
}

float displayFromLinear(float linear)
{
    double magnitude = std::fabs(double(linear));
    double encoded = magnitude <= 0.0031308 ? magnitude * 12.92 : 1.055 * std::pow(magnitude, 1 / 2.4) - 0.055;
    return float(std::copysign(encoded, double(linear)));
}

float floatFromHalf(std::uint16_t half)
{
    std::uint32_t sign = std::uint32_t(half & 0x8000) << 16;
    std::uint32_t exponent = (half >> 10) & 31, mantissa = half & 0x3ff;
    if (exponent == 31)
        return std::bit_cast<float>(sign | 0x7f800000 | (mantissa << 13));
    if (exponent == 0) {
        float magnitude = std::ldexp(float(mantissa), -24);
        return sign ? -magnitude : magnitude;
    }
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
}

std::uint16_t halfFromFloat(float value)
{
    std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    std::uint16_t sign = std::uint16_t((bits >> 16) & 0x8000);
    bits &= 0x7fffffff;
    if (bits > 0x7f800000)
        return std::uint16_t(sign | 0x7e00 | ((bits >> 13) & 0x3ff));
    if (bits >= 0x477ff000)
        return std::uint16_t(sign | 0x7c00);
    if (bits < 0x38800000) {
        // A subnormal half: the addition lets the processor round to nearest, ties to even.
        float magnitude = std::bit_cast<float>(bits) + 0.5f;
        return std::uint16_t(sign | (std::bit_cast<std::uint32_t>(magnitude) - 0x3f000000));
    }
    std::uint32_t rounded = bits - 0x38000000 + 0xfff + ((bits >> 13) & 1);
    return std::uint16_t(sign | (rounded >> 13));
}

#if defined(__x86_64__)
namespace {

__attribute__((target("avx,f16c"))) std::size_t widen(const std::uint16_t* halves, float* floats, std::size_t count)
{
    std::size_t index = 0;
    for (; index + 8 <= count; index += 8)
        _mm256_storeu_ps(floats + index, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(halves + index))));
    return index;
}

__attribute__((target("avx,f16c"))) std::size_t narrow(const float* floats, std::uint16_t* halves, std::size_t count)
{
    std::size_t index = 0;
    for (; index + 8 <= count; index += 8) {
        __m128i eight = _mm256_cvtps_ph(_mm256_loadu_ps(floats + index), _MM_FROUND_TO_NEAREST_INT);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(halves + index), eight);
    }
    return index;
}

bool hasHalves()
{
    static const bool has = __builtin_cpu_supports("f16c") && __builtin_cpu_supports("avx");
    return has;
}

} // namespace
#endif

void floatsFromHalves(std::span<const std::uint16_t> halves, std::span<float> floats)
{
    assert(halves.size() == floats.size());
    std::size_t index = 0;
#if defined(__x86_64__)
    if (hasHalves())
        index = widen(halves.data(), floats.data(), halves.size());
#endif
    for (; index < halves.size(); ++index)
        floats[index] = floatFromHalf(halves[index]);
}

void halvesFromFloats(std::span<const float> floats, std::span<std::uint16_t> halves)
{
    assert(halves.size() == floats.size());
    std::size_t index = 0;
#if defined(__x86_64__)
    if (hasHalves())
        index = narrow(floats.data(), halves.data(), floats.size());
#endif
    for (; index < floats.size(); ++index)
        halves[index] = halfFromFloat(floats[index]);
}

} // namespace opificio
