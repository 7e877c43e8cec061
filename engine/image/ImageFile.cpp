// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/ImageFile.h"

#include "base/Settings.h"
#include "base/Text.h"
#include "image/Codec.h"
#include "image/Thumbnail.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <new>

namespace opificio {

namespace {

Size fittedSize(Size size, int longestEdge)
{
    const int longer = std::max(size.width, size.height);
    if (longestEdge <= 0 || longer <= longestEdge)
        return size;
    auto edge = [&](int length) { return std::max(1, int(std::lround(double(length) * longestEdge / longer))); };
    return {edge(size.width), edge(size.height)};
}

// The picture turned and mirrored as an EXIF orientation asks.
template<typename Pixel> void turn(const std::byte* from, Size stored, int orientation, std::byte* to)
{
    auto source = reinterpret_cast<const Pixel*>(from);
    auto target = reinterpret_cast<Pixel*>(to);
    const std::ptrdiff_t width = stored.width, height = stored.height;
    for (std::ptrdiff_t y = 0; y < height; ++y) {
        for (std::ptrdiff_t x = 0; x < width; ++x) {
            std::ptrdiff_t index = 0;
            switch (orientation) {
            case 2:
                index = y * width + (width - 1 - x);
                break;
            case 3:
                index = (height - 1 - y) * width + (width - 1 - x);
                break;
            case 4:
                index = (height - 1 - y) * width + x;
                break;
            case 5:
                index = x * height + y;
                break;
            case 6:
                index = x * height + (height - 1 - y);
                break;
            case 7:
                index = (width - 1 - x) * height + (height - 1 - y);
                break;
            case 8:
                index = (width - 1 - x) * height + y;
                break;
            }
            target[index] = source[y * width + x];
        }
    }
}

} // namespace

Result<const Codec*> codecFor(const std::filesystem::path& path)
{
    std::error_code code;
    const std::filesystem::file_status status = std::filesystem::status(path, code);
    const std::string name = path.filename().string();
    if (status.type() == std::filesystem::file_type::not_found)
        return Error{Error::Code::NotFound, text("Cannot find {0}.", path.string()), path.string()};
    if (status.type() != std::filesystem::file_type::regular)
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is not a file.", name), path.string()};
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return Error{Error::Code::Unreadable, text("Cannot read {0}: this account may not open it.", name), path.string()};
    char bytes[32] = {};
    file.read(bytes, sizeof bytes);
    const std::string_view head(bytes, std::size_t(file.gcount()));
    if (head.empty())
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is empty.", name), path.string()};
    for (const Codec* codec : codecs()) {
        if (codec->sniff(head))
            return codec;
    }
    return Error{
        Error::Code::Unsupported, text("Cannot read {0}: it is not a JPEG, PNG, TIFF or WebP picture.", name), path.string()};
}

Image oriented(const Image& image, int orientation)
{
    if (orientation < 2 || orientation > 8)
        return image;
    std::vector<std::byte> pixels(image.pixels().size());
    if (Image::bytesPerPixel(image.format()) == 4)
        turn<std::uint32_t>(image.pixels().data(), image.size(), orientation, pixels.data());
    else
        turn<std::uint64_t>(image.pixels().data(), image.size(), orientation, pixels.data());
    return Image(upright(image.size(), orientation), image.format(), image.space(), std::move(pixels));
}

Error cutShort(const std::filesystem::path& path)
{
    return {Error::Code::Unreadable, text("Cannot read {0}: it is cut short.", path.filename().string()), path.string()};
}

Error damaged(const std::filesystem::path& path)
{
    return {Error::Code::Unreadable, text("Cannot read {0}: it is damaged.", path.filename().string()), path.string()};
}

ImageLimits ImageLimits::chosen()
{
    ImageLimits limits;
    limits.pixels = limitSetting("picture_pixels", limits.pixels);
    limits.edge = int(std::min<std::int64_t>(limitSetting("picture_edge", limits.edge), 1'000'000));
    return limits;
}

Result<> withinLimits(const std::filesystem::path& path, std::int64_t width, std::int64_t height, const ImageLimits& limits)
{
    if (width <= 0 || height <= 0)
        return damaged(path);
    // The edges come first: their product cannot overflow after that.
    if (width >= limits.edge || height >= limits.edge || width * height > limits.pixels)
        return Error{Error::Code::TooLarge,
            text("Cannot read {0}: its {1} x {2} pixels are more than this program opens. To open it all the same, raise "
                 "picture_edge and picture_pixels among the limits in {3}.",
                path.filename().string(), width, height, settingsFile().string()),
            path.string()};
    return {};
}

Size upright(Size stored, int orientation)
{
    return orientation >= 5 && orientation <= 8 ? Size{stored.height, stored.width} : stored;
}

Part storedPart(const Part& part, Size stored, int orientation)
{
    const int width = part.size.width, height = part.size.height;
    const int fromRight = stored.width - part.x - width, fromBottom = stored.height - part.y - height;
    switch (orientation) {
    case 2:
        return {fromRight, part.y, part.size};
    case 3:
        return {fromRight, fromBottom, part.size};
    case 4:
        return {part.x, fromBottom, part.size};
    case 5:
        return {part.y, part.x, {height, width}};
    case 6:
        return {part.y, stored.height - part.x - width, {height, width}};
    case 7:
        return {stored.width - part.y - height, stored.height - part.x - width, {height, width}};
    case 8:
        return {stored.width - part.y - height, part.x, {height, width}};
    default:
        return part;
    }
}

int exifOrientation(std::string_view block)
{
    if (block.starts_with(std::string_view("Exif\0\0", 6)))
        block.remove_prefix(6);
    if (block.size() < 8)
        return 1;
    const bool little = block.starts_with(std::string_view("II*\0", 4));
    if (!little && !block.starts_with(std::string_view("MM\0*", 4)))
        return 1;
    auto number = [&](std::size_t at, int count) {
        std::uint32_t value = 0;
        for (int index = 0; index < count; ++index) {
            const std::uint32_t byte = static_cast<unsigned char>(block[at + std::size_t(index)]);
            value |= byte << (8 * (little ? index : count - 1 - index));
        }
        return value;
    };
    const std::size_t directory = number(4, 4);
    if (directory + 2 > block.size())
        return 1;
    const std::size_t entries = number(directory, 2);
    for (std::size_t entry = 0; entry < entries; ++entry) {
        const std::size_t at = directory + 2 + entry * 12;
        if (at + 12 > block.size())
            return 1;
        if (number(at, 2) == 0x0112 && number(at + 2, 2) == 3) {
            const int orientation = int(number(at + 8, 2));
            return orientation >= 1 && orientation <= 8 ? orientation : 1;
        }
    }
    return 1;
}

Result<ImageInfo> probeImage(const std::filesystem::path& path)
{
    TRY(const Codec* codec, codecFor(path));
    try {
        TRY(ImageInfo info, codec->probe(path));
        info.type = codec->name;
        info.size = upright(info.size, info.orientation);
        return info;
    } catch (const std::bad_alloc&) {
        return damaged(path);
    }
}

Result<Image> readImage(const std::filesystem::path& path, int longestEdge, const ImageLimits& limits)
{
    TRY(const Codec* codec, codecFor(path));
    try {
        TRY(Raster raster, codec->decode(path, longestEdge, limits));
        const Size size = fittedSize(raster.size, longestEdge);
        if (size != raster.size)
            raster = scaledRaster(std::move(raster), size);
        const int orientation = raster.orientation;
        return oriented(colourManaged(std::move(raster)), orientation);
    } catch (const std::bad_alloc&) {
        return Error{Error::Code::OutOfMemory,
            text("Cannot read {0}: there is not enough memory for it.", path.filename().string()), path.string()};
    }
}

Result<Image> thumbnail(const std::filesystem::path& path, int edge)
{
    TRY(Image image, readImage(path, edge));
    return converted(image, Image::Format::Rgba8, ColourSpace::Display);
}

} // namespace opificio
