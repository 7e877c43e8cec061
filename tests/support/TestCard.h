#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <cstddef>
#include <vector>

#include "image/Image.h"

namespace opificio::test {

/// A picture in which mistakes show: ramps of each colour, a dark disc off the middle (which way is up), fine stripes,
/// a bright corner at the top left, and a half-transparent band at the bottom. `kind` gives another one of its sort.
inline Image testCard(Size size, int kind = 0)
{
    std::vector<std::byte> pixels(std::size_t(size.width) * std::size_t(size.height) * 4);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            double u = (x + 0.5) / size.width, v = (y + 0.5) / size.height;
            double r = u, g = 1 - v, b = 0.5 + 0.5 * std::sin(18 * u * v + kind);
            if (kind)
                std::swap(r, b);
            double dx = (u - 0.35) * size.width / size.height, dy = v - 0.3;
            if (dx * dx + dy * dy < 0.03)
                r = g = b = 0.08;
            if (u > 0.6 && u < 0.85 && v > 0.5 && v < 0.8)
                r = g = b = (x + kind) % 2 ? 0.9 : 0.2;
            if (u < 0.12 && v < 0.16)
                r = g = b = 1;
            double a = v > 0.9 ? 0.5 : 1;
            std::byte* pixel = pixels.data() + (std::size_t(y) * std::size_t(size.width) + std::size_t(x)) * 4;
            const double channels[] = {r, g, b, a};
            for (int c = 0; c < 4; ++c)
                pixel[c] = std::byte(int(std::lround(channels[c] * 255)));
        }
    }
    return Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

} // namespace opificio::test
