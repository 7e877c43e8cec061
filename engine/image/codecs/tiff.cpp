// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Text.h"
#include "image/Codec.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <new>

#include <tiffio.h>

namespace opificio::codec {

namespace {

// A pyramid has a dozen levels, a scanned book some hundred pages; a file that goes on is not read to its end.
constexpr int mostDirectories = 256;

// What libtiff complained of while one file was open.
struct Complaints {
    bool error = false, cutShort = false;

    void take(const char* format, std::va_list arguments)
    {
        char line[512];
        std::vsnprintf(line, sizeof line, format, arguments);
        for (const char* words : {"Read error", "read error", "not enough data", "Premature", "premature", "EOF", "got 0 bytes",
                 "Cannot read", "short"}) {
            if (std::strstr(line, words))
                cutShort = true;
        }
    }
};

using File = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

File open(const std::filesystem::path& path, Complaints& complaints)
{
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), tmsize_t(1) << 31);
    TIFFOpenOptionsSetErrorHandlerExtR(
        options.get(),
        [](TIFF*, void* user, const char*, const char* format, std::va_list arguments) {
            auto complaints = static_cast<Complaints*>(user);
            complaints->error = true;
            complaints->take(format, arguments);
            return 1;
        },
        &complaints);
    TIFFOpenOptionsSetWarningHandlerExtR(
        options.get(),
        [](TIFF*, void* user, const char* module, const char* format, std::va_list arguments) {
            // A JPEG inside that ends too early is only a warning there, and half a picture.
            if (!module || !std::strstr(module, "JPEG"))
                return 1;
            Complaints inner;
            inner.take(format, arguments);
            if (inner.cutShort)
                static_cast<Complaints*>(user)->error = static_cast<Complaints*>(user)->cutShort = true;
            return 1;
        },
        &complaints);
    return File(TIFFOpenExt(path.c_str(), "rmC", options.get()), TIFFClose);
}

// One level of a file as its tags describe it.
struct Layout {
    std::uint32_t width = 0, height = 0;
    std::uint16_t bits = 1, samples = 1, planar = PLANARCONFIG_CONTIG, photometric = 0, compression = 1,
                  sampleFormat = SAMPLEFORMAT_UINT;
    std::uint16_t orientation = 1;
    bool hasAlpha = false, weighed = false; ///< weighed: colours are already multiplied by alpha
    std::uint16_t extras = 0;

    bool isYcc() const { return photometric == PHOTOMETRIC_YCBCR && compression == COMPRESSION_JPEG; }
    std::uint16_t colours() const { return std::uint16_t(samples - extras); }
    // Whether the numbers can be taken as they lie; the rest goes through libtiff's own conversion to 8 bits.
    bool isPlain() const
    {
        if ((bits != 8 && bits != 16) || sampleFormat != SAMPLEFORMAT_UINT || extras >= samples)
            return false;
        switch (photometric) {
        case PHOTOMETRIC_MINISBLACK:
        case PHOTOMETRIC_MINISWHITE:
            return colours() == 1;
        case PHOTOMETRIC_RGB:
            return colours() == 3;
        case PHOTOMETRIC_SEPARATED:
            return colours() == 4;
        case PHOTOMETRIC_YCBCR:
            return isYcc() && bits == 8 && colours() == 3 && planar == PLANARCONFIG_CONTIG;
        default:
            return false;
        }
    }
};

bool describe(TIFF* file, Layout& layout)
{
    if (!TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &layout.width) || !TIFFGetField(file, TIFFTAG_IMAGELENGTH, &layout.height))
        return false;
    TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &layout.planar);
    TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &layout.compression);
    TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &layout.sampleFormat);
    TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &layout.orientation);
    if (layout.orientation < 1 || layout.orientation > 8)
        layout.orientation = 1;
    if (!TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &layout.photometric))
        layout.photometric = layout.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    std::uint16_t* kinds = nullptr;
    TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &layout.extras, &kinds);
    // Some writers add a channel without naming it.
    const std::uint16_t expected = layout.photometric == PHOTOMETRIC_RGB || layout.photometric == PHOTOMETRIC_YCBCR ? 3
        : layout.photometric == PHOTOMETRIC_SEPARATED                                                               ? 4
                                                                                                                    : 1;
    if (layout.extras == 0 && layout.samples > expected)
        layout.extras = std::uint16_t(layout.samples - expected);
    else if (layout.extras > 0 && kinds) {
        layout.hasAlpha = kinds[0] == EXTRASAMPLE_ASSOCALPHA || kinds[0] == EXTRASAMPLE_UNASSALPHA;
        layout.weighed = kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    }
    return layout.width > 0 && layout.height > 0 && layout.samples > 0;
}

