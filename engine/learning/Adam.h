#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace opificio {

/// Kingma and Ba, "Adam: a method for stochastic optimization" (2015), for one group of numbers, with its moments in the open so
/// that a checkpoint is complete.
struct Adam {
    std::vector<float> first, second;
    double decay = 0; ///< of the weights themselves, each step (Loshchilov and Hutter, 2019)

    /// `taken`: steps before this one.
    void step(std::span<float> values, std::span<const float> gradient, double rate, std::int64_t taken)
    {
        constexpr double one = 0.9, two = 0.999;
        first.resize(values.size());
        second.resize(values.size());
        double t = double(taken + 1);
        auto size = float(rate / (1 - std::pow(one, t)));
        auto correction = float(1 / std::sqrt(1 - std::pow(two, t)));
        auto kept = float(1 - rate * decay);
        for (std::size_t i = 0; i < values.size(); ++i) {
            first[i] = float(one) * first[i] + float(1 - one) * gradient[i];
            second[i] = float(two) * second[i] + float(1 - two) * gradient[i] * gradient[i];
            values[i] = values[i] * kept - size * first[i] / (std::sqrt(second[i]) * correction + 1e-8f);
        }
    }
};

} // namespace opificio
