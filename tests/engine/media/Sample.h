#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <QtCore/QTemporaryDir>

#include "image/Image.h"

namespace opificio::test {

/// What a command prints, without its last newline; "!" and the status when it fails.
inline std::string output(const std::string& command)
{
    std::string all;
    FILE* pipe = ::popen(command.c_str(), "r");
    char part[4096];
    while (std::size_t count = std::fread(part, 1, sizeof part, pipe))
        all.append(part, count);
    int status = ::pclose(pipe);
    while (all.ends_with('\n'))
        all.pop_back();
    return status ? "!" + std::to_string(status) + all : all;
}

template<typename Pixel> // std::array<uint8_t, 4>(int x, int y)
Image image8(Size size, Pixel pixel)
{
    std::vector<std::byte> bytes(std::size_t(size.width) * std::size_t(size.height) * 4);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            std::array<std::uint8_t, 4> value = pixel(x, y);
            std::memcpy(bytes.data() + (std::size_t(y) * std::size_t(size.width) + std::size_t(x)) * 4, value.data(), 4);
        }
    }
    return Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(bytes));
}

inline Image flat(Size size, std::uint8_t red, std::uint8_t green, std::uint8_t blue)
{
    return image8(size, [=](int, int) { return std::array<std::uint8_t, 4>{red, green, blue, 255}; });
}

/// Soft colours with fine coloured detail, different in every frame: what chroma siting and matrices show on.
inline Image scene(Size size, int frame)
{
    return image8(size, [=](int x, int y) {
        double u = double(x) / size.width, v = double(y) / size.height;
        auto wave = [](double value) { return 0.5 + 0.5 * std::sin(value); };
        double red = 0.15 + 0.7 * wave(9 * u + 4 * v + 0.13 * frame + 2.5 * wave(23 * v));
        double green = 0.15 + 0.7 * wave(7 * v - 5 * u + 0.07 * frame);
        double blue = 0.15 + 0.7 * wave(11 * (u - 0.5) * (v + 0.2) + 0.11 * frame + 2 * wave(31 * u));
        auto byte = [](double value) { return std::uint8_t(std::lround(255 * value)); };
        return std::array<std::uint8_t, 4>{byte(red), byte(green), byte(blue), 255};
    });
}

/// Peak signal to noise over red, green and blue, in decibels; both Rgba8 or both Rgba16, of one size. 200 when equal.
inline double psnr(const Image& left, const Image& right)
{
    double sum = 0, count = 0;
    bool deep = left.format() == Image::Format::Rgba16;
    std::size_t values = left.pixels().size() / (deep ? 2 : 1);
    auto at = [deep](const Image& image, std::size_t index) {
        if (deep)
            return double(reinterpret_cast<const std::uint16_t*>(image.pixels().data())[index]) / 257;
        return double(std::uint8_t(image.pixels()[index]));
    };
    for (std::size_t index = 0; index < values; ++index) {
        if (index % 4 == 3)
            continue;
        double difference = at(left, index) - at(right, index);
        sum += difference * difference;
        ++count;
    }
    return sum == 0 ? 200 : 10 * std::log10(255 * 255 * count / sum);
}

/// Raw pixels that a program wrote (rgba or rgba64le).
inline Image rawImage(const std::string& file, Size size, Image::Format format)
{
    std::vector<std::byte> bytes(std::size_t(size.width) * std::size_t(size.height) * Image::bytesPerPixel(format));
    FILE* from = std::fopen(file.c_str(), "rb");
    std::size_t got = from ? std::fread(bytes.data(), 1, bytes.size(), from) : 0;
    if (from)
        std::fclose(from);
    return got == bytes.size() ? Image(size, format, ColourSpace::Display, std::move(bytes)) : Image();
}

} // namespace opificio::test