// One resolution of a pyramid: where its directory stands, and what it says.
struct Level {
    toff_t offset = 0;
    Layout layout;
};

// The whole and its reduced pictures, the largest first: these stand in the sub-directories of the first directory, or in the
// directories after it. Leaves the file at one of them.
std::vector<Level> levelsOf(TIFF* file, const Layout& whole)
{
    std::vector<Level> levels{{TIFFCurrentDirOffset(file), whole}};
    auto consider = [&] {
        std::uint32_t kind = 0;
        Layout level;
        TIFFGetField(file, TIFFTAG_SUBFILETYPE, &kind);
        if (!(kind & FILETYPE_REDUCEDIMAGE) || (kind & FILETYPE_MASK) || !describe(file, level))
            return;
        // Not every reduced picture is the same picture: the shape must agree within rounding.
        const double wanted = double(whole.height) * level.width / whole.width;
        if (std::abs(wanted - level.height) <= 2 && level.width < whole.width)
            levels.push_back({TIFFCurrentDirOffset(file), level});
    };
    std::uint16_t count = 0;
    toff_t* offsets = nullptr;
    std::vector<toff_t> subs;
    if (TIFFGetField(file, TIFFTAG_SUBIFD, &count, &offsets) && offsets)
        subs.assign(offsets, offsets + std::min<int>(count, mostDirectories));
    for (tdir_t directory = 1; directory < mostDirectories && TIFFReadDirectory(file); ++directory)
        consider();
    for (toff_t offset : subs) {
        if (TIFFSetSubDirectory(file, offset))
            consider();
    }
    std::stable_sort(levels.begin() + 1, levels.end(),
        [](const Level& one, const Level& other) { return one.layout.width > other.layout.width; });
    return levels;
}

// Goes to the smallest level of a pyramid that still has `longestEdge` pixels.
void chooseLevel(TIFF* file, const Layout& whole, int longestEdge)
{
    const std::vector<Level> levels = levelsOf(file, whole);
    std::size_t best = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) {
        if (std::max(levels[level].layout.width, levels[level].layout.height) >= std::uint32_t(longestEdge))
            best = level;
    }
    TIFFSetSubDirectory(file, levels[best].offset);
}

// Puts `count` pixels of one strip or tile row, as they lie in the file, into RGBA or CMYK pixels.
template<typename Number>
void place(const Layout& layout, const Number* from, int step, int channel, Number* to, std::size_t count)
{
    constexpr Number full = std::numeric_limits<Number>::max();
    const bool grey = layout.photometric == PHOTOMETRIC_MINISBLACK || layout.photometric == PHOTOMETRIC_MINISWHITE;
    const int colours = layout.colours();
    for (std::size_t pixel = 0; pixel < count; ++pixel, from += step, to += 4) {
        // Of planar files each plane comes by itself: `channel` says which, -1 stands for all of them.
        const int first = channel < 0 ? 0 : channel, last = channel < 0 ? layout.samples - 1 : channel;
        for (int index = first; index <= last; ++index) {
            const Number value = from[channel < 0 ? index : 0];
            if (index < colours) {
                if (grey)
                    to[0] = to[1] = to[2] = layout.photometric == PHOTOMETRIC_MINISWHITE ? Number(full - value) : value;
                else
                    to[index] = value;
            } else if (index == colours && layout.hasAlpha && colours < 4) {
                to[3] = value;
            }
        }
    }
}

template<typename Number> void straighten(std::byte* bytes, std::size_t count)
{
    constexpr std::uint64_t full = std::numeric_limits<Number>::max();
    auto numbers = reinterpret_cast<Number*>(bytes);
    for (std::size_t pixel = 0; pixel < count; ++pixel, numbers += 4) {
        const std::uint64_t alpha = numbers[3];
        for (int channel = 0; alpha > 0 && alpha < full && channel < 3; ++channel)
            numbers[channel] = Number(std::min(full, (numbers[channel] * full + alpha / 2) / alpha));
    }
}

