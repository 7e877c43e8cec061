// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/File.h"
#include "base/Text.h"
#include "image/Codec.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <jpeglib.h>
#include <jerror.h>

namespace opificio::codec {

namespace {

// Files of at most 4 GB: more cannot be a JPEG of 65,535 pixels a side.
constexpr std::size_t largestFile = std::size_t(4) << 30;
// A progressive file needs a few dozen scans; thousands are an attack on the reader's time.
constexpr int mostScans = 500;

// libjpeg comes back by longjmp. No function below that calls it owns anything with a destructor after its setjmp.
class Reader {
public:
    enum class Outcome { Good, CutShort, Damaged, Memory };

    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {
        m_state.err = jpeg_std_error(&m_errors.base);
        m_errors.base.error_exit = [](j_common_ptr state) {
            auto errors = reinterpret_cast<Errors*>(state->err);
            if (state->err->msg_code == JERR_OUT_OF_MEMORY)
                errors->outcome = Outcome::Memory;
            else if (state->err->msg_code == JERR_INPUT_EOF || state->err->msg_code == JERR_INPUT_EMPTY)
                errors->outcome = Outcome::CutShort;
            else if (errors->outcome == Outcome::Good)
                errors->outcome = Outcome::Damaged;
            std::longjmp(errors->back, 1);
        };
        m_errors.base.emit_message = [](j_common_ptr state, int level) {
            if (level >= 0)
                return;
            auto errors = reinterpret_cast<Errors*>(state->err);
            switch (state->err->msg_code) {
            case JWRN_JPEG_EOF:
                errors->outcome = Outcome::CutShort;
                break;
            case JWRN_HIT_MARKER:
            case JWRN_HUFF_BAD_CODE:
            case JWRN_ARITH_BAD_CODE:
            case JWRN_MUST_RESYNC:
            case JWRN_NOT_SEQUENTIAL:
                if (errors->outcome == Outcome::Good)
                    errors->outcome = Outcome::Damaged;
                break;
            // Odd, but no pixel is lost: stray bytes between markers, an unknown JFIF version.
            default:
                break;
            }
        };
        m_errors.base.output_message = [](j_common_ptr) {};
        m_progress.progress_monitor = [](j_common_ptr state) {
            if (state->is_decompressor && reinterpret_cast<j_decompress_ptr>(state)->input_scan_number > mostScans)
                state->err->error_exit(state);
        };
    }
    Reader(const Reader&) = delete;
    ~Reader() { jpeg_destroy_decompress(&m_state); }

    Outcome readHeader()
    {
        if (setjmp(m_errors.back))
            return m_errors.outcome;
        jpeg_create_decompress(&m_state);
        m_state.progress = &m_progress;
        jpeg_mem_src(
            &m_state, reinterpret_cast<const unsigned char*>(m_bytes.data()), static_cast<unsigned long>(m_bytes.size()));
        jpeg_save_markers(&m_state, JPEG_APP0 + 1, 0xffff);
        jpeg_save_markers(&m_state, JPEG_APP0 + 2, 0xffff);
        jpeg_read_header(&m_state, TRUE);
        return m_errors.outcome;
    }

    Size size() const { return {int(m_state.image_width), int(m_state.image_height)}; }
    Raster::Ink ink() const
    {
        switch (m_state.jpeg_color_space) {
        case JCS_GRAYSCALE:
            return Raster::Ink::Grey;
        case JCS_CMYK:
        case JCS_YCCK:
            return Raster::Ink::Cmyk;
        default:
            return Raster::Ink::Rgb;
        }
    }
    int orientation() const
    {
        for (jpeg_saved_marker_ptr marker = m_state.marker_list; marker; marker = marker->next) {
            std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
            if (marker->marker == JPEG_APP0 + 1 && data.starts_with(std::string_view("Exif\0\0", 6)))
                return exifOrientation(data);
        }
        return 1;
    }
    bool hasProfile() const
    {
        for (jpeg_saved_marker_ptr marker = m_state.marker_list; marker; marker = marker->next) {
            std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
            if (marker->marker == JPEG_APP0 + 2 && data.starts_with(std::string_view("ICC_PROFILE\0", 12)))
                return true;
        }
        return false;
    }
    std::string profile()
    {
        JOCTET* bytes = nullptr;
        unsigned int length = 0;
        if (!profileBytes(&bytes, &length))
            return {};
        std::string result(reinterpret_cast<const char*>(bytes), length);
        std::free(bytes);
        return result;
    }

