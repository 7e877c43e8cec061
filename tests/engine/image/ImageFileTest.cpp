// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "base/File.h"
#include "image/ImageFile.h"
#include "image/Metadata.h"

#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>

#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>
#include <tiffio.h>
#include <webp/encode.h>

using namespace opificio;

namespace {

namespace fs = std::filesystem;

// Red, green, blue and grey quarters, so that every turn and mirror shows; `scale` 1 or 257 for 16 bits.
std::array<int, 3> colourAt(int x, int y, Size size)
{
    const bool right = x * 2 >= size.width, low = y * 2 >= size.height;
    return low ? (right ? std::array{128, 128, 128} : std::array{0, 0, 255})
               : (right ? std::array{0, 255, 0} : std::array{255, 0, 0});
}

Image quarters(Size size, Image::Format format = Image::Format::Rgba8)
{
    std::vector<std::byte> pixels(std::size_t(size.width) * std::size_t(size.height) * 4);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const auto colour = colourAt(x, y, size);
            std::byte* pixel = pixels.data() + (std::size_t(y) * std::size_t(size.width) + std::size_t(x)) * 4;
            for (std::size_t channel = 0; channel < 3; ++channel)
                pixel[channel] = std::byte(colour[channel]);
            pixel[3] = std::byte(255);
        }
    }
    return converted(Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels)), format, ColourSpace::Display);
}

// Noise that no codec can shorten away: its file is large enough to be cut anywhere.
Image noise(Size size)
{
    std::vector<std::byte> pixels(std::size_t(size.width) * std::size_t(size.height) * 4);
    std::uint32_t state = 5;
    for (std::byte& byte : pixels) {
        state = state * 1664525u + 1013904223u;
        byte = std::byte(state >> 24);
    }
    for (std::size_t index = 3; index < pixels.size(); index += 4)
        pixels[index] = std::byte(255);
    return Image(size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

std::array<int, 4> pixelAt(const Image& image, int x, int y)
{
    const Image plain = converted(image, Image::Format::Rgba8, ColourSpace::Display);
    const std::byte* pixel = plain.row(y) + std::size_t(x) * 4;
    return {int(pixel[0]), int(pixel[1]), int(pixel[2]), int(pixel[3])};
}

bool near(std::array<int, 4> pixel, std::array<int, 3> wanted, int tolerance)
{
    for (std::size_t channel = 0; channel < 3; ++channel) {
        if (std::abs(pixel[channel] - wanted[channel]) > tolerance)
            return false;
    }
    return true;
}

// The four corners, a little inside.
bool showsQuarters(const Image& image, int tolerance)
{
    const Size size = image.size();
    for (int x : {size.width / 8, size.width - 1 - size.width / 8}) {
        for (int y : {size.height / 8, size.height - 1 - size.height / 8}) {
            if (!near(pixelAt(image, x, y), colourAt(x, y, size), tolerance))
                return false;
        }
    }
    return true;
}

struct JpegOptions {
    J_COLOR_SPACE space = JCS_RGB;
    bool progressive = false;
    int orientation = 0;
    std::string profile;
};

// A JPEG with everything that writeJpeg() has no need of.
std::string jpegOf(const Image& image, const JpegOptions& options)
{
    jpeg_compress_struct state = {};
    jpeg_error_mgr errors = {};
    state.err = jpeg_std_error(&errors);
    jpeg_create_compress(&state);
    unsigned char* bytes = nullptr;
    unsigned long length = 0;
    jpeg_mem_dest(&state, &bytes, &length);
    state.image_width = JDIMENSION(image.size().width);
    state.image_height = JDIMENSION(image.size().height);
    state.input_components = options.space == JCS_CMYK ? 4 : options.space == JCS_GRAYSCALE ? 1 : 3;
    state.in_color_space = options.space;
    jpeg_set_defaults(&state);
    if (options.space == JCS_CMYK)
        jpeg_set_colorspace(&state, JCS_YCCK);
    jpeg_set_quality(&state, 95, TRUE);
    if (options.progressive)
        jpeg_simple_progression(&state);
    jpeg_start_compress(&state, TRUE);
    if (options.orientation > 0) {
        const unsigned char exif[] = {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0,
            static_cast<unsigned char>(options.orientation), 0, 0, 0, 0, 0, 0};
        jpeg_write_marker(&state, JPEG_APP0 + 1, exif, sizeof exif);
    }
    if (!options.profile.empty())
        jpeg_write_icc_profile(
            &state, reinterpret_cast<const JOCTET*>(options.profile.data()), static_cast<unsigned int>(options.profile.size()));
    std::vector<unsigned char> row(std::size_t(image.size().width) * 4);
    for (int y = 0; y < image.size().height; ++y) {
        auto from = reinterpret_cast<const unsigned char*>(image.row(y));
        for (std::size_t x = 0; x < std::size_t(image.size().width); ++x) {
            if (options.space == JCS_CMYK) {
                // As Adobe writes it: 255 is no ink.
                const unsigned char black = std::max({from[x * 4], from[x * 4 + 1], from[x * 4 + 2]});
                for (std::size_t channel = 0; channel < 3; ++channel)
                    row[x * 4 + channel] = black ? static_cast<unsigned char>(from[x * 4 + channel] * 255 / black) : 255;
                row[x * 4 + 3] = black;
            } else if (options.space == JCS_GRAYSCALE) {
                row[x] = from[x * 4 + 1];
            } else {
                std::memcpy(row.data() + x * 3, from + x * 4, 3);
            }
        }
        JSAMPROW rows[1] = {row.data()};
        jpeg_write_scanlines(&state, rows, 1);
    }
    jpeg_finish_compress(&state);
    jpeg_destroy_compress(&state);
    std::string content(reinterpret_cast<const char*>(bytes), length);
    std::free(bytes);
    return content;
}

std::string profileBytes(cmsHPROFILE profile)
{
    cmsUInt32Number length = 0;
    cmsSaveProfileToMem(profile, nullptr, &length);
    std::string bytes(length, '\0');
    cmsSaveProfileToMem(profile, bytes.data(), &length);
    cmsCloseProfile(profile);
    return bytes;
}

// Rec. 2020 primaries with a gamma of 2.2.
std::string wideProfile()
{
    cmsCIExyY white = {0.3127, 0.3290, 1};
    cmsCIExyYTRIPLE primaries = {{0.708, 0.292, 1}, {0.170, 0.797, 1}, {0.131, 0.046, 1}};
    cmsToneCurve* gamma = cmsBuildGamma(nullptr, 2.2);
    cmsToneCurve* curves[] = {gamma, gamma, gamma};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsFreeToneCurve(gamma);
    return profileBytes(profile);
}

std::string greyProfile(double exponent)
{
    cmsToneCurve* gamma = cmsBuildGamma(nullptr, exponent);
    cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), gamma);
    cmsFreeToneCurve(gamma);
    return profileBytes(profile);
}

