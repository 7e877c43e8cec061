// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Tiles.h"

#include "image/Codec.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

namespace opificio {

namespace {

// The pixels of a level that are touched by what lies between two edges, in pixels of the whole.
struct Span {
    int begin = 0, end = 0;
};

Span touchedBy(int begin, int length, double step, int edge)
{
    const int first = std::clamp(int(begin / step), 0, edge - 1);
    return {first, std::clamp(int(std::ceil((begin + length) / step)), first + 1, edge)};
}

class TilePart {
public:
    TilePart(TileSource whole, const Part& part, int orientation)
        : m_whole(std::move(whole))
        , m_orientation(orientation)
    {
        const TilePyramid& there = m_whole.pyramid;
        const Size tile = upright({there.tileWidth, there.tileHeight}, orientation);
        pyramid.size = upright(part.size, orientation);
        pyramid.tileWidth = tile.width;
        pyramid.tileHeight = tile.height;
        for (const TilePyramid::Level& level : there.levels) {
            const Span across = touchedBy(part.x, part.size.width, level.across, level.size.width),
                       down = touchedBy(part.y, part.size.height, level.down, level.size.height);
            const Size size{across.end - across.begin, down.end - down.begin};
            const bool isTurned = orientation >= 5;
            m_parts.push_back({across.begin, down.begin, size});
            pyramid.levels.push_back(
                {upright(size, orientation), isTurned ? level.down : level.across, isTurned ? level.across : level.down});
            // Coarser ones would show no more at once.
            if (size.width <= there.tileWidth && size.height <= there.tileHeight)
                break;
        }
    }

    TilePyramid pyramid;
    const TileSource& whole() const { return m_whole; }

    Result<Image> tile(const TilePyramid::Tile& tile, Task& task) const
    {
        assert(pyramid.holds(tile));
        const Part& level = m_parts[std::size_t(tile.level)];
        const Part wanted{tile.x * pyramid.tileWidth, tile.y * pyramid.tileHeight, pyramid.pixelsOf(tile)};
        Part part = storedPart(wanted, level.size, m_orientation);
        part.x += level.x;
        part.y += level.y;
        TRY(const Image image, together(tile.level, part, task));
        return oriented(image, m_orientation);
    }

private:
    Result<Image> together(int level, const Part& part, Task& task) const
    {
        const TilePyramid& there = m_whole.pyramid;
        Image::Format format = Image::Format::Rgba8;
        std::vector<std::byte> pixels;
        for (int y = part.y / there.tileHeight; y * there.tileHeight < part.y + part.size.height; ++y) {
            for (int x = part.x / there.tileWidth; x * there.tileWidth < part.x + part.size.width; ++x) {
                TRY(Image tile, m_whole.tile({level, x, y}, task));
                if (pixels.empty()) {
                    format = tile.format();
                    pixels.resize(std::size_t(part.size.width) * std::size_t(part.size.height) * Image::bytesPerPixel(format));
                } else if (tile.format() != format) {
                    tile = converted(tile, format, tile.space());
                }
                paste(tile, x * there.tileWidth - part.x, y * there.tileHeight - part.y, part.size, pixels);
            }
        }
        return Image(part.size, format, ColourSpace::Display, std::move(pixels));
    }

    // What of a tile lies inside; servers round its last column and row in more than one way.
    static void paste(const Image& tile, int x, int y, Size size, std::vector<std::byte>& pixels)
    {
        const std::size_t bytes = Image::bytesPerPixel(tile.format());
        const int left = std::max(0, x), right = std::min(size.width, x + tile.size().width);
        const int top = std::max(0, y), bottom = std::min(size.height, y + tile.size().height);
        if (left >= right)
            return;
        for (int row = top; row < bottom; ++row) {
            std::memcpy(pixels.data() + (std::size_t(row) * std::size_t(size.width) + std::size_t(left)) * bytes,
                tile.row(row - y) + std::size_t(left - x) * bytes, std::size_t(right - left) * bytes);
        }
    }

    TileSource m_whole;
    int m_orientation;
    std::vector<Part> m_parts; ///< of each level, in its own pixels
};

} // namespace

TileSource partOf(TileSource whole, int x, int y, Size size, int orientation)
{
    const auto part = std::make_shared<const TilePart>(std::move(whole), Part{x, y, size}, orientation);
    TileSource source;
    source.pyramid = part->pyramid;
    source.tile = [part](const TilePyramid::Tile& tile, Task& task) { return part->tile(tile, task); };
    source.prepare = part->whole().prepare;
    source.hasten = part->whole().hasten;
    return source;
}

} // namespace opificio
