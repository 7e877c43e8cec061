// SPDX-License-Identifier: GPL-3.0-or-later
#include "OpenTiles.h"

#include "base/File.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "library/iiif/ImageService.h"
#include "web/Address.h"
#include "web/Web.h"

#include <cstdlib>

namespace opificio {

namespace {

constexpr std::int64_t largestTile = std::int64_t(32) << 20;
// Servers round the last row and column in more than one way.
constexpr int tolerancePixels = 2;

// What is handed out in any size, larger than what is here. Of a part, and of a turned picture, it is not known beforehand how
// large it is there.
bool isBetterThere(const Item& item)
{
    if (!item.picture || item.picture->service.empty())
        return false;
    const bool isWhole = item.picture->region.empty() && item.picture->rotation.empty();
    return item.file.empty()
        || (isWhole && std::max(item.picture->width, item.picture->height) > std::max(item.width, item.height));
}

/// The levels of a service whose tiles are cut alike, the finest first: what a TilePyramid holds.
struct ServiceTiles {
    ImageService service;
    Pyramid there;
    TilePyramid pyramid;
    std::vector<int> levels; ///< of `there`, for each of pyramid.levels
};

ServiceTiles tilesOf(ImageService service)
{
    ServiceTiles tiles{.service = std::move(service), .there = {}, .pyramid = {}, .levels = {}};
    tiles.there = pyramidOf(tiles.service);
    TilePyramid& pyramid = tiles.pyramid;
    pyramid.size = tiles.there.size;
    if (tiles.there.levels.empty())
        return tiles;
    const Pyramid::Level& finest = tiles.there.levels.back();
    pyramid.tileWidth = finest.tile.width;
    pyramid.tileHeight = finest.tile.height;
    for (int at = int(tiles.there.levels.size()) - 1; at >= 0; --at) {
        const Pyramid::Level& level = tiles.there.levels[std::size_t(at)];
        const bool isOne = level.columns == 1 && level.rows == 1 && level.size.width <= pyramid.tileWidth
            && level.size.height <= pyramid.tileHeight;
        if (!isOne && (level.tile.width != pyramid.tileWidth || level.tile.height != pyramid.tileHeight))
            continue;
        // A level of one tile ends where the picture does, whatever was rounded.
        const double across = isOne ? double(pyramid.size.width) / level.size.width : level.scaleFactor,
                     down = isOne ? double(pyramid.size.height) / level.size.height : level.scaleFactor;
        pyramid.levels.push_back({level.size, across, down});
        tiles.levels.push_back(at);
    }
    return tiles;
}

Result<Image> fetchedTile(Web& web, const std::string& address, Size expected, Task& task)
{
    TRY(const Fetched fetched,
        web.fetch(
            address, {.limitBytes = largestTile, .reuse = FetchOptions::Reuse::Kept, .accept = "image/*, */*;q=0.5"}, task));
    const std::string host = hostOf(address);
    if (fetched.type == "html" || fetched.type == "xml" || fetched.type == "json" || fetched.type == "empty")
        return Error{Error::Code::Unreadable, text("{0} answered with a page where a part of the picture was asked for.", host)};
    TRY(Image image, readImage(fetched.file));
    const Size size = image.size();
    if (std::abs(size.width - expected.width) > tolerancePixels || std::abs(size.height - expected.height) > tolerancePixels)
        return Error{Error::Code::Invalid,
            text("{0} handed out {1} × {2} pixels where {3} × {4} were asked for.", host, size.width, size.height, expected.width,
                expected.height)};
    return image;
}

Result<Image> readTile(const ServiceTiles& tiles, Web& web, const TilePyramid::Tile& tile, Task& task)
{
    const auto there = tileOf(tiles.service, tiles.there, tiles.levels[std::size_t(tile.level)], tile.x, tile.y);
    if (!there)
        return Error{Error::Code::Invalid, text("The part that is meant lies outside of its picture.")};
    const Size expected{there->place.width, there->place.height};
    auto image = fetchedTile(web, there->asked.address, expected, task);
    if (image || image.error().code == Error::Code::Cancelled || there->asked.otherwise.empty())
        return image;
    auto other = fetchedTile(web, there->asked.otherwise, expected, task);
    return other ? std::move(other) : std::move(image);
}

Result<OpenedTiles> openService(const RemotePicture& picture, const std::shared_ptr<Web>& web, Task& task)
{
    ImageService service = serviceOf(picture);
    // Manifests repeat little of it.
    if (service.tiles.empty() || service.width == 0) {
        TRY(const Fetched fetched,
            web->fetch(infoAddress(service),
                {.limitBytes = 4 << 20,
                    .reuse = FetchOptions::Reuse::Kept,
                    .accept = "application/ld+json, application/json;q=0.9, */*;q=0.5"},
                task));
        const std::string name = shownAddress(picture.service);
        if (fetched.type != "json")
            return Error{Error::Code::Unreadable, text("{0} is no picture service of IIIF.", name), name};
        TRY(const std::string bytes, readFile(fetched.file, 4 << 20));
        TRY(const Json json, parseJson(bytes, name));
        TRY(service, imageServiceFromJson(json, picture.service));
    }
    const auto tiles = std::make_shared<const ServiceTiles>(tilesOf(std::move(service)));
    if (tiles->pyramid.levels.empty())
        return Error{Error::Code::Unsupported,
            text("The picture service {0} does not say how large its picture is.", shownAddress(picture.service))};
    const auto region = regionOf(picture.region, tiles->pyramid.size);
    const int orientation = orientationOf(picture.rotation);
    if (!region)
        return Error{Error::Code::Invalid, text("The part that is meant lies outside of its picture.")};
    if (orientation == 0)
        return Error{Error::Code::Unsupported, text("Only its small picture is here. Fetch the picture to look closely.")};
    // The coarsest part comes now: then it is known whether the server answers, and there is something to see.
    TRY_DO(readTile(*tiles, *web, {int(tiles->levels.size()) - 1, 0, 0}, task));
    OpenedTiles opened;
    opened.host = hostOf(picture.service);
    opened.source.pyramid = tiles->pyramid;
    opened.source.tile = [tiles, web](const TilePyramid::Tile& tile, Task& stop) { return readTile(*tiles, *web, tile, stop); };
    if (!picture.region.empty() || orientation != 1)
        opened.source = partOf(std::move(opened.source), region->x, region->y, {region->width, region->height}, orientation);
    return opened;
}

} // namespace

bool hasTiles(const Item& item)
{
    return !item.file.empty() || (item.picture && !item.picture->service.empty());
}

Result<OpenedTiles> openTiles(const Item& item, std::shared_ptr<Web> web, Task& task)
{
    OpenedTiles opened;
    if (web && isBetterThere(item)) {
        auto there = openService(*item.picture, web, task);
        if (there || item.file.empty() || there.error().code == Error::Code::Cancelled)
            return there;
        opened.remark = text("This is the picture as it was fetched. {0}", there.error().message);
    } else if (item.file.empty()) {
        return Error{Error::Code::NotFound, text("Only its small picture is here. Fetch the picture to look closely.")};
    }
    TRY(opened.source, localTiles(item.file));
    return opened;
}

} // namespace opificio