struct TiffOptions {
    int bits = 8, samples = 3;
    std::uint16_t compression = COMPRESSION_LZW, photometric = PHOTOMETRIC_RGB, planar = PLANARCONFIG_CONTIG;
    bool tiled = false, bigEndian = false, pyramid = false, alpha = false, big = false;
};

void writeLevel(TIFF* file, const TiffOptions& options, Size size, bool reduced)
{
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, size.width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, size.height);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, options.bits);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, options.samples);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, options.photometric);
    TIFFSetField(file, TIFFTAG_COMPRESSION, options.compression);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG, options.planar);
    if (options.compression == COMPRESSION_JPEG)
        TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (options.alpha) {
        const std::uint16_t kind[] = {EXTRASAMPLE_UNASSALPHA};
        TIFFSetField(file, TIFFTAG_EXTRASAMPLES, 1, kind);
    }
    if (reduced)
        TIFFSetField(file, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
    const int edge = options.tiled ? 32 : 0;
    if (options.tiled) {
        TIFFSetField(file, TIFFTAG_TILEWIDTH, edge);
        TIFFSetField(file, TIFFTAG_TILELENGTH, edge);
    } else {
        TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 7);
    }
    auto valueAt = [&](int x, int y, int sample) {
        const auto colour = colourAt(std::min(x, size.width - 1), std::min(y, size.height - 1), size);
        if (options.photometric == PHOTOMETRIC_SEPARATED)
            return sample < 3 ? 255 - colour[std::size_t(sample)] : 0;
        if (options.photometric == PHOTOMETRIC_MINISWHITE)
            return 255 - colour[1];
        return options.samples < 3 ? (sample == 0 ? colour[1] : 255) : sample < 3 ? colour[std::size_t(sample)] : 255;
    };
    const int planes = options.planar == PLANARCONFIG_SEPARATE ? options.samples : 1, perPixel = options.samples / planes;
    auto fill = [&](std::vector<unsigned char>& row, int left, int count, int y, int plane) {
        for (int x = 0; x < count; ++x) {
            for (int sample = 0; sample < perPixel; ++sample) {
                const int value = valueAt(left + x, y, planes > 1 ? plane : sample);
                const std::size_t index = std::size_t(x * perPixel + sample);
                if (options.bits == 16)
                    reinterpret_cast<std::uint16_t*>(row.data())[index] = std::uint16_t(value * 257);
                else if (options.bits == 1)
                    row[index / 8] = static_cast<unsigned char>(
                        (row[index / 8] & ~(128 >> index % 8)) | (value > 127 ? 128 >> index % 8 : 0));
                else
                    row[index] = static_cast<unsigned char>(value);
            }
        }
    };
    for (int plane = 0; plane < planes; ++plane) {
        if (!options.tiled) {
            std::vector<unsigned char> row(std::size_t(TIFFScanlineSize(file)) + 16);
            for (int y = 0; y < size.height; ++y) {
                fill(row, 0, size.width, y, plane);
                TIFFWriteScanline(file, row.data(), std::uint32_t(y), std::uint16_t(plane));
            }
            continue;
        }
        std::vector<unsigned char> tile(std::size_t(TIFFTileSize(file)));
        for (int top = 0; top < size.height; top += edge) {
            for (int left = 0; left < size.width; left += edge) {
                const std::size_t rowBytes = tile.size() / std::size_t(edge);
                for (int y = 0; y < edge; ++y) {
                    std::vector<unsigned char> row(rowBytes + 16);
                    fill(row, left, edge, top + y, plane);
                    std::memcpy(tile.data() + std::size_t(y) * rowBytes, row.data(), rowBytes);
                }
                TIFFWriteTile(file, tile.data(), std::uint32_t(left), std::uint32_t(top), 0, std::uint16_t(plane));
            }
        }
    }
    TIFFWriteDirectory(file);
}

