// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/ImageService.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace opificio {

namespace {

constexpr int ownTileEdge = 512;

bool supports(const ImageService& service, std::string_view word)
{
    return std::find(service.supports.begin(), service.supports.end(), word) != service.supports.end();
}

bool canScale(const ImageService& service)
{
    return service.level >= 1 || supports(service, "sizeByW") || supports(service, "sizeByWh")
        || supports(service, "sizeByForcedWh") || supports(service, "sizeByDistortedWh");
}

bool canCut(const ImageService& service)
{
    return service.level >= 1 || supports(service, "regionByPx");
}

std::string number(int value)
{
    return std::to_string(value);
}

std::string wholeWord(const ImageService& service)
{
    return service.version == 3 ? "max" : "full";
}

std::string request(const ImageService& service, std::string_view region, const std::string& size, std::string_view rotation)
{
    const char* quality = service.version == 1 ? "native" : "default";
    return service.address + "/" + std::string(region) + "/" + size + "/" + std::string(rotation) + "/" + quality + ".jpg";
}

// The size in the words of the version and level, and in other words for servers that take only those.
std::pair<std::string, std::string> sizeWords(const ImageService& service, Size size)
{
    const std::string both = number(size.width) + "," + number(size.height);
    const std::string width = number(size.width) + ",";
    if (service.version == 3)
        return {both, width};
    if (service.version == 1)
        return {width, both};
    if (canScale(service) || supports(service, "sizeByWhListed"))
        return {both, width};
    return {width, both};
}

// As large as it may come: never above itself, the edge or the limits of the service.
Size allowed(const ImageService& service, Size whole, int longestEdge)
{
    const double width = whole.width, height = whole.height;
    double scale = 1;
    if (longestEdge > 0)
        scale = std::min(scale, longestEdge / std::max(width, height));
    if (service.maxWidth > 0)
        scale = std::min(scale, service.maxWidth / width);
    // A height that is not stated is the same as the width's.
    if (const int limit = service.maxHeight > 0 ? service.maxHeight : service.maxWidth; limit > 0)
        scale = std::min(scale, limit / height);
    const bool byArea = service.maxArea > 0 && scale * scale * width * height > double(service.maxArea);
    if (byArea)
        scale = std::sqrt(double(service.maxArea) / (width * height));
    auto side = [&](double edge) { return std::max(1, int(byArea ? std::floor(edge * scale) : std::lround(edge * scale))); };
    return {side(width), side(height)};
}

int longer(Size size)
{
    return std::max(size.width, size.height);
}

// The sizes of the whole that a service of level 0 has: those it lists, and those where one tile is all of it.
std::vector<Size> offered(const ImageService& service)
{
    std::vector<Size> sizes = service.sizes;
    for (const ImageService::Tiles& tiles : service.tiles) {
        for (int factor : tiles.scaleFactors) {
            const Size size = {(service.width + factor - 1) / factor, (service.height + factor - 1) / factor};
            if (service.width > 0 && size.width <= tiles.width && size.height <= tiles.height)
                sizes.push_back(size);
        }
    }
    std::sort(sizes.begin(), sizes.end(), [](Size left, Size right) { return longer(left) < longer(right); });
    return sizes;
}

Asked askSize(const ImageService& service, std::string_view region, Size size, bool isAll, std::string_view rotation)
{
    const auto [words, others] = sizeWords(service, size);
    const int orientation = orientationOf(rotation);
    Asked asked{.size = orientation == 0 ? Size{} : orientation >= 5 ? Size{size.height, size.width} : size};
    if (isAll) {
        asked.address = request(service, region, wholeWord(service), rotation);
        asked.otherwise = request(service, region, service.version == 2 ? "max" : words, rotation);
    } else {
        asked.address = request(service, region, words, rotation);
        asked.otherwise = request(service, region, others, rotation);
    }
    return asked;
}

} // namespace