    // The size that decoding gives, in eighths: 1/8, 1/4 and 1/2 have fast transforms.
    unsigned int eighthsFor(int longestEdge) const
    {
        unsigned int longer = std::max(m_state.image_width, m_state.image_height);
        unsigned int eighths = 8;
        while (longestEdge > 0 && eighths > 1 && (longer * (eighths / 2) + 7) / 8 >= static_cast<unsigned int>(longestEdge))
            eighths /= 2;
        return eighths;
    }
    // Whether it can be decoded from the top down without keeping all of it.
    bool isOneScan() { return !jpeg_has_multiple_scans(&m_state); }
    Outcome start(unsigned int eighths)
    {
        if (setjmp(m_errors.back))
            return m_errors.outcome;
        m_state.scale_num = eighths;
        m_state.scale_denom = 8;
        m_state.out_color_space = ink() == Raster::Ink::Cmyk ? JCS_CMYK : JCS_EXT_RGBA;
        jpeg_start_decompress(&m_state);
        return m_errors.outcome;
    }
    Size outputSize() const { return {int(m_state.output_width), int(m_state.output_height)}; }
    // Adobe's programs write inks the other way round.
    bool inverted() const { return m_state.saw_Adobe_marker; }

    // The row that comes next.
    int row() const { return int(m_state.output_scanline); }
    // They are looked at, but not turned into pixels.
    Outcome skipRows(int count)
    {
        if (setjmp(m_errors.back))
            return m_errors.outcome;
        jpeg_skip_scanlines(&m_state, JDIMENSION(count));
        return m_errors.outcome;
    }
    Outcome readRows(std::byte* pixels, int count)
    {
        if (setjmp(m_errors.back))
            return m_errors.outcome;
        const std::size_t rowBytes = std::size_t(m_state.output_width) * 4;
        const JDIMENSION first = m_state.output_scanline, end = std::min(first + JDIMENSION(count), m_state.output_height);
        while (m_state.output_scanline < end && m_errors.outcome == Outcome::Good) {
            JSAMPROW rows[4];
            for (JDIMENSION row = 0; row < 4; ++row)
                rows[row] = reinterpret_cast<JSAMPROW>(pixels + (std::size_t(m_state.output_scanline - first) + row) * rowBytes);
            jpeg_read_scanlines(&m_state, rows, std::min<JDIMENSION>(4, end - m_state.output_scanline));
        }
        return m_errors.outcome;
    }
    Outcome finish()
    {
        if (setjmp(m_errors.back))
            return m_errors.outcome;
        if (m_errors.outcome == Outcome::Good)
            jpeg_finish_decompress(&m_state);
        return m_errors.outcome;
    }

private:
    struct Errors {
        jpeg_error_mgr base = {};
        std::jmp_buf back = {};
        Outcome outcome = Outcome::Good;
    };

    bool profileBytes(JOCTET** bytes, unsigned int* length)
    {
        if (setjmp(m_errors.back))
            return false;
        return jpeg_read_icc_profile(&m_state, bytes, length);
    }

