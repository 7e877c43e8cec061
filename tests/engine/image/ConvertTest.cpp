// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "image/Colour.h"
#include "image/ImageFile.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

using namespace opificio;

namespace {

template<typename Number> Image made(Size size, Image::Format format, ColourSpace space, const std::vector<Number>& numbers)
{
    std::vector<std::byte> pixels(numbers.size() * sizeof(Number));
    std::memcpy(pixels.data(), numbers.data(), pixels.size());
    return Image(size, format, space, std::move(pixels));
}

template<typename Number> std::vector<Number> numbersOf(const Image& image)
{
    std::vector<Number> numbers(image.pixels().size() / sizeof(Number));
    std::memcpy(numbers.data(), image.pixels().data(), image.pixels().size());
    return numbers;
}

} // namespace

class ConvertTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void everyHalfSurvivesTheWayToFloatAndBack()
    {
        std::vector<std::uint16_t> halves(65536), back(65536);
        std::vector<float> floats(65536);
        for (int index = 0; index < 65536; ++index)
            halves[std::size_t(index)] = std::uint16_t(index);
        floatsFromHalves(halves, floats);
        halvesFromFloats(floats, back);
        for (int index = 0; index < 65536; ++index) {
            const auto half = std::uint16_t(index);
            const bool isNan = (half & 0x7c00) == 0x7c00 && (half & 0x3ff);
            if (isNan) {
                QVERIFY(std::isnan(floatFromHalf(half)));
                continue;
            }
            QCOMPARE(floatFromHalf(half), floats[std::size_t(index)]);
            QCOMPARE(back[std::size_t(index)], half);
            QCOMPARE(halfFromFloat(floats[std::size_t(index)]), half);
        }
    }
    void softwareHalvesRoundAsTheProcessorDoes()
    {
        std::vector<float> floats;
        std::uint32_t state = 1;
        for (int index = 0; index < 100000; ++index) {
            state = state * 1664525u + 1013904223u;
            // Exponents around the range of halves.
            const std::uint32_t bits = (state & 0x807fffff) | ((95 + (state >> 8) % 50) << 23);
            floats.push_back(std::bit_cast<float>(bits));
        }
        for (float edge :
            {65504.0f, 65519.99f, 65520.0f, 1e30f, 0.0f, -0.0f, 5.96e-8f, 2.98e-8f, std::numeric_limits<float>::infinity()})
            floats.push_back(edge);
        std::vector<std::uint16_t> many(floats.size());
        halvesFromFloats(floats, many);
        for (std::size_t index = 0; index < floats.size(); ++index)
            QCOMPARE(halfFromFloat(floats[index]), many[index]);
    }
    void theCurveIsTheStandardOne()
    {
        QVERIFY(std::abs(linearFromDisplay(0.5f) - 0.21404114f) < 1e-7f);
        QVERIFY(std::abs(displayFromLinear(0.18f) - 0.46135613f) < 1e-6f);
        QCOMPARE(linearFromDisplay(1.0f), 1.0f);
        QCOMPARE(linearFromDisplay(-0.5f), -linearFromDisplay(0.5f));
    }
    void everyByteComesBackFromEveryFormatAndSpace()
    {
        std::vector<std::uint8_t> bytes;
        for (int index = 0; index < 256; ++index) {
            for (int channel = 0; channel < 4; ++channel)
                bytes.push_back(std::uint8_t(channel == 3 ? 255 - index : index));
        }
        const Image image = made<std::uint8_t>({16, 16}, Image::Format::Rgba8, ColourSpace::Display, bytes);
        for (Image::Format format : {Image::Format::Rgba16, Image::Format::Rgba16F, Image::Format::Rgba32F}) {
            for (ColourSpace space : {ColourSpace::Display, ColourSpace::SceneLinear}) {
                // Scene-linear 16-bit integers are too coarse in the shadows.
                if (format == Image::Format::Rgba16 && space == ColourSpace::SceneLinear)
                    continue;
                const Image there = converted(image, format, space);
                QCOMPARE(int(there.format()), int(format));
                const Image back = converted(there, Image::Format::Rgba8, ColourSpace::Display);
                QVERIFY(numbersOf<std::uint8_t>(back) == bytes);
            }
        }
    }
    void numbersOutOfRangeAreClampedAndNotANumberIsBlack()
    {
        const Image image
            = made<float>({1, 1}, Image::Format::Rgba32F, ColourSpace::SceneLinear, {-1.0f, 7.0f, std::nanf(""), 2.0f});
        QVERIFY((numbersOf<std::uint8_t>(converted(image, Image::Format::Rgba8, ColourSpace::Display))
            == std::vector<std::uint8_t>{0, 255, 0, 255}));
        QVERIFY((numbersOf<std::uint16_t>(converted(image, Image::Format::Rgba16, ColourSpace::Display))
            == std::vector<std::uint16_t>{0, 65535, 0, 65535}));
    }
    void scalingKeepsTheMeanAndClearPixelsDoNotBleed()
    {
        // Opaque red beside clear green.
        std::vector<std::uint8_t> bytes;
        for (int index = 0; index < 16; ++index) {
            const bool red = index % 2 == 0;
            bytes.insert(bytes.end(), {std::uint8_t(red ? 200 : 0), std::uint8_t(red ? 0 : 255), 0, std::uint8_t(red ? 255 : 0)});
        }
        const Image small = scaled(made<std::uint8_t>({4, 4}, Image::Format::Rgba8, ColourSpace::Display, bytes), {2, 2});
        QVERIFY(small.size() == (Size{2, 2}));
        const auto numbers = numbersOf<std::uint8_t>(small);
        QCOMPARE(int(numbers[0]), 200);
        QCOMPARE(int(numbers[1]), 0);
        QCOMPARE(int(numbers[3]), 128);
        const Image large = scaled(small, {7, 5});
        QVERIFY(large.size() == (Size{7, 5}));
        QCOMPARE(int(numbersOf<std::uint8_t>(large)[0]), 200);
    }
    void aCropHoldsExactlyItsPixels()
    {
        std::vector<std::uint16_t> numbers;
        for (int index = 0; index < 5 * 4; ++index)
            numbers.insert(numbers.end(), {std::uint16_t(index), 1, 2, 65535});
        const Image crop
            = cropped(made<std::uint16_t>({5, 4}, Image::Format::Rgba16, ColourSpace::Display, numbers), 1, 2, {3, 2});
        const auto taken = numbersOf<std::uint16_t>(crop);
        QCOMPARE(int(taken[0]), 11);
        QCOMPARE(int(taken[20]), 18);
    }
};

OPIFICIO_TEST_MAIN(ConvertTest)
#include "ConvertTest.moc"
