// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Tiles.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace opificio {

bool TilePyramid::holds(const Tile& tile) const
{
    if (tile.level < 0 || tile.level >= int(levels.size()) || tile.x < 0 || tile.y < 0)
        return false;
    const Size count = tilesOf(tile.level);
    return tile.x < count.width && tile.y < count.height;
}

Size TilePyramid::tilesOf(int level) const
{
    const Size size = levels[std::size_t(level)].size;
    return {(size.width - 1) / tileWidth + 1, (size.height - 1) / tileHeight + 1};
}

Size TilePyramid::pixelsOf(const Tile& tile) const
{
    const Size size = levels[std::size_t(tile.level)].size;
    return {std::min(tileWidth, size.width - tile.x * tileWidth), std::min(tileHeight, size.height - tile.y * tileHeight)};
}

TilePyramid::Area TilePyramid::areaOf(const Tile& tile) const
{
    const Level& level = levels[std::size_t(tile.level)];
    const Size count = tilesOf(tile.level);
    const double left = double(tile.x) * tileWidth * level.across, top = double(tile.y) * tileHeight * level.down;
    const double right = tile.x + 1 == count.width ? size.width : double(tile.x + 1) * tileWidth * level.across;
    const double bottom = tile.y + 1 == count.height ? size.height : double(tile.y + 1) * tileHeight * level.down;
    return {left, top, right - left, bottom - top};
}

std::vector<TilePyramid::Tile> TilePyramid::touched(int level, const Area& area) const
{
    const double right = std::min(area.x + area.width, double(size.width)),
                 bottom = std::min(area.y + area.height, double(size.height));
    const double left = std::max(area.x, 0.0), top = std::max(area.y, 0.0);
    std::vector<Tile> tiles;
    if (!(left < right && top < bottom))
        return tiles;
    const Level& at = levels[std::size_t(level)];
    const Size count = tilesOf(level);
    const int firstColumn = std::min(int(left / at.across) / tileWidth, count.width - 1),
              firstRow = std::min(int(top / at.down) / tileHeight, count.height - 1),
              lastColumn = std::min((int(std::ceil(right / at.across)) - 1) / tileWidth, count.width - 1),
              lastRow = std::min((int(std::ceil(bottom / at.down)) - 1) / tileHeight, count.height - 1);
    for (int y = firstRow; y <= lastRow; ++y) {
        for (int x = firstColumn; x <= lastColumn; ++x)
            tiles.push_back({level, x, y});
    }
    return tiles;
}

int TilePyramid::levelFor(double scale) const
{
    for (int level = int(levels.size()) - 1; level > 0; --level) {
        const Level& at = levels[std::size_t(level)];
        // A thousandth is no pixel.
        if (scale * std::min(at.across, at.down) <= 1.001)
            return level;
    }
    return 0;
}

TilePyramid pyramidOf(Size size, Size tile, std::span<const int> factors)
{
    TilePyramid pyramid{.size = size, .tileWidth = tile.width, .tileHeight = tile.height, .levels = {}};
    for (int factor : factors) {
        assert(factor > 0);
        pyramid.levels.push_back(
            {{(size.width - 1) / factor + 1, (size.height - 1) / factor + 1}, double(factor), double(factor)});
    }
    return pyramid;
}

} // namespace opificio