// Into a part of the level, tightly packed; only the tiles or strips that it touches are decoded. False when one cannot be read.
template<typename Number> bool readPlain(TIFF* file, const Layout& layout, const Part& part, std::byte* bytes)
{
    auto pixels = reinterpret_cast<Number*>(bytes);
    const std::size_t width = std::size_t(part.size.width), height = std::size_t(part.size.height);
    const std::size_t left = std::size_t(part.x), top = std::size_t(part.y), right = left + width, bottom = top + height;
    if (layout.colours() < 4) {
        for (std::size_t pixel = 0; pixel < width * height; ++pixel)
            pixels[pixel * 4 + 3] = std::numeric_limits<Number>::max();
    }
    const bool planes = layout.planar == PLANARCONFIG_SEPARATE && layout.samples > 1;
    const int step = planes ? 1 : layout.samples;
    // Planes beyond alpha say nothing here.
    const int planeCount = planes ? std::min<int>(layout.samples, layout.colours() + 1) : 1;
    if (TIFFIsTiled(file)) {
        std::uint32_t tileWidth = 0, tileHeight = 0;
        TIFFGetField(file, TIFFTAG_TILEWIDTH, &tileWidth);
        TIFFGetField(file, TIFFTAG_TILELENGTH, &tileHeight);
        const tmsize_t tileBytes = TIFFTileSize(file);
        const std::size_t tileRow = std::size_t(tileWidth) * std::size_t(step);
        if (tileWidth == 0 || tileHeight == 0 || tileBytes <= 0 || tileBytes > (tmsize_t(1) << 30)
            || std::size_t(tileBytes) < tileRow * tileHeight * sizeof(Number))
            return false;
        std::vector<Number> tile(std::size_t(tileBytes) / sizeof(Number) + 1);
        for (int plane = 0; plane < planeCount; ++plane) {
            for (std::size_t tileTop = top / tileHeight * tileHeight; tileTop < bottom; tileTop += tileHeight) {
                for (std::size_t tileLeft = left / tileWidth * tileWidth; tileLeft < right; tileLeft += tileWidth) {
                    const std::uint32_t index
                        = TIFFComputeTile(file, std::uint32_t(tileLeft), std::uint32_t(tileTop), 0, std::uint16_t(plane));
                    if (TIFFReadEncodedTile(file, index, tile.data(), tileBytes) != tileBytes)
                        return false;
                    const std::size_t fromX = std::max(left, tileLeft), toX = std::min<std::size_t>(right, tileLeft + tileWidth);
                    const std::size_t fromY = std::max(top, tileTop), toY = std::min<std::size_t>(bottom, tileTop + tileHeight);
                    for (std::size_t row = fromY; row < toY; ++row)
                        place(layout, tile.data() + (row - tileTop) * tileRow + (fromX - tileLeft) * std::size_t(step), step,
                            planes ? plane : -1, pixels + ((row - top) * width + fromX - left) * 4, toX - fromX);
                }
            }
        }
        return true;
    }
    std::uint32_t rowsPerStrip = 0;
    TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &rowsPerStrip);
    rowsPerStrip = std::min(rowsPerStrip, layout.height);
    const tmsize_t rowBytes = TIFFScanlineSize(file);
    const std::size_t rowNumbers = layout.width * std::size_t(step);
    if (rowsPerStrip == 0 || rowBytes <= 0 || std::size_t(rowBytes) < rowNumbers * sizeof(Number)
        || std::size_t(rowBytes) % sizeof(Number) != 0)
        return false;
    const tmsize_t stripBytes = TIFFStripSize(file);
    if (stripBytes <= 0 || std::size_t(stripBytes) > (std::size_t(4) << 30)
        || std::size_t(stripBytes) < std::size_t(rowBytes) * rowsPerStrip)
        return false;
    std::vector<Number> strip(std::size_t(stripBytes) / sizeof(Number) + 1);
    for (int plane = 0; plane < planeCount; ++plane) {
        for (std::size_t stripTop = top / rowsPerStrip * rowsPerStrip; stripTop < bottom; stripTop += rowsPerStrip) {
            const std::size_t down = std::min<std::size_t>(rowsPerStrip, layout.height - stripTop);
            const tmsize_t wanted = rowBytes * tmsize_t(down);
            const std::uint32_t index = TIFFComputeStrip(file, std::uint32_t(stripTop), std::uint16_t(plane));
            if (TIFFReadEncodedStrip(file, index, strip.data(), wanted) != wanted)
                return false;
            for (std::size_t row = std::max(top, stripTop); row < std::min(bottom, stripTop + down); ++row)
                place(layout, strip.data() + (row - stripTop) * std::size_t(rowBytes) / sizeof(Number) + left * std::size_t(step),
                    step, planes ? plane : -1, pixels + (row - top) * width * 4, width);
        }
    }
    return true;
}

