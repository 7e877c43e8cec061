// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/JoinTiles.h"

#include "base/Text.h"
#include "image/Codec.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace opificio {

namespace {

constexpr std::int64_t mostPixels = 100'000'000;

// A region of the whole in the pixels of a level, with those that it only touches.
PixelRect inLevel(const PixelRect& region, Size whole, Size level)
{
    const double across = double(level.width) / whole.width, down = double(level.height) / whole.height;
    const int left = std::min(int(region.x * across), level.width - 1), top = std::min(int(region.y * down), level.height - 1);
    const int right = std::clamp(int(std::ceil((region.x + region.width) * across)), left + 1, level.width),
              bottom = std::clamp(int(std::ceil((region.y + region.height) * down)), top + 1, level.height);
    return {left, top, right - left, bottom - top};
}

// What of a tile lies inside the part.
void paste(const Image& tile, const PixelRect& place, const PixelRect& part, std::vector<std::byte>& pixels)
{
    const int left = std::max(place.x, part.x), right = std::min(place.x + place.width, part.x + part.width);
    const int top = std::max(place.y, part.y), bottom = std::min(place.y + place.height, part.y + part.height);
    for (int y = top; y < bottom; ++y) {
        const std::byte* from = tile.row(y - place.y) + std::size_t(left - place.x) * 4;
        std::copy_n(from, std::size_t(right - left) * 4,
            pixels.data() + (std::size_t(y - part.y) * std::size_t(part.width) + std::size_t(left - part.x)) * 4);
    }
}

bool overlap(const PixelRect& one, const PixelRect& other)
{
    return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height
        && other.y < one.y + one.height;
}

} // namespace

Result<JoinedTiles> joinTiles(
    const ImageService& service, int longestEdge, std::string_view region, std::string_view rotation, const ReadTile& read)
{
    const Pyramid pyramid = pyramidOf(service);
    const auto meant = regionOf(region, pyramid.size);
    const int orientation = orientationOf(rotation);
    if (!meant || orientation == 0)
        return Error{Error::Code::Invalid, text("The part that is meant lies outside of its picture.")};
    int chosen = -1;
    PixelRect part;
    for (std::size_t index = 0; index < pyramid.levels.size(); ++index) {
        const PixelRect here = inLevel(*meant, pyramid.size, pyramid.levels[index].size);
        if (std::int64_t(here.width) * here.height > mostPixels)
            break;
        chosen = int(index);
        part = here;
        if (longestEdge > 0 && std::max(part.width, part.height) >= longestEdge)
            break;
    }
    if (chosen < 0)
        return Error{Error::Code::TooLarge, text("Its tiles are too many to be put together."), service.address};
    const Pyramid::Level& level = pyramid.levels[std::size_t(chosen)];
    std::vector<std::byte> pixels(std::size_t(part.width) * std::size_t(part.height) * 4);
    int tiles = 0;
    for (int row = 0; row < level.rows; ++row) {
        for (int column = 0; column < level.columns; ++column) {
            const auto tile = tileOf(service, pyramid, chosen, column, row);
            if (!tile || !overlap(tile->place, part))
                continue;
            TRY(const Image image, read(tile->asked));
            Image fitting = converted(image, Image::Format::Rgba8, ColourSpace::Display);
            if (fitting.size() != Size{tile->place.width, tile->place.height})
                fitting = scaled(fitting, {tile->place.width, tile->place.height});
            paste(fitting, tile->place, part, pixels);
            ++tiles;
        }
    }
    const Image joined({part.width, part.height}, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
    return JoinedTiles{oriented(joined, orientation), tiles};
}

} // namespace opificio
