// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/iiif/ImageService.h"

#include "base/Text.h"
#include "library/iiif/Shapes.h"
#include "web/Address.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace opificio {

using namespace iiif;

namespace {

constexpr int widestPicture = 10'000'000;
constexpr int ownTileEdge = 512;

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

bool holds(const std::vector<std::string>& list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Every text that a profile or a context holds, whatever its shape.
std::vector<std::string> textsIn(const Json& json)
{
    std::vector<std::string> texts;
    for (const Json* entry : listOf(json, 50)) {
        if (entry->is_string())
            texts.push_back(entry->get<std::string>());
        else if (!idOf(*entry).empty())
            texts.push_back(idOf(*entry));
    }
    return texts;
}

int versionIn(const std::string& text)
{
    if (holds(text, "api/image/3") || holds(text, "ImageService3"))
        return 3;
    if (holds(text, "api/image/2") || holds(text, "ImageService2"))
        return 2;
    if (holds(text, "image-api/1") || holds(text, "api/image/1") || holds(text, "image-api/compliance")
        || holds(text, "ImageService1"))
        return 1;
    return 0;
}

int versionOf(const Json& json)
{
    for (std::string_view key : {"@context", "type", "@type", "profile"}) {
        for (const std::string& text : textsIn(at(json, key))) {
            if (const int version = versionIn(text); version > 0)
                return version;
        }
    }
    if (json.contains("scale_factors") || json.contains("tile_width") || json.contains("identifier"))
        return 1;
    if (json.contains("@id"))
        return 2;
    return json.contains("id") ? 3 : 0;
}

int levelOf(const Json& json)
{
    for (const std::string& text : textsIn(at(json, "profile"))) {
        const std::size_t word = text.rfind("level");
        if (word != std::string::npos && word + 5 < text.size() && text[word + 5] >= '0' && text[word + 5] <= '2')
            return text[word + 5] - '0';
    }
    return -1;
}

bool isImageService(const Json& json)
{
    if (textAt(json, "protocol") == "http://iiif.io/api/image")
        return true;
    for (std::string_view key : {"@context", "type", "@type", "profile"}) {
        for (const std::string& text : textsIn(at(json, key))) {
            if (versionIn(text) > 0 || text == "iiif:Image" || text == "iiif:ImageProfile")
                return true;
        }
    }
    const std::string profile = textAt(json, "profile");
    return profile == "level0" || profile == "level1" || profile == "level2" || json.contains("scale_factors");
}

void addWords(std::vector<std::string>& list, const Json& json)
{
    for (const Json* entry : listOf(json, 100)) {
        if (entry->is_string() && !holds(list, entry->get<std::string>()))
            list.push_back(entry->get<std::string>());
    }
}

void readLimits(const Json& json, ImageService& service)
{
    if (const int width = wholeOf(at(json, "maxWidth")); width > 0)
        service.maxWidth = width;
    if (const int height = wholeOf(at(json, "maxHeight")); height > 0)
        service.maxHeight = height;
    const double area = numberAt(json, "maxArea");
    if (area >= 1 && area < 1e15)
        service.maxArea = std::int64_t(area);
    addWords(service.formats, at(json, "formats"));
    addWords(service.qualities, at(json, "qualities"));
    addWords(service.supports, at(json, "supports"));
    addWords(service.formats, at(json, "extraFormats"));
    addWords(service.qualities, at(json, "extraQualities"));
    addWords(service.supports, at(json, "extraFeatures"));
}

std::vector<int> factorsIn(const Json& json)
{
    std::vector<int> factors;
    for (const Json* entry : listOf(json, 40)) {
        if (const int factor = wholeOf(*entry); factor > 0 && factor <= 1 << 20)
            factors.push_back(factor);
    }
    std::sort(factors.begin(), factors.end());
    factors.erase(std::unique(factors.begin(), factors.end()), factors.end());
    return factors;
}

void addTiles(ImageService& service, const Json& width, const Json& height, const Json& factors)
{
    ImageService::Tiles tiles{wholeOf(width), wholeOf(height), factorsIn(factors)};
    if (tiles.width == 0)
        tiles.width = tiles.height;
    if (tiles.height == 0)
        tiles.height = tiles.width;
    // Smaller tiles would be asked for by the ten thousand.
    if (tiles.width < 16 || tiles.height < 16 || tiles.width > 1 << 16 || tiles.height > 1 << 16)
        return;
    if (tiles.scaleFactors.empty())
        tiles.scaleFactors = {1};
    service.tiles.push_back(std::move(tiles));
}

void read(const Json& json, ImageService& service)
{
    service.version = versionOf(json);
    service.level = levelOf(json);
    service.width = wholeOf(at(json, "width"));
    service.height = wholeOf(at(json, "height"));
    if (service.width > widestPicture || service.height > widestPicture || service.width == 0 || service.height == 0)
        service.width = service.height = 0;
    for (const Json* entry : listOf(at(json, "sizes"), 100)) {
        const Size size = {wholeOf(at(*entry, "width")), wholeOf(at(*entry, "height"))};
        if (size.width > 0 && size.height > 0)
            service.sizes.push_back(size);
    }
    std::sort(service.sizes.begin(), service.sizes.end(),
        [](Size left, Size right) { return std::pair(left.width, left.height) < std::pair(right.width, right.height); });
    service.sizes.erase(std::unique(service.sizes.begin(), service.sizes.end()), service.sizes.end());
    for (const Json* entry : listOf(at(json, "tiles"), 20))
        addTiles(service, at(*entry, "width"), at(*entry, "height"), firstOf(*entry, {"scaleFactors", "scale_factors"}));
    if (service.tiles.empty() && json.contains("tile_width"))
        addTiles(service, at(json, "tile_width"), at(json, "tile_height"), at(json, "scale_factors"));
    readLimits(json, service);
    for (const Json* entry : listOf(at(json, "profile"), 20))
        readLimits(*entry, service);
    for (const Json* entry : listOf(firstOf(json, {"rights", "license"}), 10)) {
        if (service.rights.empty())
            service.rights = idOf(*entry);
    }
    service.attribution = textsOf(at(json, "attribution"));
    for (const Json* entry : listOf(at(json, "logo"), 5)) {
        if (service.logo.empty())
            service.logo = idOf(*entry);
    }
    service.login = loginOf(json);
}

bool canScale(const ImageService& service)
{
    return service.level >= 1 || holds(service.supports, "sizeByW") || holds(service.supports, "sizeByWh")
        || holds(service.supports, "sizeByForcedWh") || holds(service.supports, "sizeByDistortedWh");
}

bool canCut(const ImageService& service)
{
    return service.level >= 1 || holds(service.supports, "regionByPx");
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
    if (canScale(service) || holds(service.supports, "sizeByWhListed"))
        return {both, width};
    return {width, both};
}

// A region in the words of the Image API, in pixels of the whole; nothing where its size cannot be known.
std::optional<PixelRect> rectOf(std::string_view region, Size whole)
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

bool isTurned(std::string_view rotation)
{
    const std::string_view turn = rotation.starts_with('!') ? rotation.substr(1) : rotation;
    return turn == "90" || turn == "270";
}

bool isUprightOrTurned(std::string_view rotation)
{
    const std::string_view turn = rotation.starts_with('!') ? rotation.substr(1) : rotation;
    return turn.empty() || turn == "0" || turn == "180" || isTurned(rotation);
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
    Asked asked{.size = isTurned(rotation) ? Size{size.height, size.width} : size};
    if (!isUprightOrTurned(rotation))
        asked.size = {};
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

ImageService serviceOf(const RemotePicture& picture)
{
    ImageService service;
    if (auto read
        = picture.info.is_object() ? imageServiceFromJson(picture.info, picture.service) : Result<ImageService>(Error{}))
        service = std::move(*read);
    else if (auto embedded = embeddedService(picture.info))
        service = std::move(*embedded);
    service.address = picture.service;
    if (service.width == 0) {
        service.width = picture.width;
        service.height = picture.height;
    }
    return service;
}

std::string serviceAddressOf(std::string_view given)
{
    std::string address(given.substr(0, given.find_first_of("?#")));
    auto trim = [&] {
        while (address.ends_with('/'))
            address.pop_back();
    };
    trim();
    if (address.ends_with("/info.json")) {
        address.resize(address.size() - 10);
        trim();
        return address;
    }
    // ID/region/size/rotation/quality.format
    std::array<std::string, 4> parts;
    std::string rest = address;
    for (std::size_t index = 4; index-- > 0;) {
        const std::size_t slash = rest.rfind('/');
        if (slash == std::string::npos || slash < 9)
            return address;
        parts[index] = percentDecoded(rest.substr(slash + 1));
        rest.resize(slash);
    }
    const std::string quality = parts[3].substr(0, parts[3].find('.'));
    const bool isQuality = quality == "default" || quality == "native" || quality == "color" || quality == "gray"
        || quality == "grey" || quality == "bitonal";
    const bool isRegion = parts[0] == "full" || parts[0] == "square" || parts[0].starts_with("pct:")
        || std::count(parts[0].begin(), parts[0].end(), ',') == 3;
    const bool isSize = holds(parts[1], "full") || holds(parts[1], "max") || holds(parts[1], ",") || holds(parts[1], "pct:");
    return isQuality && isRegion && isSize ? rest : address;
}

std::string infoAddress(const ImageService& service)
{
    return service.address + "/info.json";
}

Result<ImageService> imageServiceFromJson(const Json& info, std::string_view asked)
{
    ImageService service;
    service.address = serviceAddressOf(asked);
    if (!info.is_object() || !isImageService(info))
        return Error{
            Error::Code::Unreadable, text("{0} is no picture service of IIIF.", shownAddress(asked)), std::string(asked)};
    read(info, service);
    service.isRead = true;
    const std::string id = idOf(info);
    if (service.address.empty())
        service.address = serviceAddressOf(id);
    const std::string own = serviceAddressOf(id);
    if (own != service.address && sendable(own) != sendable(service.address))
        service.stated = own;
    if (service.width == 0)
        return Error{Error::Code::Unreadable,
            text("The picture service {0} does not say how large its picture is.", shownAddress(asked)), std::string(asked)};
    return service;
}

std::optional<ImageService> embeddedService(const Json& json, std::string_view base)
{
    std::optional<ImageService> best;
    for (const Json* entry : listOf(json, 50)) {
        ImageService service;
        const std::string id = idOf(*entry);
        service.address = serviceAddressOf(id.empty() ? id : resolvedAddress(base, id));
        if (!isWebAddress(service.address))
            continue;
        if (entry->is_object()) {
            if (!isImageService(*entry))
                continue;
            read(*entry, service);
        }
        // Version 3 is the newest that is spoken here.
        if (!best || service.version > best->version)
            best = std::move(service);
    }
    return best;
}

Json toJson(const ImageService& service)
{
    Json json = {{"id", service.address}, {"protocol", "http://iiif.io/api/image"}};
    if (service.version > 0)
        json["@context"] = "http://iiif.io/api/image/" + number(service.version) + "/context.json";
    if (service.level >= 0)
        json["profile"] = "level" + number(service.level);
    if (service.width > 0) {
        json["width"] = service.width;
        json["height"] = service.height;
    }
    for (Size size : service.sizes)
        json["sizes"].push_back({{"width", size.width}, {"height", size.height}});
    for (const ImageService::Tiles& tiles : service.tiles)
        json["tiles"].push_back({{"width", tiles.width}, {"height", tiles.height}, {"scaleFactors", tiles.scaleFactors}});
    auto put = [&](const char* key, auto value) {
        if (value > 0)
            json[key] = value;
    };
    put("maxWidth", service.maxWidth);
    put("maxHeight", service.maxHeight);
    put("maxArea", service.maxArea);
    auto putList = [&](const char* key, const std::vector<std::string>& list) {
        if (!list.empty())
            json[key] = list;
    };
    putList("extraFormats", service.formats);
    putList("extraQualities", service.qualities);
    putList("extraFeatures", service.supports);
    if (!service.rights.empty())
        json["rights"] = service.rights;
    if (!service.attribution.empty())
        json["attribution"] = service.attribution;
    if (!service.logo.empty())
        json["logo"] = service.logo;
    if (!service.login.empty())
        json["service"] = {{{"profile", service.login.starts_with("Auth") ? "/auth/2" : service.login}, {"type", service.login}}};
    return json;
}

Asked askPicture(const ImageService& service, int longestEdge, std::string_view region, std::string_view rotation)
{
    const std::string_view cut = region.empty() ? "full" : region;
    const std::string_view turn = rotation.empty() ? "0" : rotation;
    const bool isWhole = cut == "full";
    const auto rect = rectOf(cut, {service.width, service.height});
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