    std::string_view m_bytes;
    jpeg_decompress_struct m_state = {};
    jpeg_progress_mgr m_progress = {};
    Errors m_errors;
};

Result<> checked(Reader::Outcome outcome, const std::filesystem::path& path)
{
    switch (outcome) {
    case Reader::Outcome::Good:
        return {};
    case Reader::Outcome::CutShort:
        return cutShort(path);
    case Reader::Outcome::Damaged:
        return damaged(path);
    case Reader::Outcome::Memory:
        throw std::bad_alloc();
    }
    return {};
}

void straightenInks(const Reader& reader, Raster& raster)
{
    if (raster.ink != Raster::Ink::Cmyk || !reader.inverted())
        return;
    for (std::byte& ink : raster.pixels)
        ink = ~ink;
}

bool sniff(std::string_view head)
{
    return head.starts_with("\xff\xd8\xff");
}

Result<ImageInfo> probe(const std::filesystem::path& path)
{
    TRY(const std::string bytes, readFile(path, largestFile));
    Reader reader(bytes);
    TRY_DO(checked(reader.readHeader(), path));
    return ImageInfo{.size = reader.size(), .orientation = reader.orientation(), .hasProfile = reader.hasProfile()};
}

Result<Raster> decode(const std::filesystem::path& path, int longestEdge, const ImageLimits& limits)
{
    TRY(const std::string bytes, readFile(path, largestFile));
    Reader reader(bytes);
    TRY_DO(checked(reader.readHeader(), path));
    TRY_DO(withinLimits(path, reader.size().width, reader.size().height, limits));
    Raster raster;
    raster.ink = reader.ink();
    raster.orientation = reader.orientation();
    raster.profile = reader.profile();
    TRY_DO(checked(reader.start(reader.eighthsFor(longestEdge)), path));
    raster.size = reader.outputSize();
    raster.pixels.resize(std::size_t(raster.size.width) * std::size_t(raster.size.height) * 4);
    TRY_DO(checked(reader.readRows(raster.pixels.data(), raster.size.height), path));
    TRY_DO(checked(reader.finish(), path));
    straightenInks(reader, raster);
    return raster;
}

// The whole and its halves down to an eighth, in rows from the top. Each level goes on from where it was left.
class Parts : public PictureParts {
public:
    static Result<std::unique_ptr<PictureParts>> create(const std::filesystem::path& path, const ImageLimits& limits)
    {
        std::unique_ptr<Parts> parts(new Parts);
        parts->m_path = path;
        TRY(parts->m_bytes, readFile(path, largestFile));
        Reader reader(parts->m_bytes);
        TRY_DO(checked(reader.readHeader(), path));
        const Size size = reader.size();
        TRY_DO(withinLimits(path, size.width, size.height, limits));
        for (int level = 0; level < levelCount; ++level) {
            const int factor = 1 << level;
            parts->levels.push_back({(size.width + factor - 1) / factor, (size.height + factor - 1) / factor});
        }
        parts->orientation = reader.orientation();
        parts->m_head.ink = reader.ink();
        parts->m_head.profile = reader.profile();
        // In several scans every pixel is known only after the last of them.
        parts->order = reader.isOneScan() ? Order::Downwards : Order::Once;
        return std::unique_ptr<PictureParts>(std::move(parts));
    }

    Result<Raster> read(int level, const Part& part) override
    {
        std::unique_ptr<Reader>& reader = m_readers[std::size_t(level)];
        if (!reader || reader->row() > part.y) {
            reader = std::make_unique<Reader>(m_bytes);
            TRY_DO(kept(reader, reader->readHeader()));
            TRY_DO(kept(reader, reader->start(8u >> level)));
        }
        if (reader->outputSize() != levels[std::size_t(level)])
            return damaged(m_path);
        if (part.y > reader->row())
            TRY_DO(kept(reader, reader->skipRows(part.y - reader->row())));
        Raster raster = m_head;
        raster.size = {reader->outputSize().width, part.size.height};
        raster.pixels.resize(std::size_t(raster.size.width) * std::size_t(raster.size.height) * 4);
        TRY_DO(kept(reader, reader->readRows(raster.pixels.data(), raster.size.height)));
        straightenInks(*reader, raster);
        return raster;
    }

private:
    static constexpr int levelCount = 4;

    // One that failed is not gone on with.
    Result<> kept(std::unique_ptr<Reader>& reader, Reader::Outcome outcome)
    {
        if (outcome != Reader::Outcome::Good)
            reader.reset();
        return checked(outcome, m_path);
    }

    std::filesystem::path m_path;
    std::string m_bytes;
    Raster m_head;
    std::unique_ptr<Reader> m_readers[levelCount];
};

} // namespace

extern const Codec jpegCodec = {
    .name = "jpeg",
    .sniff = sniff,
    .probe = probe,
    .decode = decode,
    .parts = Parts::create,
};

} // namespace opificio::codec