void writeTiff(const fs::path& path, const TiffOptions& options, Size size)
{
    TIFF* file = TIFFOpen(path.c_str(), options.big ? "w8" : options.bigEndian ? "wb" : "wl");
    QVERIFY(file);
    writeLevel(file, options, size, false);
    for (Size level = size; options.pyramid && level.width > 40;) {
        level = {level.width / 2, level.height / 2};
        writeLevel(file, options, level, true);
    }
    TIFFClose(file);
}

std::string webpOf(const Image& image, bool lossless)
{
    std::uint8_t* bytes = nullptr;
    auto pixels = reinterpret_cast<const std::uint8_t*>(image.pixels().data());
    const int stride = image.size().width * 4;
    const std::size_t length = lossless ? WebPEncodeLosslessRGBA(pixels, image.size().width, image.size().height, stride, &bytes)
                                        : WebPEncodeRGBA(pixels, image.size().width, image.size().height, stride, 95, &bytes);
    std::string content(reinterpret_cast<const char*>(bytes), length);
    WebPFree(bytes);
    return content;
}

// A PNG header that claims any size, with nothing behind it that would fill it.
std::string pngHeader(std::uint32_t width, std::uint32_t height)
{
    std::string bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    auto number = [&](std::uint32_t value) {
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes += char(value >> shift & 255);
    };
    number(width);
    number(height);
    bytes += std::string("\x08\x06\0\0\0", 5);
    std::uint32_t crc = 0xffffffff;
    for (char byte : bytes.substr(12)) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    number(~crc);
    number(5);
    return bytes + "IDAT" + std::string("\x78\x9c\x03\0\0\0\0\0\x01", 9);
}

} // namespace

class ImageFileTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void picturesOfEightAndSixteenBitsComeBackExactly()
    {
        const Image image = noise({37, 23});
        VERIFY_OK(writePng(at("a.png"), image));
        auto read = readImage(at("a.png"));
        VERIFY_OK(read);
        QVERIFY(std::ranges::equal(read->pixels(), image.pixels()));
        std::vector<std::byte> wide(37 * 23 * 8);
        for (std::size_t index = 0; index < wide.size(); ++index)
            wide[index] = std::byte(index * 37 >> 3);
        const Image deep({37, 23}, Image::Format::Rgba16, ColourSpace::Display, wide);
        VERIFY_OK(writePng(at("b.png"), deep));
        read = readImage(at("b.png"));
        VERIFY_OK(read);
        QCOMPARE(int(read->format()), int(Image::Format::Rgba16));
        QVERIFY(std::ranges::equal(read->pixels(), deep.pixels()));
    }
    void sceneLinearIsEncodedWhenWritten()
    {
        const Image linear = converted(quarters({8, 8}), Image::Format::Rgba16F, ColourSpace::SceneLinear);
        VERIFY_OK(writePng(at("a.png"), linear));
        auto read = readImage(at("a.png"));
        VERIFY_OK(read);
        QVERIFY(showsQuarters(*read, 0));
        VERIFY_OK(writeJpeg(at("a.jpg"), linear, 95));
        read = readImage(at("a.jpg"));
        VERIFY_OK(read);
        // Chroma blocks of eight pixels.
        QVERIFY(showsQuarters(*read, 12));
    }
    void everyOrientationStandsUpright()
    {
        // The stored picture is turned so that, as its tag says, it shows the quarters upright.
        for (int orientation = 1; orientation <= 8; ++orientation) {
            const Image shown = quarters({64, 48});
            const Size stored = orientation >= 5 ? Size{48, 64} : Size{64, 48};
            std::vector<std::byte> pixels(std::size_t(stored.width) * std::size_t(stored.height) * 4);
            for (int y = 0; y < stored.height; ++y) {
                for (int x = 0; x < stored.width; ++x) {
                    const int right = stored.width - 1 - x, down = stored.height - 1 - y;
                    const std::array<std::pair<int, int>, 8> places
                        = {{{x, y}, {right, y}, {right, down}, {x, down}, {y, x}, {down, x}, {down, right}, {y, right}}};
                    const auto [shownX, shownY] = places[std::size_t(orientation - 1)];
                    std::memcpy(pixels.data() + (std::size_t(y) * std::size_t(stored.width) + std::size_t(x)) * 4,
                        shown.row(shownY) + std::size_t(shownX) * 4, 4);
                }
            }
            const Image turned(stored, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
            VERIFY_OK(writeFile(at("a.jpg"), jpegOf(turned, {.orientation = orientation})));
            auto info = probeImage(at("a.jpg"));
            VERIFY_OK(info);
            QCOMPARE(info->orientation, orientation);
            QVERIFY(info->size == (Size{64, 48}));
            auto read = readImage(at("a.jpg"));
            VERIFY_OK(read);
            QVERIFY2(read->size() == shown.size() && showsQuarters(*read, 12), std::to_string(orientation).c_str());
            auto small = readImage(at("a.jpg"), 16);
            VERIFY_OK(small);
            QVERIFY(small->size() == (Size{16, 12}) && showsQuarters(*small, 20));
        }
    }
    void everyKindOfJpegIsRead()
    {
        const Image image = quarters({160, 120});
        for (const JpegOptions& options : {JpegOptions{}, JpegOptions{.progressive = true}, JpegOptions{.space = JCS_CMYK},
                 JpegOptions{.space = JCS_CMYK, .progressive = true}}) {
            VERIFY_OK(writeFile(at("a.jpg"), jpegOf(image, options)));
            for (int edge : {0, 100, 80, 40, 20, 10}) {
                auto read = readImage(at("a.jpg"), edge);
                VERIFY_OK(read);
                QCOMPARE(read->size().width, edge ? edge : 160);
                QVERIFY(edge == 10 || showsQuarters(*read, 14));
            }
        }
        VERIFY_OK(writeFile(at("grey.jpg"), jpegOf(image, {.space = JCS_GRAYSCALE})));
        auto grey = readImage(at("grey.jpg"));
        VERIFY_OK(grey);
        QVERIFY(near(pixelAt(*grey, 150, 10), {255, 255, 255}, 3));
        QVERIFY(near(pixelAt(*grey, 10, 10), {0, 0, 0}, 3));
    }
    void everyKindOfTiffIsRead_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t index = 0; index < std::size(tiffs); ++index)
            QTest::newRow(std::to_string(index).c_str()) << int(index);
    }
    void everyKindOfTiffIsRead()
    {
        QFETCH(int, index);
        const TiffOptions& options = tiffs[std::size_t(index)];
        writeTiff(at("a.tif"), options, {150, 100});
        auto read = readImage(at("a.tif"));
        VERIFY_OK(read);
        QVERIFY(read->size() == (Size{150, 100}));
        QCOMPARE(int(read->format()), int(options.bits == 16 ? Image::Format::Rgba16 : Image::Format::Rgba8));
        if (options.samples >= 3)
            QVERIFY(showsQuarters(*read, options.compression == COMPRESSION_JPEG ? 25 : 0));
        else
            QVERIFY(near(pixelAt(*read, 140, 5), {255, 255, 255}, 0) && near(pixelAt(*read, 5, 5), {0, 0, 0}, 0));
        auto small = readImage(at("a.tif"), 60);
        VERIFY_OK(small);
        QVERIFY(small->size() == (Size{60, 40}));
    }
    void aPyramidIsReadFromItsNearestLevel()
    {
        writeTiff(at("a.tif"), {.tiled = true, .pyramid = true}, {600, 400});
        // The full level is spoilt: a small picture must not need it.
        TIFF* file = TIFFOpen(at("a.tif").c_str(), "r");
        std::uint64_t* offsets = nullptr;
        QVERIFY(TIFFGetField(file, TIFFTAG_TILEOFFSETS, &offsets));
        const auto begin = offsets[0];
        TIFFClose(file);
        std::string bytes = *readFile(at("a.tif"));
        std::fill_n(bytes.begin() + std::ptrdiff_t(begin), 200, '\xff');
        VERIFY_OK(writeFile(at("a.tif"), bytes));
        QVERIFY(!readImage(at("a.tif")));
        auto small = readImage(at("a.tif"), 140);
        VERIFY_OK(small);
        QVERIFY(small->size().width == 140 && showsQuarters(*small, 0));
    }
    void webpKeepsItsAlpha()
    {
        std::vector<std::byte> pixels(40 * 30 * 4);
        for (std::size_t index = 0; index < pixels.size(); index += 4) {
            pixels[index] = std::byte(200);
            pixels[index + 3] = std::byte(index < pixels.size() / 2 ? 255 : 60);
        }
        const Image image({40, 30}, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
        VERIFY_OK(writeFile(at("a.webp"), webpOf(image, true)));
        auto read = readImage(at("a.webp"));
        VERIFY_OK(read);
        QVERIFY(std::ranges::equal(read->pixels(), image.pixels()));
        VERIFY_OK(writeFile(at("b.webp"), webpOf(quarters({80, 60}), false)));
        read = readImage(at("b.webp"), 40);
        VERIFY_OK(read);
        QVERIFY(showsQuarters(*read, 16));
    }
    void profilesAreBroughtToSrgb()
    {
        // Half-strong red of Rec. 2020 at gamma 2.2, computed by its matrix: outside of sRGB, so clipped below.
        const Image image = quarters({32, 32});
        VERIFY_OK(writeFile(at("wide.jpg"), jpegOf(image, {.profile = wideProfile()})));
        auto wide = readImage(at("wide.jpg"));
        VERIFY_OK(wide);
        QVERIFY(probeImage(at("wide.jpg"))->hasProfile);
        // Neutral grey stays neutral and nearly where it was; the primaries stay at the border.
        const auto grey = pixelAt(*wide, 28, 28);
        QVERIFY(std::abs(grey[0] - grey[1]) <= 2 && std::abs(grey[0] - 128) <= 4);
        QVERIFY(near(pixelAt(*wide, 28, 4), {0, 255, 0}, 12));
        // Grey at gamma 1: 128 is half of the light, 188 in sRGB.
        VERIFY_OK(writeFile(at("grey.jpg"), jpegOf(image, {.space = JCS_GRAYSCALE, .profile = greyProfile(1.0)})));
        auto linear = readImage(at("grey.jpg"));
        VERIFY_OK(linear);
        QVERIFY2(near(pixelAt(*linear, 28, 28), {188, 188, 188}, 2), std::to_string(pixelAt(*linear, 28, 28)[0]).c_str());
        // A profile that is none, or for other inks, is passed over.
        for (const std::string& useless : {std::string(200, 'x'), greyProfile(2.2)}) {
            VERIFY_OK(writeFile(at("odd.jpg"), jpegOf(image, {.profile = useless})));
            auto read = readImage(at("odd.jpg"));
            VERIFY_OK(read);
            QVERIFY(showsQuarters(*read, 12));
        }
        cmsHPROFILE srgb = cmsCreate_sRGBProfile();
        const std::string tagged = jpegOf(image, {.profile = profileBytes(srgb)});
        VERIFY_OK(writeFile(at("tagged.jpg"), tagged));
        VERIFY_OK(writeFile(at("plain.jpg"), jpegOf(image, {})));
        QVERIFY(std::ranges::equal(readImage(at("tagged.jpg"))->pixels(), readImage(at("plain.jpg"))->pixels()));
    }
    void theContentDecidesAndNotTheName()
    {
        VERIFY_OK(writeFile(at("a.png"), jpegOf(quarters({32, 32}), {})));
        VERIFY_OK(readImage(at("a.png")));
        QCOMPARE(probeImage(at("a.png"))->type, std::string("jpeg"));
    }
    void whatIsNoPictureIsASentence()
    {
        VERIFY_OK(writeFile(at("words.jpg"), "just some words, no picture at all"));
        VERIFY_OK(writeFile(at("empty.jpg"), ""));
        for (const char* name : {"words.jpg", "empty.jpg", "missing.jpg", "."}) {
            for (const Error& error : {readImage(at(name)).takeError(), probeImage(at(name)).takeError()})
                QVERIFY2(error.message.ends_with('.') && !error.what.empty(), name);
        }
        QVERIFY(readImage(at("words.jpg")).error().message.find("words.jpg") != std::string::npos);
    }
    void bombsAreRefusedBeforeMemoryIsTaken()
    {
        for (auto [width, height] : {std::pair{60000u, 60000u}, {60000u, 1u}, {0x7fffffffu, 0x7fffffffu}, {50000u, 50000u}}) {
            VERIFY_OK(writeFile(at("bomb.png"), pngHeader(width, height)));
            auto read = readImage(at("bomb.png"));
            QVERIFY(!read);
            QCOMPARE(int(read.error().code), int(Error::Code::TooLarge));
            QVERIFY(read.error().message.find(std::to_string(width)) != std::string::npos);
        }
        VERIFY_OK(writePng(at("small.png"), quarters({64, 64})));
        QVERIFY(!readImage(at("small.png"), 0, {.pixels = 1000}));
        QVERIFY(!readImage(at("small.png"), 0, {.edge = 64}));
        VERIFY_OK(readImage(at("small.png"), 0, {.edge = 65}));
        VERIFY_OK(writeFile(at("a.jpg"), jpegOf(quarters({200, 100}), {})));
        QVERIFY(!readImage(at("a.jpg"), 10, {.edge = 200}));
        // The limits are settings, and the sentence says where.
        qputenv("OPIFICIO_HOME", m_folder->path().toUtf8());
        VERIFY_OK(writeFile(at("settings.json"), R"({"format": "opificio.settings/1", "limits": {"picture_edge": 64}})"));
        auto refused = readImage(at("small.png"));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.find("settings.json") != std::string::npos, refused.error().message.c_str());
        std::filesystem::remove(at("settings.json"));
        VERIFY_OK(readImage(at("small.png")));
    }
    void cutFilesAreNeverHalfPictures()
    {
        const Image image = noise({120, 90});
        for (const auto& [name, bytes] : samples(image)) {
            // Never a picture, wherever it is cut; every few bytes, and each of the last ones.
            for (std::size_t length = 1; length<bytes.size(); length += length + 40> bytes.size() ? 1 : 97) {
                VERIFY_OK(writeFile(at(name), bytes.substr(0, length)));
                for (int edge : {0, 30}) {
                    auto read = readImage(at(name), edge);
                    const std::string place = name + " cut at " + std::to_string(length) + " of " + std::to_string(bytes.size());
                    QVERIFY2(!read, place.c_str());
                    QVERIFY2(read.error().message.find(name) != std::string::npos, place.c_str());
                }
            }
        }
    }
    void spoiltFilesNeverCrash()
    {
        const Image image = quarters({48, 36});
        std::uint32_t state = 11;
        auto random = [&](std::size_t below) {
            state = state * 1664525u + 1013904223u;
            return std::size_t(state >> 8) % below;
        };
        for (const auto& [name, bytes] : samples(image)) {
            for (int round = 0; round < 60; ++round) {
                std::string spoilt = bytes;
                for (std::size_t change = 0; change < 1 + random(4); ++change)
                    spoilt[random(random(3) ? std::min<std::size_t>(bytes.size(), 300) : bytes.size())] = char(random(256));
                VERIFY_OK(writeFile(at(name), spoilt));
                auto read = readImage(at(name), int(random(2)) * 16, {.pixels = 4'000'000});
                if (!read)
                    QVERIFY(!read.error().message.empty());
                (void)probeImage(at(name));
                (void)readMetadata(at(name));
            }
        }
    }
    void aFolderThatCannotBeWrittenIsASentence()
    {
        auto written = writePng("/proc/opificio/a.png", quarters({4, 4}));
        QVERIFY(!written);
        QVERIFY(!written.error().message.empty());
        QVERIFY(!writePng(at("none.png"), Image()));
        QVERIFY(!writeJpeg(at("none.jpg"), Image(), 90));
    }

