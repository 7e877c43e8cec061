#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstdint>

namespace opificio {

/// Random numbers from a key and a counter: no stream is carried from step to step, so a resumed run draws the same.
/// SplitMix64 (Steele, Lea and Flood, 2014).
class Random {
public:
    Random(std::uint64_t seed, std::int64_t step, std::uint64_t purpose)
        : m_state(mix(mix(mix(seed) ^ std::uint64_t(step)) ^ purpose))
    {
    }
    std::uint64_t bits() { return mix(m_state += 0x9e3779b97f4a7c15u); }
    /// [0, 1)
    double uniform() { return double(bits() >> 11) * 0x1p-53; }
    /// 0 .. count-1
    std::int64_t below(std::int64_t count) { return std::int64_t(uniform() * double(count)); }
    /// Mean 0, variance 1 (Box and Muller).
    float normal()
    {
        double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        return float(radius * std::cos(6.283185307179586 * uniform()));
    }

private:
    static std::uint64_t mix(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    std::uint64_t m_state;
};

} // namespace opificio