std::optional<PixelRect> regionOf(std::string_view region, Size whole)
{
    if (whole.width == 0)
        return std::nullopt;
    if (region.empty() || region == "full")
        return PixelRect{0, 0, whole.width, whole.height};
    if (region == "square") {
        const int edge = std::min(whole.width, whole.height);
        return PixelRect{(whole.width - edge) / 2, (whole.height - edge) / 2, edge, edge};
    }
    const bool isShare = region.starts_with("pct:");
    std::string rest(isShare ? region.substr(4) : region);
    std::array<double, 4> numbers = {};
    const char* at = rest.c_str();
    for (std::size_t index = 0; index < 4; ++index) {
        char* end = nullptr;
        numbers[index] = std::strtod(at, &end);
        if (end == at || !std::isfinite(numbers[index]) || numbers[index] < 0 || numbers[index] > 1e9
            || (index < 3 && *end != ','))
            return std::nullopt;
        at = end + (index < 3 ? 1 : 0);
    }
    if (isShare) {
        numbers = {numbers[0] / 100 * whole.width, numbers[1] / 100 * whole.height, numbers[2] / 100 * whole.width,
            numbers[3] / 100 * whole.height};
    }
    PixelRect rect{
        int(std::lround(numbers[0])), int(std::lround(numbers[1])), int(std::lround(numbers[2])), int(std::lround(numbers[3]))};
    if (rect.x >= whole.width || rect.y >= whole.height)
        return std::nullopt;
    rect.width = std::min(rect.width, whole.width - rect.x);
    rect.height = std::min(rect.height, whole.height - rect.y);
    return rect.width > 0 && rect.height > 0 ? std::optional(rect) : std::nullopt;
}

int orientationOf(std::string_view rotation)
{
    const bool isMirrored = rotation.starts_with('!');
    const std::string_view turn = isMirrored ? rotation.substr(1) : rotation;
    if (turn.empty() || turn == "0")
        return isMirrored ? 2 : 1;
    if (turn == "90")
        return isMirrored ? 7 : 6;
    if (turn == "180")
        return isMirrored ? 4 : 3;
    if (turn == "270")
        return isMirrored ? 5 : 8;
    return 0;
}

Asked askPicture(const ImageService& service, int longestEdge, std::string_view region, std::string_view rotation)
{
    const std::string_view cut = region.empty() ? "full" : region;
    const std::string_view turn = rotation.empty() ? "0" : rotation;
    const bool isWhole = cut == "full";
    const auto rect = regionOf(cut, {service.width, service.height});
    // Some servers end when they are asked for a part that their picture does not have.
    if (!rect && service.width > 0)
        return {};
    if (!rect) {
        if (longestEdge > 0 && service.level >= 2)
            return {request(service, cut, "!" + number(longestEdge) + "," + number(longestEdge), turn), {},
                request(service, cut, number(longestEdge) + ",", turn)};
        if (longestEdge > 0 && service.level == 1)
            return {request(service, cut, number(longestEdge) + ",", turn), {}, request(service, cut, wholeWord(service), turn)};
        return {
            request(service, cut, wholeWord(service), turn), {}, service.version == 2 ? request(service, cut, "max", turn) : ""};
    }
    const Size whole = {rect->width, rect->height};
    const Size wanted = allowed(service, whole, longestEdge);
    if (canScale(service))
        return askSize(
            service, cut, wanted, wanted == whole && service.maxWidth + service.maxHeight + service.maxArea == 0, turn);
    if (isWhole) {
        const std::vector<Size> sizes = offered(service);
        for (Size size : sizes) {
            if (longer(size) >= longer(wanted) && longestEdge > 0)
                return askSize(service, cut, size, size == whole, turn);
        }
        // Nothing that is listed is large enough. The whole must be there at level 0, unless limits say otherwise.
        if (!sizes.empty() && wanted != whole && longer(allowed(service, whole, 0)) < longer(whole))
            return askSize(service, cut, sizes.back(), false, turn);
    }
    return askSize(service, cut, whole, true, turn);
}

Asked askThumbnail(const ImageService& service, int edge)
{
    for (Size size : service.sizes) {
        if (longer(size) >= edge && longer(size) <= edge * 3)
            return askSize(service, "full", size, size == Size{service.width, service.height}, "0");
    }
    return askPicture(service, edge);
}

