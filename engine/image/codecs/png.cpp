// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/File.h"
#include "image/Codec.h"

#include <bit>
#include <csetjmp>
#include <cstring>
#include <optional>

#include <png.h>

namespace opificio::codec {

namespace {

constexpr std::size_t largestFile = std::size_t(4) << 30;

// libpng comes back by longjmp. No function below that calls it owns anything with a destructor after its setjmp.
class Reader {
public:
    enum class Outcome { Good, CutShort, Damaged };

    explicit Reader(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    Reader(const Reader&) = delete;
    ~Reader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }

    Outcome readHeader()
    {
        m_png = png_create_read_struct(
            PNG_LIBPNG_VER_STRING, this,
            [](png_structp png, png_const_charp) {
                auto reader = static_cast<Reader*>(png_get_error_ptr(png));
                if (reader->m_outcome == Outcome::Good)
                    reader->m_outcome = Outcome::Damaged;
                std::longjmp(reader->m_back, 1);
            },
            [](png_structp, png_const_charp) {});
        m_info = m_png ? png_create_info_struct(m_png) : nullptr;
        if (!m_info)
            throw std::bad_alloc();
        if (setjmp(m_back))
            return m_outcome;
        png_set_read_fn(m_png, this, [](png_structp png, png_bytep target, std::size_t count) {
            auto reader = static_cast<Reader*>(png_get_io_ptr(png));
            if (reader->m_rest.size() < count) {
                reader->m_outcome = Outcome::CutShort;
                png_error(png, "end");
            }
            std::memcpy(target, reader->m_rest.data(), count);
            reader->m_rest.remove_prefix(count);
        });
        // The limits of the program are tested after the header; these are libpng's own, far above.
        png_set_user_limits(m_png, 0x7fffffff, 0x7fffffff);
        png_set_chunk_cache_max(m_png, 1000);
        png_set_chunk_malloc_max(m_png, 64 << 20);
        png_read_info(m_png, m_info);
        return m_outcome;
    }

    std::int64_t width() const { return png_get_image_width(m_png, m_info); }
    std::int64_t height() const { return png_get_image_height(m_png, m_info); }
    bool isWide() const { return png_get_bit_depth(m_png, m_info) == 16; }
    bool isGrey() const { return !(png_get_color_type(m_png, m_info) & PNG_COLOR_MASK_COLOR); }
    bool hasAlpha() const
    {
        return png_get_color_type(m_png, m_info) & PNG_COLOR_MASK_ALPHA || png_get_valid(m_png, m_info, PNG_INFO_tRNS);
    }
    bool hasProfile() const { return png_get_valid(m_png, m_info, PNG_INFO_iCCP); }
    std::string profile() const
    {
        png_charp name = nullptr;
        png_bytep bytes = nullptr;
        png_uint_32 length = 0;
        int compression = 0;
        if (!png_get_iCCP(m_png, m_info, &name, &compression, &bytes, &length))
            return {};
        return std::string(reinterpret_cast<const char*>(bytes), length);
    }
    // Known for certain only after the pixels: the chunk may stand behind them.
    int orientation() const
    {
        png_uint_32 length = 0;
        png_bytep bytes = nullptr;
        if (!png_get_eXIf_1(m_png, m_info, &length, &bytes))
            return 1;
        return exifOrientation({reinterpret_cast<const char*>(bytes), length});
    }

    bool isInterlaced() const { return png_get_interlace_type(m_png, m_info) != PNG_INTERLACE_NONE; }

