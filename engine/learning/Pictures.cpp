// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning/Pictures.h"

#include "base/Hash.h"
#include "base/Text.h"
#include "image/ImageFile.h"

#include <algorithm>
#include <cmath>

namespace opificio {

namespace {

// As a person knows it: by its title; the files of a work are called by their hashes.
std::string nameOf(const TrainPicture& picture)
{
    for (const std::string& tag : {language(), std::string("und"), std::string("en"), std::string("it")}) {
        if (std::string title = textAt(at(picture.item, "title"), tag); !title.empty())
            return "“" + title + "”";
    }
    return picture.path.filename().string();
}

} // namespace

Result<Pixels> readCrop(const TrainPicture& picture, int edge)
{
    std::string name = nameOf(picture);
    if (isSha256(picture.sha256)) {
        TRY(std::string found, sha256OfFile(picture.path));
        if (found != picture.sha256)
            return Error{Error::Code::Unreadable,
                text("Cannot learn from {0}: the file has changed since the dataset was frozen.", name), picture.path.string()};
    }
    auto [x, y, width, height] = picture.crop;
    constexpr double slack = 1e-6;
    if (!(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 + slack && y + height <= 1 + slack))
        return Error{
            Error::Code::Invalid, text("Cannot learn from {0}: the crop lies outside the picture.", name), picture.path.string()};
    TRY(ImageInfo info, probeImage(picture.path));
    // Decoded no larger than the crop needs; the codecs do that cheaply.
    double shorter = std::min(info.size.width * width, info.size.height * height);
    int longest = std::max(info.size.width, info.size.height);
    int wanted = shorter > 2.0 * edge ? int(std::ceil(longest * 2.0 * edge / shorter)) : 0;
    TRY(Image image, readImage(picture.path, wanted));
    image = converted(image, Image::Format::Rgba8, ColourSpace::Display);
    auto [fullWidth, fullHeight] = image.size();
    int left = std::clamp(int(std::lround(x * fullWidth)), 0, fullWidth - 1),
        top = std::clamp(int(std::lround(y * fullHeight)), 0, fullHeight - 1);
    Size part{std::clamp(int(std::lround(width * fullWidth)), 1, fullWidth - left),
        std::clamp(int(std::lround(height * fullHeight)), 1, fullHeight - top)};
    if (std::min(part.width, part.height) < 16 || std::min(part.width, part.height) * 4 < edge)
        return Error{Error::Code::Invalid,
            text("Cannot learn from {0}: the crop has only {1} x {2} pixels.", name, part.width, part.height),
            picture.path.string()};
    image = cropped(image, left, top, part);
    double scale = double(edge) / std::min(part.width, part.height);
    Size size{std::max(edge, int(std::lround(part.width * scale))), std::max(edge, int(std::lround(part.height * scale)))};
    image = scaled(image, size);
    Pixels pixels{size.width, size.height, {}};
    pixels.values.resize(std::size_t(size.width) * size.height * 3);
    const std::byte* bytes = image.pixels().data();
    for (std::size_t i = 0; i < pixels.values.size() / 3; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            pixels.values[i * 3 + c] = float(bytes[i * 4 + c]) / 127.5f - 1.0f;
    return pixels;
}

Image imageOf(const Pixels& pixels)
{
    std::size_t count = std::size_t(pixels.width) * pixels.height;
    std::vector<std::byte> bytes(count * 4, std::byte(255));
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            bytes[i * 4 + c] = std::byte(int(std::clamp(pixels.values[i * 3 + c] * 0.5f + 0.5f, 0.0f, 1.0f) * 255.0f + 0.5f));
    return Image({pixels.width, pixels.height}, Image::Format::Rgba8, ColourSpace::Display, std::move(bytes));
}

} // namespace opificio