Pyramid pyramidOf(const ImageService& service)
{
    Pyramid pyramid{.size = {service.width, service.height}};
    if (service.width == 0)
        return pyramid;
    auto addSizes = [&](int below) {
        for (Size size : service.sizes) {
            if (size.width < below && size.width <= service.width && size.height <= service.height)
                pyramid.levels.push_back({std::max(1, int(std::lround(double(service.width) / size.width))), size, size, 1, 1});
        }
    };
    ImageService::Tiles tiles;
    for (const ImageService::Tiles& one : service.tiles) {
        if (one.scaleFactors.size() > tiles.scaleFactors.size()
            || (one.scaleFactors.size() == tiles.scaleFactors.size()
                && std::abs(one.width - ownTileEdge) < std::abs(tiles.width - ownTileEdge)))
            tiles = one;
    }
    if (tiles.scaleFactors.empty() && !canCut(service)) {
        addSizes(service.width + 1);
        if (pyramid.levels.empty())
            pyramid.levels.push_back({1, pyramid.size, pyramid.size, 1, 1});
        return pyramid;
    }
    if (tiles.scaleFactors.empty())
        tiles = {ownTileEdge, ownTileEdge, {1}};
    auto sizeAt = [&](int factor) { return Size{(service.width + factor - 1) / factor, (service.height + factor - 1) / factor}; };
    if (canCut(service)) {
        // Whoever can cut and scale has every level, down to one tile, whether it is listed or not.
        if (service.maxWidth > 0)
            tiles.width = std::min(tiles.width, service.maxWidth);
        if (const int limit = service.maxHeight > 0 ? service.maxHeight : service.maxWidth; limit > 0)
            tiles.height = std::min(tiles.height, limit);
        if (tiles.scaleFactors.front() != 1)
            tiles.scaleFactors.insert(tiles.scaleFactors.begin(), 1);
        for (int factor = tiles.scaleFactors.back();
             factor < 1 << 20 && (sizeAt(factor).width > tiles.width || sizeAt(factor).height > tiles.height);) {
            factor *= 2;
            tiles.scaleFactors.push_back(factor);
        }
    }
    const Size coarsest = sizeAt(tiles.scaleFactors.back());
    if (!canCut(service) && (coarsest.width > tiles.width || coarsest.height > tiles.height))
        addSizes(coarsest.width);
    for (std::size_t index = tiles.scaleFactors.size(); index-- > 0;) {
        const int factor = tiles.scaleFactors[index];
        const Size size = sizeAt(factor);
        pyramid.levels.push_back({factor, size, {tiles.width, tiles.height}, (size.width + tiles.width - 1) / tiles.width,
            (size.height + tiles.height - 1) / tiles.height});
        // Of several levels that are one tile each, the largest is enough.
        const auto count = pyramid.levels.size();
        auto isOne = [](const Pyramid::Level& level) { return level.columns == 1 && level.rows == 1; };
        if (count > 1 && isOne(pyramid.levels[count - 1]) && isOne(pyramid.levels[count - 2]) && canCut(service))
            pyramid.levels.erase(pyramid.levels.end() - 2);
    }
    return pyramid;
}

std::optional<PyramidTile> tileOf(const ImageService& service, const Pyramid& pyramid, int level, int column, int row)
{
    if (level < 0 || std::size_t(level) >= pyramid.levels.size())
        return std::nullopt;
    const Pyramid::Level& at = pyramid.levels[std::size_t(level)];
    if (column < 0 || row < 0 || column >= at.columns || row >= at.rows)
        return std::nullopt;
    if (at.columns == 1 && at.rows == 1) {
        return PyramidTile{askSize(service, "full", at.size, at.size == pyramid.size, "0"),
            {0, 0, pyramid.size.width, pyramid.size.height}, {0, 0, at.size.width, at.size.height}};
    }
    const std::int64_t factor = at.scaleFactor;
    const std::int64_t x = column * factor * at.tile.width, y = row * factor * at.tile.height;
    const std::int64_t width = std::min(factor * at.tile.width, pyramid.size.width - x);
    const std::int64_t height = std::min(factor * at.tile.height, pyramid.size.height - y);
    if (width <= 0 || height <= 0)
        return std::nullopt;
    const Size size = {int((width + factor - 1) / factor), int((height + factor - 1) / factor)};
    const PixelRect region = {int(x), int(y), int(width), int(height)};
    const std::string cut = number(region.x) + "," + number(region.y) + "," + number(region.width) + "," + number(region.height);
    return PyramidTile{
        askSize(service, cut, size, false, "0"), region, {column * at.tile.width, row * at.tile.height, size.width, size.height}};
}

int levelFor(const Pyramid& pyramid, double pixels)
{
    for (std::size_t index = 0; index < pyramid.levels.size(); ++index) {
        if (pyramid.levels[index].size.width >= pixels)
            return int(index);
    }
    return int(pyramid.levels.size()) - 1;
}

} // namespace opificio