bool sniff(std::string_view head)
{
    for (std::string_view magic : {std::string_view("II*\0", 4), std::string_view("MM\0*", 4), std::string_view("II+\0", 4),
             std::string_view("MM\0+", 4)}) {
        if (head.starts_with(magic))
            return true;
    }
    return false;
}

Error failure(const Complaints& complaints, const std::filesystem::path& path)
{
    return complaints.cutShort ? cutShort(path) : damaged(path);
}

Result<ImageInfo> probe(const std::filesystem::path& path)
{
    Complaints complaints;
    const File file = open(path, complaints);
    Layout layout;
    if (!file || !describe(file.get(), layout) || layout.width > 0x7fffffff || layout.height > 0x7fffffff)
        return failure(complaints, path);
    std::uint32_t length = 0;
    void* profile = nullptr;
    return ImageInfo{
        .size = {int(layout.width), int(layout.height)},
        .orientation = layout.orientation,
        .hasProfile = TIFFGetField(file.get(), TIFFTAG_ICCPROFILE, &length, &profile) == 1 && length > 0,
    };
}

// Of the level that the file stands at, which is plain.
Result<Raster> readPart(
    TIFF* file, const Layout& layout, const Part& part, const std::filesystem::path& path, Complaints& complaints)
{
    const bool wide = layout.bits == 16;
    Raster raster;
    raster.size = part.size;
    raster.format = wide ? Image::Format::Rgba16 : Image::Format::Rgba8;
    raster.ink = layout.photometric == PHOTOMETRIC_SEPARATED ? Raster::Ink::Cmyk
        : layout.colours() == 1                              ? Raster::Ink::Grey
                                                             : Raster::Ink::Rgb;
    raster.hasAlpha = layout.hasAlpha && raster.ink != Raster::Ink::Cmyk;
    const std::size_t count = std::size_t(part.size.width) * std::size_t(part.size.height);
    raster.pixels.resize(count * Image::bytesPerPixel(raster.format));
    const bool read = wide ? readPlain<std::uint16_t>(file, layout, part, raster.pixels.data())
                           : readPlain<std::uint8_t>(file, layout, part, raster.pixels.data());
    if (!read || complaints.error)
        return failure(complaints, path);
    if (raster.hasAlpha && layout.weighed) {
        if (wide)
            straighten<std::uint16_t>(raster.pixels.data(), count);
        else
            straighten<std::uint8_t>(raster.pixels.data(), count);
    }
    return raster;
}

std::string profileOf(TIFF* file)
{
    std::uint32_t length = 0;
    void* profile = nullptr;
    if (!TIFFGetField(file, TIFFTAG_ICCPROFILE, &length, &profile) || !profile)
        return {};
    return std::string(static_cast<const char*>(profile), length);
}

