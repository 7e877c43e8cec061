// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/TileFile.h"

#include "base/File.h"

#include <tiffio.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace opificio {

struct TileFile::State {
    std::filesystem::path path;
    Size size;
    Image::Format format = Image::Format::Rgba8;
    int samples = 3;
    TIFF* file = nullptr;
    int row = 0;

    ~State()
    {
        if (file)
            TIFFClose(file);
    }
    Error failure() const { return writeError(path, errno ? errno : EIO); }
};

TileFile::TileFile(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

TileFile::TileFile(TileFile&&) noexcept = default;
TileFile& TileFile::operator=(TileFile&&) noexcept = default;
TileFile::~TileFile() = default;

Result<TileFile> TileFile::create(const std::filesystem::path& path, Size size, Image::Format format, bool hasAlpha)
{
    auto state = std::make_unique<State>();
    state->path = path;
    state->size = size;
    state->format = format;
    state->samples = hasAlpha ? 4 : 3;
    errno = 0;
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
    // The reason is errno's.
    TIFFOpenOptionsSetErrorHandlerExtR(
        options.get(), [](TIFF*, void*, const char*, const char*, va_list) { return 1; }, nullptr);
    TIFFOpenOptionsSetWarningHandlerExtR(
        options.get(), [](TIFF*, void*, const char*, const char*, va_list) { return 1; }, nullptr);
    state->file = TIFFOpenExt(path.c_str(), "w8", options.get());
    if (!state->file)
        return state->failure();
    TIFF* file = state->file;
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, std::uint32_t(size.width));
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, std::uint32_t(size.height));
    TIFFSetField(file, TIFFTAG_TILEWIDTH, std::uint32_t(tileEdge));
    TIFFSetField(file, TIFFTAG_TILELENGTH, std::uint32_t(tileEdge));
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, format == Image::Format::Rgba16 ? 16 : 8);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, state->samples);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    if (hasAlpha) {
        const std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
        TIFFSetField(file, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    // Read as fast as it is written, and half as large; a library without it writes the pixels as they are.
    if (TIFFIsCODECConfigured(COMPRESSION_ZSTD)) {
        TIFFSetField(file, TIFFTAG_COMPRESSION, COMPRESSION_ZSTD);
        TIFFSetField(file, TIFFTAG_ZSTD_LEVEL, 1);
        TIFFSetField(file, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    }
    return TileFile(std::move(state));
}

Result<> TileFile::write(const Image& rows)
{
    State& state = *m_state;
    const std::size_t sampleBytes = state.format == Image::Format::Rgba16 ? 2 : 1;
    const std::size_t from = 4 * sampleBytes, to = std::size_t(state.samples) * sampleBytes;
    std::vector<std::byte> tile(std::size_t(tileEdge) * tileEdge * to);
    errno = 0;
    for (int left = 0; left < state.size.width; left += tileEdge) {
        const int across = std::min(tileEdge, state.size.width - left);
        for (int y = 0; y < rows.size().height; ++y) {
            const std::byte* source = rows.row(y) + std::size_t(left) * from;
            std::byte* target = tile.data() + std::size_t(y) * tileEdge * to;
            for (int x = 0; x < across; ++x, source += from, target += to)
                std::memcpy(target, source, to);
        }
        const std::uint32_t index = TIFFComputeTile(state.file, std::uint32_t(left), std::uint32_t(state.row), 0, 0);
        if (TIFFWriteEncodedTile(state.file, index, tile.data(), tmsize_t(tile.size())) < 0)
            return state.failure();
    }
    state.row += rows.size().height;
    return {};
}

Result<> TileFile::close()
{
    errno = 0;
    const bool written = TIFFWriteDirectory(m_state->file);
    const Error failed = m_state->failure();
    TIFFClose(m_state->file);
    m_state->file = nullptr;
    if (!written)
        return failed;
    return {};
}

} // namespace opificio
