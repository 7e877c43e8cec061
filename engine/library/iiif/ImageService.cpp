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
        json["@context"] = "http://iiif.io/api/image/" + std::to_string(service.version) + "/context.json";
    if (service.level >= 0)
        json["profile"] = "level" + std::to_string(service.level);
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

} // namespace opificio