private:
    static constexpr TiffOptions tiffs[] = {{}, {.compression = COMPRESSION_NONE},
        {.compression = COMPRESSION_ADOBE_DEFLATE, .tiled = true}, {.bits = 16}, {.bits = 16, .tiled = true, .bigEndian = true},
        {.bits = 16, .planar = PLANARCONFIG_SEPARATE}, {.planar = PLANARCONFIG_SEPARATE, .tiled = true}, {.bigEndian = true},
        {.big = true}, {.samples = 4, .alpha = true}, {.samples = 4, .photometric = PHOTOMETRIC_SEPARATED},
        {.bits = 16, .samples = 4, .photometric = PHOTOMETRIC_SEPARATED}, {.samples = 1, .photometric = PHOTOMETRIC_MINISBLACK},
        {.samples = 1, .photometric = PHOTOMETRIC_MINISWHITE}, {.bits = 16, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK},
        {.samples = 2, .photometric = PHOTOMETRIC_MINISBLACK, .alpha = true},
        {.compression = COMPRESSION_JPEG, .photometric = PHOTOMETRIC_YCBCR, .tiled = true},
        {.bits = 1, .samples = 1, .compression = COMPRESSION_CCITTFAX4, .photometric = PHOTOMETRIC_MINISBLACK},
        {.compression = COMPRESSION_PACKBITS}};

    fs::path at(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    // The same picture in every kind of file.
    std::map<std::string, std::string> samples(const Image& image)
    {
        std::map<std::string, std::string> files;
        files["plain.jpg"] = jpegOf(image, {});
        files["progressive.jpg"] = jpegOf(image, {.progressive = true, .orientation = 6, .profile = wideProfile()});
        files["inks.jpg"] = jpegOf(image, {.space = JCS_CMYK});
        (void)writePng(at("plain.png"), image);
        files["plain.png"] = *readFile(at("plain.png"));
        files["plain.webp"] = webpOf(image, false);
        files["lossless.webp"] = webpOf(image, true);
        writeTiff(at("strips.tif"), {.compression = COMPRESSION_LZW}, image.size());
        files["strips.tif"] = *readFile(at("strips.tif"));
        writeTiff(at("tiles.tif"), {.compression = COMPRESSION_NONE, .tiled = true, .bigEndian = true}, image.size());
        files["tiles.tif"] = *readFile(at("tiles.tif"));
        return files;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

OPIFICIO_TEST_MAIN(ImageFileTest)
#include "ImageFileTest.moc"