    Outcome start()
    {
        if (setjmp(m_back))
            return m_outcome;
        png_set_expand(m_png);
        png_set_gray_to_rgb(m_png);
        png_set_add_alpha(m_png, 0xffff, PNG_FILLER_AFTER);
        if (std::endian::native == std::endian::little)
            png_set_swap(m_png);
        png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
        return m_outcome;
    }
    // All of them.
    Outcome readRows(png_bytepp rows)
    {
        if (setjmp(m_back))
            return m_outcome;
        png_read_image(m_png, rows);
        png_read_end(m_png, m_info);
        return m_outcome;
    }
    // The next ones; not of an interlaced picture.
    Outcome readNextRows(std::byte* pixels, std::size_t rowBytes, int count)
    {
        if (setjmp(m_back))
            return m_outcome;
        for (int row = 0; row < count; ++row)
            png_read_row(m_png, reinterpret_cast<png_bytep>(pixels + std::size_t(row) * rowBytes), nullptr);
        return m_outcome;
    }

private:
    std::string_view m_rest;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    std::jmp_buf m_back = {};
    Outcome m_outcome = Outcome::Good;
};

Result<> checked(Reader::Outcome outcome, const std::filesystem::path& path)
{
    if (outcome == Reader::Outcome::CutShort)
        return cutShort(path);
    if (outcome == Reader::Outcome::Damaged)
        return damaged(path);
    return {};
}

bool sniff(std::string_view head)
{
    return head.starts_with("\x89PNG\r\n\x1a\n");
}

Result<ImageInfo> probe(const std::filesystem::path& path)
{
    TRY(const std::string bytes, readFile(path, largestFile));
    Reader reader(bytes);
    TRY_DO(checked(reader.readHeader(), path));
    if (reader.width() > 0x7fffffff || reader.height() > 0x7fffffff)
        return damaged(path);
    return ImageInfo{.size = {int(reader.width()), int(reader.height())},
        .orientation = reader.orientation(),
        .hasProfile = reader.hasProfile()};
}

Raster headOf(const Reader& reader)
{
    Raster raster;
    raster.size = {int(reader.width()), int(reader.height())};
    raster.format = reader.isWide() ? Image::Format::Rgba16 : Image::Format::Rgba8;
    raster.ink = reader.isGrey() ? Raster::Ink::Grey : Raster::Ink::Rgb;
    raster.hasAlpha = reader.hasAlpha();
    raster.profile = reader.profile();
    return raster;
}

Result<Raster> decode(const std::filesystem::path& path, int, const ImageLimits& limits)
{
    TRY(const std::string bytes, readFile(path, largestFile));
    Reader reader(bytes);
    TRY_DO(checked(reader.readHeader(), path));
    TRY_DO(withinLimits(path, reader.width(), reader.height(), limits));
    Raster raster = headOf(reader);
    TRY_DO(checked(reader.start(), path));
    const std::size_t rowBytes = std::size_t(raster.size.width) * Image::bytesPerPixel(raster.format);
    raster.pixels.resize(rowBytes * std::size_t(raster.size.height));
    std::vector<png_bytep> rows(std::size_t(raster.size.height));
    for (std::size_t row = 0; row < rows.size(); ++row)
        rows[row] = reinterpret_cast<png_bytep>(raster.pixels.data() + row * rowBytes);
    TRY_DO(checked(reader.readRows(rows.data()), path));
    raster.orientation = reader.orientation();
    return raster;
}

// One pass from the top: there is no other way into a compressed stream.
class Parts : public PictureParts {
public:
    static Result<std::unique_ptr<PictureParts>> create(const std::filesystem::path& path, const ImageLimits& limits)
    {
        std::unique_ptr<Parts> parts(new Parts);
        parts->m_path = path;
        TRY(parts->m_bytes, readFile(path, largestFile));
        parts->m_reader.emplace(parts->m_bytes);
        Reader& reader = *parts->m_reader;
        TRY_DO(checked(reader.readHeader(), path));
        TRY_DO(withinLimits(path, reader.width(), reader.height(), limits));
        // Its rows come in seven turns.
        if (reader.isInterlaced())
            return std::unique_ptr<PictureParts>();
        parts->m_head = headOf(reader);
        TRY_DO(checked(reader.start(), path));
        parts->levels = {parts->m_head.size};
        parts->orientation = reader.orientation();
        parts->order = Order::Once;
        return std::unique_ptr<PictureParts>(std::move(parts));
    }

    Result<Raster> read(int, const Part& part) override
    {
        Raster raster = m_head;
        raster.size.height = part.size.height;
        const std::size_t rowBytes = std::size_t(raster.size.width) * Image::bytesPerPixel(raster.format);
        raster.pixels.resize(rowBytes * std::size_t(raster.size.height));
        TRY_DO(checked(m_reader->readNextRows(raster.pixels.data(), rowBytes, part.size.height), m_path));
        return raster;
    }

private:
    std::filesystem::path m_path;
    std::string m_bytes;
    std::optional<Reader> m_reader;
    Raster m_head;
};

} // namespace

extern const Codec pngCodec = {
    .name = "png",
    .sniff = sniff,
    .probe = probe,
    .decode = decode,
    .parts = Parts::create,
};

} // namespace opificio::codec