Result<Raster> decode(const std::filesystem::path& path, int longestEdge, const ImageLimits& limits)
{
    Complaints complaints;
    const File file = open(path, complaints);
    Layout layout;
    if (!file || !describe(file.get(), layout))
        return failure(complaints, path);
    TRY_DO(withinLimits(path, layout.width, layout.height, limits));
    const std::uint16_t orientation = layout.orientation;
    std::string profile = profileOf(file.get());
    if (longestEdge > 0) {
        chooseLevel(file.get(), layout, longestEdge);
        Layout level;
        if (!describe(file.get(), level))
            return failure(complaints, path);
        TRY_DO(withinLimits(path, level.width, level.height, limits));
        layout = level;
        // A level that is not there is no fault of the level that is.
        complaints = {};
    }
    const Size size{int(layout.width), int(layout.height)};
    if (layout.isYcc())
        TIFFSetField(file.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (layout.isPlain()) {
        TRY(Raster raster, readPart(file.get(), layout, {0, 0, size}, path, complaints));
        raster.orientation = orientation;
        raster.profile = std::move(profile);
        return raster;
    }
    char reason[1024] = {};
    if (!TIFFRGBAImageOK(file.get(), reason))
        return Error{Error::Code::Unsupported,
            text("Cannot read {0}: this kind of TIFF ({1} bits a sample) is not supported.", path.filename().string(),
                int(layout.bits)),
            path.string()};
    const std::size_t count = std::size_t(layout.width) * layout.height;
    Raster raster;
    raster.size = size;
    raster.orientation = orientation;
    raster.profile = std::move(profile);
    raster.pixels.resize(count * 4);
    // libtiff packs ABGR into words: RGBA in memory on little-endian machines, the only ones that are built for.
    // Orientation is left as stored by asking for the one that the file has.
    if (!TIFFReadRGBAImageOriented(file.get(), layout.width, layout.height,
            reinterpret_cast<std::uint32_t*>(raster.pixels.data()), layout.orientation, 1)
        || complaints.error)
        return failure(complaints, path);
    raster.hasAlpha = layout.hasAlpha;
    if (layout.hasAlpha)
        straighten<std::uint8_t>(raster.pixels.data(), count);
    // Lab and other colours are RGB by now: their profile no longer speaks of these numbers.
    if (layout.photometric != PHOTOMETRIC_PALETTE && layout.photometric != PHOTOMETRIC_RGB)
        raster.profile.clear();
    return raster;
}

// Tiles or strips of every level, in any order.
class Parts : public PictureParts {
public:
    static Result<std::unique_ptr<PictureParts>> create(const std::filesystem::path& path, const ImageLimits& limits)
    {
        std::unique_ptr<Parts> parts(new Parts);
        parts->m_path = path;
        parts->m_file = open(path, parts->m_complaints);
        TIFF* file = parts->m_file.get();
        Layout whole;
        if (!file || !describe(file, whole))
            return failure(parts->m_complaints, path);
        TRY_DO(withinLimits(path, whole.width, whole.height, limits));
        if (!whole.isPlain())
            return std::unique_ptr<PictureParts>();
        if (TIFFIsTiled(file)) {
            std::uint32_t width = 0, height = 0;
            TIFFGetField(file, TIFFTAG_TILEWIDTH, &width);
            TIFFGetField(file, TIFFTAG_TILELENGTH, &height);
            if (width == 0 || height == 0 || width > largestBlock || height > largestBlock)
                return std::unique_ptr<PictureParts>();
            parts->block = {int(width), int(height)};
        } else {
            std::uint32_t rows = 0;
            TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &rows);
            rows = std::min(rows, whole.height);
            // A strip that is most of the picture is no part of it.
            if (rows > largestBlock)
                return std::unique_ptr<PictureParts>();
            parts->block = {0, int(rows)};
        }
        parts->orientation = whole.orientation;
        parts->m_profile = profileOf(file);
        for (const Level& level : levelsOf(file, whole)) {
            if (!level.layout.isPlain())
                continue;
            parts->m_levels.push_back(level);
            parts->levels.push_back({int(level.layout.width), int(level.layout.height)});
        }
        // A level that is not there is no fault of the levels that are.
        parts->m_complaints = {};
        return std::unique_ptr<PictureParts>(std::move(parts));
    }

    Result<Raster> read(int level, const Part& part) override
    {
        const Level& wanted = m_levels[std::size_t(level)];
        m_complaints = {};
        if (m_at != level) {
            m_at = -1;
            if (!TIFFSetSubDirectory(m_file.get(), wanted.offset))
                return failure(m_complaints, m_path);
            if (wanted.layout.isYcc())
                TIFFSetField(m_file.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            m_at = level;
        }
        TRY(Raster raster, readPart(m_file.get(), wanted.layout, part, m_path, m_complaints));
        raster.profile = m_profile;
        return raster;
    }

private:
    static constexpr std::uint32_t largestBlock = 2048;

    std::filesystem::path m_path;
    Complaints m_complaints; ///< outlives the file, which writes to it
    File m_file{nullptr, TIFFClose};
    std::string m_profile;
    std::vector<Level> m_levels;
    int m_at = -1; ///< the level that the file stands at
};

} // namespace

extern const Codec tiffCodec = {
    .name = "tiff",
    .sniff = sniff,
    .probe = probe,
    .decode = decode,
    .parts = Parts::create,
};

} // namespace opificio::codec
