// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/File.h"
#include "base/Text.h"
#include "image/ImageFile.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <new>

#include <jpeglib.h>
#include <png.h>

namespace opificio {

namespace {

// Rows of 8 or 16 bits in Display space, without alpha where it says nothing.
template<typename Number> bool alphaSaysNothing(const Image& image)
{
    auto numbers = reinterpret_cast<const Number*>(image.pixels().data());
    const std::size_t count = image.pixels().size() / sizeof(Number);
    for (std::size_t index = 3; index < count; index += 4) {
        if (numbers[index] != std::numeric_limits<Number>::max())
            return false;
    }
    return true;
}

struct PngWriter {
    std::jmp_buf back = {};
    std::string bytes;
    bool memory = false;
};

// libpng comes back by longjmp: nothing here owns anything. False when it gave up.
bool encodePng(png_structp png, png_infop info, PngWriter& writer, const Image& image, bool opaque, std::vector<png_text>& words)
{
    const bool wide = image.format() == Image::Format::Rgba16;
    if (setjmp(writer.back))
        return false;
    png_set_write_fn(
        png, &writer,
        [](png_structp state, png_bytep from, std::size_t count) {
            auto writer = static_cast<PngWriter*>(png_get_io_ptr(state));
            try {
                writer->bytes.append(reinterpret_cast<const char*>(from), count);
                return;
            } catch (const std::bad_alloc&) {
                writer->memory = true;
            }
            png_error(state, "memory");
        },
        [](png_structp) {});
    png_set_IHDR(png, info, png_uint_32(image.size().width), png_uint_32(image.size().height), wide ? 16 : 8,
        opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_RELATIVE);
    if (!words.empty())
        png_set_text(png, info, words.data(), int(words.size()));
    // Level 4 is three times as fast as the usual 6 and a few hundredths larger.
    png_set_compression_level(png, 4);
    png_write_info(png, info);
    if (wide && std::endian::native == std::endian::little)
        png_set_swap(png);
    if (opaque)
        png_set_filler(png, 0, PNG_FILLER_AFTER);
    for (int y = 0; y < image.size().height; ++y)
        png_write_row(png, reinterpret_cast<png_const_bytep>(image.row(y)));
    png_write_end(png, info);
    return true;
}

struct JpegErrors {
    jpeg_error_mgr base = {};
    std::jmp_buf back = {};
};

bool encodeJpeg(jpeg_compress_struct& state, JpegErrors& errors, const Image& image, int quality, std::vector<unsigned char>& row,
    unsigned char** bytes, unsigned long* length)
{
    if (setjmp(errors.back))
        return false;
    jpeg_create_compress(&state);
    jpeg_mem_dest(&state, bytes, length);
    state.image_width = JDIMENSION(image.size().width);
    state.image_height = JDIMENSION(image.size().height);
    state.input_components = 3;
    state.in_color_space = JCS_RGB;
    jpeg_set_defaults(&state);
    jpeg_set_quality(&state, quality, TRUE);
    // Fine work keeps its colours at full resolution.
    if (quality >= 90)
        state.comp_info[0].h_samp_factor = state.comp_info[0].v_samp_factor = 1;
    state.optimize_coding = TRUE;
    jpeg_start_compress(&state, TRUE);
    for (int y = 0; y < image.size().height; ++y) {
        auto from = reinterpret_cast<const unsigned char*>(image.row(y));
        for (std::size_t x = 0; x < std::size_t(image.size().width); ++x) {
            const unsigned int alpha = from[x * 4 + 3];
            for (std::size_t channel = 0; channel < 3; ++channel)
                row[x * 3 + channel] = static_cast<unsigned char>((from[x * 4 + channel] * alpha + 127) / 255);
        }
        JSAMPROW rows[1] = {row.data()};
        jpeg_write_scanlines(&state, rows, 1);
    }
    jpeg_finish_compress(&state);
    return true;
}

Error nothingToWrite(const std::filesystem::path& path)
{
    return {Error::Code::Invalid, text("Cannot write {0}: there is no picture.", path.filename().string()), path.string()};
}

Error cannotEncode(const std::filesystem::path& path)
{
    return {Error::Code::OutOfMemory, text("Cannot write {0}: there is not enough memory for it.", path.filename().string()),
        path.string()};
}

} // namespace

Result<> writePng(
    const std::filesystem::path& path, const Image& image, const std::vector<std::pair<std::string, std::string>>& words)
{
    if (image.isNull())
        return nothingToWrite(path);
    const bool wide = image.format() != Image::Format::Rgba8;
    const Image plain = converted(image, wide ? Image::Format::Rgba16 : Image::Format::Rgba8, ColourSpace::Display);
    const bool opaque = wide ? alphaSaysNothing<std::uint16_t>(plain) : alphaSaysNothing<std::uint8_t>(plain);
    std::vector<png_text> chunks;
    for (const auto& [keyword, content] : words) {
        // libpng reads these two and writes to neither.
        png_text chunk = {};
        chunk.compression = PNG_ITXT_COMPRESSION_NONE;
        chunk.key = const_cast<char*>(keyword.c_str());
        chunk.text = const_cast<char*>(content.c_str());
        chunks.push_back(chunk);
    }
    PngWriter writer;
    png_structp png = png_create_write_struct(
        PNG_LIBPNG_VER_STRING, &writer,
        [](png_structp state, png_const_charp) { std::longjmp(static_cast<PngWriter*>(png_get_error_ptr(state))->back, 1); },
        [](png_structp, png_const_charp) {});
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    const bool written = info && encodePng(png, info, writer, plain, opaque, chunks);
    png_destroy_write_struct(&png, &info);
    if (!written)
        return cannotEncode(path);
    return writeFile(path, writer.bytes);
}

Result<> writeJpeg(const std::filesystem::path& path, const Image& image, int quality)
{
    if (image.isNull())
        return nothingToWrite(path);
    if (image.size().width > 65500 || image.size().height > 65500)
        return Error{Error::Code::TooLarge,
            text("Cannot write {0}: a JPEG has at most {1} pixels along an edge.", path.filename().string(), 65500),
            path.string()};
    const Image plain = converted(image, Image::Format::Rgba8, ColourSpace::Display);
    jpeg_compress_struct state = {};
    JpegErrors errors;
    state.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = [](j_common_ptr common) { std::longjmp(reinterpret_cast<JpegErrors*>(common->err)->back, 1); };
    errors.base.output_message = [](j_common_ptr) {};
    unsigned char* bytes = nullptr;
    unsigned long length = 0;
    std::vector<unsigned char> row(std::size_t(plain.size().width) * 3);
    const bool written = encodeJpeg(state, errors, plain, std::clamp(quality, 1, 100), row, &bytes, &length);
    jpeg_destroy_compress(&state);
    const std::string content = written && bytes ? std::string(reinterpret_cast<const char*>(bytes), length) : std::string();
    std::free(bytes);
    if (content.empty())
        return cannotEncode(path);
    return writeFile(path, content);
}

} // namespace opificio
