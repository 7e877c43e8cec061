// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Codec.h"
#include "image/Colour.h"
#include "image/ImageFile.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <functional>
#include <memory>
#include <vector>

namespace opificio {

namespace {

// Tables of every value that a format of at most 16 bits can hold, made when first needed and kept.
// Index 0: the numbers as they are; 1: through the sRGB curve.
using FloatTable = std::vector<float>;

const FloatTable& floatsOf8(bool linear)
{
    static const std::array<FloatTable, 2> tables = [] {
        std::array<FloatTable, 2> made{FloatTable(256), FloatTable(256)};
        for (int index = 0; index < 256; ++index) {
            made[0][std::size_t(index)] = float(index) / 255.0f;
            made[1][std::size_t(index)] = linearFromDisplay(float(index) / 255.0f);
        }
        return made;
    }();
    return tables[linear];
}

const FloatTable& linearOf16()
{
    static const FloatTable table = [] {
        FloatTable made(65536);
        for (int index = 0; index < 65536; ++index)
            made[std::size_t(index)] = linearFromDisplay(float(index) / 65535.0f);
        return made;
    }();
    return table;
}

std::uint8_t to8(float value)
{
    return value >= 1 ? 255 : value > 0 ? std::uint8_t(value * 255.0f + 0.5f) : 0;
}

std::uint16_t to16(float value)
{
    return value >= 1 ? 65535 : value > 0 ? std::uint16_t(value * 65535.0f + 0.5f) : 0;
}

// Every half as a byte of Display; index 1: halves that are scene-linear.
const std::vector<std::uint8_t>& bytesOfHalves(bool encode)
{
    static const std::array<std::vector<std::uint8_t>, 2> tables = [] {
        std::array<std::vector<std::uint8_t>, 2> made{std::vector<std::uint8_t>(65536), std::vector<std::uint8_t>(65536)};
        for (int index = 0; index < 65536; ++index) {
            float value = floatFromHalf(std::uint16_t(index));
            made[0][std::size_t(index)] = to8(value);
            made[1][std::size_t(index)] = to8(displayFromLinear(value));
        }
        return made;
    }();
    return tables[encode];
}

// The linear values at which the encoded byte changes: exact rounding without a power for each number.
std::uint8_t encoded8(float linear)
{
    static const std::array<float, 256> thresholds = [] {
        std::array<float, 256> made{};
        for (int index = 0; index < 255; ++index)
            made[std::size_t(index)] = linearFromDisplay((float(index) + 0.5f) / 255.0f);
        made[255] = 2;
        return made;
    }();
    if (!(linear > 0))
        return 0;
    if (linear >= 1)
        return 255;
    return std::uint8_t(std::upper_bound(thresholds.begin(), thresholds.begin() + 255, linear) - thresholds.begin());
}

// One row as floats in its own space.
void load(const Image& image, int y, std::span<float> row)
{
    const std::byte* bytes = image.row(y);
    switch (image.format()) {
    case Image::Format::Rgba8: {
        auto from = reinterpret_cast<const std::uint8_t*>(bytes);
        for (std::size_t index = 0; index < row.size(); ++index)
            row[index] = float(from[index]) / 255.0f;
        break;
    }
    case Image::Format::Rgba16: {
        auto from = reinterpret_cast<const std::uint16_t*>(bytes);
        for (std::size_t index = 0; index < row.size(); ++index)
            row[index] = float(from[index]) / 65535.0f;
        break;
    }
    case Image::Format::Rgba16F:
        floatsFromHalves({reinterpret_cast<const std::uint16_t*>(bytes), row.size()}, row);
        break;
    case Image::Format::Rgba32F:
        std::memcpy(row.data(), bytes, row.size_bytes());
        break;
    }
}

// The same, scene-linear, from a Display image.
void loadLinear(const Image& image, int y, std::span<float> row)
{
    if (image.format() == Image::Format::Rgba8) {
        auto from = reinterpret_cast<const std::uint8_t*>(image.row(y));
        const FloatTable &linear = floatsOf8(true), &plain = floatsOf8(false);
        for (std::size_t index = 0; index < row.size(); ++index)
            row[index] = (index & 3) == 3 ? plain[from[index]] : linear[from[index]];
        return;
    }
    if (image.format() == Image::Format::Rgba16) {
        auto from = reinterpret_cast<const std::uint16_t*>(image.row(y));
        const FloatTable& linear = linearOf16();
        for (std::size_t index = 0; index < row.size(); ++index)
            row[index] = (index & 3) == 3 ? float(from[index]) / 65535.0f : linear[from[index]];
        return;
    }
    load(image, y, row);
    for (std::size_t index = 0; index < row.size(); ++index) {
        if ((index & 3) != 3)
            row[index] = linearFromDisplay(row[index]);
    }
}

void store(std::span<const float> row, Image::Format format, std::byte* bytes)
{
    switch (format) {
    case Image::Format::Rgba8: {
        auto to = reinterpret_cast<std::uint8_t*>(bytes);
        for (std::size_t index = 0; index < row.size(); ++index)
            to[index] = to8(row[index]);
        break;
    }
    case Image::Format::Rgba16: {
        auto to = reinterpret_cast<std::uint16_t*>(bytes);
        for (std::size_t index = 0; index < row.size(); ++index)
            to[index] = to16(row[index]);
        break;
    }
    case Image::Format::Rgba16F:
        halvesFromFloats(row, {reinterpret_cast<std::uint16_t*>(bytes), row.size()});
        break;
    case Image::Format::Rgba32F:
        std::memcpy(bytes, row.data(), row.size_bytes());
        break;
    }
}

int depthOf(Image::Format format)
{
    switch (format) {
    case Image::Format::Rgba8:
        return CV_8UC4;
    case Image::Format::Rgba16:
        return CV_16UC4;
    default:
        return CV_32FC4;
    }
}

// As it lies, four numbers a pixel, whatever they mean.
std::vector<std::byte> resized(std::span<const std::byte> pixels, Size size, Image::Format format, Size wanted)
{
    const bool smaller = wanted.width <= size.width && wanted.height <= size.height;
    // OpenCV reads only; its matrix has no constant form.
    const cv::Mat from(size.height, size.width, depthOf(format), const_cast<std::byte*>(pixels.data()));
    std::vector<std::byte> result(std::size_t(wanted.width) * std::size_t(wanted.height) * from.elemSize());
    cv::Mat to(wanted.height, wanted.width, from.type(), result.data());
    cv::resize(from, to, to.size(), 0, 0, smaller ? cv::INTER_AREA : cv::INTER_CUBIC);
    return result;
}

bool isOpaque(const Image& image)
{
    std::size_t count = std::size_t(image.size().width) * std::size_t(image.size().height);
    if (image.format() == Image::Format::Rgba8) {
        auto pixels = reinterpret_cast<const std::uint8_t*>(image.pixels().data());
        for (std::size_t index = 0; index < count; ++index) {
            if (pixels[index * 4 + 3] != 255)
                return false;
        }
        return true;
    }
    if (image.format() == Image::Format::Rgba16) {
        auto pixels = reinterpret_cast<const std::uint16_t*>(image.pixels().data());
        for (std::size_t index = 0; index < count; ++index) {
            if (pixels[index * 4 + 3] != 65535)
                return false;
        }
        return true;
    }
    return false;
}

} // namespace

Image converted(const Image& image, Image::Format format, ColourSpace space)
{
    if (image.isNull() || (image.format() == format && image.space() == space))
        return image;
    Size size = image.size();
    std::vector<std::byte> pixels(std::size_t(size.width) * std::size_t(size.height) * Image::bytesPerPixel(format));
    const std::size_t rowBytes = std::size_t(size.width) * Image::bytesPerPixel(format), numbers = std::size_t(size.width) * 4;
    const bool toLinear = image.space() == ColourSpace::Display && space == ColourSpace::SceneLinear;
    const bool toDisplay = image.space() == ColourSpace::SceneLinear && space == ColourSpace::Display;
    std::vector<float> row(numbers);
    for (int y = 0; y < size.height; ++y) {
        std::byte* target = pixels.data() + std::size_t(y) * rowBytes;
        if (image.format() == Image::Format::Rgba16F && format == Image::Format::Rgba8 && !toLinear) {
            const std::vector<std::uint8_t>&colour = bytesOfHalves(toDisplay), &alpha = bytesOfHalves(false);
            auto from = reinterpret_cast<const std::uint16_t*>(image.row(y));
            auto to = reinterpret_cast<std::uint8_t*>(target);
            for (std::size_t index = 0; index < numbers; index += 4) {
                to[index] = colour[from[index]];
                to[index + 1] = colour[from[index + 1]];
                to[index + 2] = colour[from[index + 2]];
                to[index + 3] = alpha[from[index + 3]];
            }
            continue;
        }
        if (toLinear)
            loadLinear(image, y, row);
        else
            load(image, y, row);
        if (toDisplay && format == Image::Format::Rgba8) {
            auto to = reinterpret_cast<std::uint8_t*>(target);
            for (std::size_t index = 0; index < numbers; ++index)
                to[index] = (index & 3) == 3 ? to8(row[index]) : encoded8(row[index]);
            continue;
        }
        if (toDisplay) {
            for (std::size_t index = 0; index < numbers; ++index) {
                if ((index & 3) != 3)
                    row[index] = displayFromLinear(row[index]);
            }
        }
        store(row, format, target);
    }
    return Image(size, format, space, std::move(pixels));
}

Image scaled(const Image& image, Size size)
{
    assert(size.width > 0 && size.height > 0);
    if (image.isNull() || image.size() == size)
        return image;
    if (isOpaque(image))
        return Image(size, image.format(), image.space(), resized(image.pixels(), image.size(), image.format(), size));
    // Colours are weighed by their alpha, or the unseen colour of clear pixels would bleed into the edges.
    const Image floats = converted(image, Image::Format::Rgba32F, image.space());
    std::vector<std::byte> weighed(floats.pixels().begin(), floats.pixels().end());
    auto numbers = reinterpret_cast<float*>(weighed.data());
    for (std::size_t index = 0; index + 3 < weighed.size() / sizeof(float); index += 4) {
        for (std::size_t channel = 0; channel < 3; ++channel)
            numbers[index + channel] *= numbers[index + 3];
    }
    std::vector<std::byte> pixels = resized(weighed, image.size(), Image::Format::Rgba32F, size);
    numbers = reinterpret_cast<float*>(pixels.data());
    for (std::size_t index = 0; index + 3 < pixels.size() / sizeof(float); index += 4) {
        for (std::size_t channel = 0; channel < 3; ++channel)
            numbers[index + channel] = numbers[index + 3] > 0 ? numbers[index + channel] / numbers[index + 3] : 0;
    }
    return converted(Image(size, Image::Format::Rgba32F, image.space(), std::move(pixels)), image.format(), image.space());
}

Raster scaledRaster(Raster raster, Size size)
{
    if (raster.hasAlpha) {
        const Image image = scaled(Image(raster.size, raster.format, ColourSpace::Display, std::move(raster.pixels)), size);
        raster.pixels.assign(image.pixels().begin(), image.pixels().end());
    } else {
        raster.pixels = resized(raster.pixels, raster.size, raster.format, size);
    }
    raster.size = size;
    return raster;
}

Image cropped(const Image& image, int x, int y, Size size)
{
    assert(x >= 0 && y >= 0 && size.width > 0 && size.height > 0);
    assert(x + size.width <= image.size().width && y + size.height <= image.size().height);
    const std::size_t pixelBytes = Image::bytesPerPixel(image.format()), rowBytes = std::size_t(size.width) * pixelBytes;
    std::vector<std::byte> pixels(rowBytes * std::size_t(size.height));
    for (int row = 0; row < size.height; ++row)
        std::memcpy(pixels.data() + std::size_t(row) * rowBytes, image.row(y + row) + std::size_t(x) * pixelBytes, rowBytes);
    return Image(size, image.format(), image.space(), std::move(pixels));
}

} // namespace opificio
