// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Yuv.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

// AVX2 without FMA: the same sums in the same order, so a film is the same bits wherever it is made.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define OPIFICIO_WIDE __attribute__((target_clones("default", "avx2")))
#else
#define OPIFICIO_WIDE
#endif

namespace opificio {

namespace {

constexpr int noiseEdge = 64; ///< a power of two

// Jimenez' gradient noise, within 0.5 of zero, so that what is whole already stays as it is.
const std::array<float, noiseEdge * noiseEdge>& noise()
{
    static const auto table = [] {
        std::array<float, noiseEdge * noiseEdge> made;
        for (int y = 0; y < noiseEdge; ++y) {
            for (int x = 0; x < noiseEdge; ++x) {
                double inner = 0.06711056 * x + 0.00583715 * y;
                double value = 52.9829189 * (inner - std::floor(inner));
                made[std::size_t(y * noiseEdge + x)] = float(0.998 * (value - std::floor(value) - 0.5));
            }
        }
        return made;
    }();
    return table;
}

float halfToFloat(std::uint16_t half)
{
    int exponent = (half >> 10) & 31;
    int fraction = half & 1023;
    float value = exponent == 0 ? std::ldexp(float(fraction), -24)
        : exponent == 31        ? (fraction ? 0.f : 65504.f)
                                : std::ldexp(float(fraction + 1024), exponent - 25);
    return half & 0x8000 ? -value : value;
}

float displayOf(float linear)
{
    linear = linear > 0 ? std::min(linear, 1.f) : 0.f; // a NaN becomes 0
    return linear <= 0.0031308f ? linear * 12.92f : 1.055f * std::pow(linear, 1 / 2.4f) - 0.055f;
}

// Every half-float as a Display value from 0 to 255.
const std::vector<float>& halfTable(ColourSpace space)
{
    auto make = [](ColourSpace of) {
        std::vector<float> table(65536);
        for (std::uint32_t half = 0; half < 65536; ++half) {
            float value = halfToFloat(std::uint16_t(half));
            table[half] = 255 * (of == ColourSpace::SceneLinear ? displayOf(value) : std::clamp(value, 0.f, 1.f));
        }
        return table;
    };
    static const std::vector<float> linear = make(ColourSpace::SceneLinear);
    static const std::vector<float> display = make(ColourSpace::Display);
    return space == ColourSpace::SceneLinear ? linear : display;
}

// One row as separate floats, Display, 0 to 255.
struct Row {
    explicit Row(int width)
        : red(std::size_t(width))
        , green(std::size_t(width))
        , blue(std::size_t(width))
        , alpha(std::size_t(width))
    {
    }
    std::vector<float> red, green, blue, alpha;
    bool opaque = true;
};

OPIFICIO_WIDE
bool unpack8(
    const std::uint32_t* __restrict from, int width, float* __restrict red, float* __restrict green, float* __restrict blue)
{
    std::uint32_t all = 0xff000000u;
    for (int x = 0; x < width; ++x) {
        std::uint32_t pixel = from[x];
        all &= pixel;
        red[x] = float(int(pixel & 255));
        green[x] = float(int((pixel >> 8) & 255));
        blue[x] = float(int((pixel >> 16) & 255));
    }
    return all >> 24 == 255;
}

void unpack(const Image& image, int y, Row& row)
{
    int width = image.size().width;
    const std::byte* bytes = image.row(y);
    bool linear = image.space() == ColourSpace::SceneLinear;
    row.opaque = true;
    switch (image.format()) {
    case Image::Format::Rgba8: {
        auto* pixels = reinterpret_cast<const std::uint32_t*>(bytes);
        row.opaque = unpack8(pixels, width, row.red.data(), row.green.data(), row.blue.data());
        if (!row.opaque) {
            for (int x = 0; x < width; ++x)
                row.alpha[std::size_t(x)] = float(pixels[x] >> 24) / 255;
        }
        if (linear) {
            for (auto* channel : {&row.red, &row.green, &row.blue}) {
                for (int x = 0; x < width; ++x)
                    (*channel)[std::size_t(x)] = 255 * displayOf((*channel)[std::size_t(x)] / 255);
            }
        }
        break;
    }
    case Image::Format::Rgba16: {
        auto* values = reinterpret_cast<const std::uint16_t*>(bytes);
        std::uint16_t all = 65535;
        for (int x = 0; x < width; ++x) {
            std::size_t at = std::size_t(x);
            row.red[at] = float(values[4 * x]) / 257;
            row.green[at] = float(values[4 * x + 1]) / 257;
            row.blue[at] = float(values[4 * x + 2]) / 257;
            row.alpha[at] = float(values[4 * x + 3]) / 65535;
            all &= values[4 * x + 3];
            if (linear) {
                row.red[at] = 255 * displayOf(row.red[at] / 255);
                row.green[at] = 255 * displayOf(row.green[at] / 255);
                row.blue[at] = 255 * displayOf(row.blue[at] / 255);
            }
        }
        row.opaque = all == 65535;
        break;
    }
    case Image::Format::Rgba16F: {
        auto* values = reinterpret_cast<const std::uint16_t*>(bytes);
        const float* table = halfTable(image.space()).data();
        constexpr std::uint16_t one = 0x3c00;
        bool opaque = true;
        for (int x = 0; x < width; ++x) {
            std::size_t at = std::size_t(x);
            row.red[at] = table[values[4 * x]];
            row.green[at] = table[values[4 * x + 1]];
            row.blue[at] = table[values[4 * x + 2]];
            opaque &= values[4 * x + 3] >= one && values[4 * x + 3] < 0x8000;
        }
        if (!opaque) {
            for (int x = 0; x < width; ++x)
                row.alpha[std::size_t(x)] = std::clamp(halfToFloat(values[4 * x + 3]), 0.f, 1.f);
        }
        row.opaque = opaque;
        break;
    }
    case Image::Format::Rgba32F: {
        auto* values = reinterpret_cast<const float*>(bytes);
        auto shown = [linear](float value) { return 255 * (linear ? displayOf(value) : value > 0 ? std::min(value, 1.f) : 0.f); };
        for (int x = 0; x < width; ++x) {
            std::size_t at = std::size_t(x);
            row.red[at] = shown(values[4 * x]);
            row.green[at] = shown(values[4 * x + 1]);
            row.blue[at] = shown(values[4 * x + 2]);
            row.alpha[at] = values[4 * x + 3] > 0 ? std::min(values[4 * x + 3], 1.f) : 0.f;
            row.opaque &= row.alpha[at] == 1;
        }
        break;
    }
    }
}

void layOnBlack(Row& row, int width)
{
    if (row.opaque)
        return;
    for (auto* channel : {&row.red, &row.green, &row.blue}) {
        for (int x = 0; x < width; ++x)
            (*channel)[std::size_t(x)] *= row.alpha[std::size_t(x)];
    }
}

// BT.709, limited range: luma 16..235, chroma 128 +- 112, from Display values of 0..255.
constexpr float kr = 0.2126f, kg = 0.7152f, kb = 0.0722f;
constexpr float lumaScale = 219.f / 255, chromaScale = 224.f / 255;

OPIFICIO_WIDE
void lumaRow(const float* __restrict red, const float* __restrict green, const float* __restrict blue,
    const float* __restrict dither, int width, std::uint8_t* __restrict luma, float* __restrict cb, float* __restrict cr)
{
    constexpr float blueScale = chromaScale / (2 * (1 - kb)), redScale = chromaScale / (2 * (1 - kr));
    for (int x = 0; x < width; ++x) {
        float y = kr * red[x] + kg * green[x] + kb * blue[x];
        cb[x] = (blue[x] - y) * blueScale;
        cr[x] = (red[x] - y) * redScale;
        luma[x] = std::uint8_t(int(y * lumaScale + dither[x] + 16.5f));
    }
}

// Seven taps at the even columns. `from` has three more values before its start and four after its end.
OPIFICIO_WIDE
void halveRow(const float* __restrict from, int half, float* __restrict to)
{
    for (int x = 0; x < half; ++x) {
        const float* at = from + 2 * x;
        to[x] = 0.5f * at[0] + 0.28125f * (at[-1] + at[1]) - 0.03125f * (at[-3] + at[3]);
    }
}

// Eight rows to one, midway between the fourth and the fifth.
OPIFICIO_WIDE
void chromaRow(const float* const* rows, const float* __restrict dither, int half, std::uint8_t* __restrict to)
{
    const float* __restrict a = rows[0], * __restrict b = rows[1], * __restrict c = rows[2], * __restrict d = rows[3], * __restrict e = rows[4], * __restrict f = rows[5], * __restrict g = rows[6], * __restrict h = rows[7];
    for (int x = 0; x < half; ++x) {
        float value = 0.43359375f * (d[x] + e[x]) + 0.11328125f * (c[x] + f[x]) - 0.03515625f * (b[x] + g[x])
            - 0.01171875f * (a[x] + h[x]) + dither[x] + 128.5f;
        to[x] = std::uint8_t(int(std::min(std::max(value, 1.f), 254.9f)));
    }
}

} // namespace

void toYuv420(const Image& image, const Planes420& to)
{
    int width = to.size.width, height = to.size.height, half = width / 2;
    Size given = image.size();
    Row row(width);
    bool deep = image.format() != Image::Format::Rgba8;
    std::size_t wide = std::size_t(width);
    std::vector<float> dither(wide), chroma[2] = {std::vector<float>(wide + 8), std::vector<float>(wide + 8)};
    // A ring of eight halved rows of each kind of chroma.
    constexpr int ring = 8;
    std::vector<float> kept[2][ring];
    for (auto& kind : kept) {
        for (auto& line : kind)
            line.resize(std::size_t(half));
    }
    auto ditherRow = [&](int y) {
        if (!deep)
            return;
        const float* line = noise().data() + (y & (noiseEdge - 1)) * noiseEdge;
        for (int x = 0; x < width; ++x)
            dither[std::size_t(x)] = line[x & (noiseEdge - 1)];
    };
    auto chromaOut = [&](int line) {
        ditherRow(line + 37); // another part of the noise than the luma above it
        for (int kind = 0; kind < 2; ++kind) {
            const float* rows[8];
            for (int tap = 0; tap < 8; ++tap)
                rows[tap] = kept[kind][std::clamp(2 * line - 3 + tap, 0, height - 1) % ring].data();
            chromaRow(rows, dither.data(), half, to.data[1 + kind] + line * to.stride[1 + kind]);
        }
    };
    for (int y = 0; y < height; ++y) {
        if (y < given.height) {
            unpack(image, y, row);
            layOnBlack(row, given.width);
            if (given.width < width) {
                for (auto* channel : {&row.red, &row.green, &row.blue})
                    std::fill(channel->begin() + given.width, channel->end(), (*channel)[std::size_t(given.width - 1)]);
            }
        }
        ditherRow(y);
        float *cb = chroma[0].data() + 3, *cr = chroma[1].data() + 3;
        lumaRow(row.red.data(), row.green.data(), row.blue.data(), dither.data(), width, to.data[0] + y * to.stride[0], cb, cr);
        for (int kind = 0; kind < 2; ++kind) {
            float* line = chroma[kind].data() + 3;
            std::fill(line - 3, line, line[0]);
            std::fill(line + width, line + width + 4, line[width - 1]);
            halveRow(line, half, kept[kind][y % ring].data());
        }
        if (y >= 4 && y % 2 == 0)
            chromaOut(y / 2 - 2);
    }
    for (int line = std::max(0, (height - 4 + 1) / 2); line < height / 2; ++line)
        chromaOut(line);
}

Image toRgba8(const Image& image)
{
    if (image.format() == Image::Format::Rgba8 && image.space() == ColourSpace::Display)
        return image;
    Size size = image.size();
    Row row(size.width);
    std::vector<std::byte> pixels(std::size_t(size.width) * std::size_t(size.height) * 4);
    auto* to = reinterpret_cast<std::uint8_t*>(pixels.data());
    for (int y = 0; y < size.height; ++y) {
        unpack(image, y, row);
        const float* line = noise().data() + (y & (noiseEdge - 1)) * noiseEdge;
        for (int x = 0; x < size.width; ++x, to += 4) {
            std::size_t at = std::size_t(x);
            auto rounded = [&](float value) { return std::uint8_t(int(value + line[x & (noiseEdge - 1)] + 0.5f)); };
            to[0] = rounded(row.red[at]);
            to[1] = rounded(row.green[at]);
            to[2] = rounded(row.blue[at]);
            to[3] = row.opaque ? 255 : std::uint8_t(int(row.alpha[at] * 255 + 0.5f));
        }
    }
    return Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

} // namespace opificio
