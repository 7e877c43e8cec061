// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/File.h"
#include "image/Codec.h"

#include <algorithm>
#include <memory>
#include <new>

#include <webp/decode.h>
#include <webp/demux.h>

namespace opificio::codec {

namespace {

constexpr std::size_t largestFile = std::size_t(4) << 30;

using Demuxer = std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)>;

std::string chunk(WebPDemuxer* demuxer, const char* name)
{
    WebPChunkIterator iterator;
    if (!WebPDemuxGetChunk(demuxer, name, 1, &iterator))
        return {};
    std::string content(reinterpret_cast<const char*>(iterator.chunk.bytes), iterator.chunk.size);
    WebPDemuxReleaseChunkIterator(&iterator);
    return content;
}

// Null with a reason: cut short or damaged.
Result<Demuxer> open(const std::string& bytes, const std::filesystem::path& path)
{
    const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
    WebPDemuxState state = WEBP_DEMUX_PARSING_HEADER;
    Demuxer demuxer(WebPDemuxPartial(&data, &state), WebPDemuxDelete);
    if (state == WEBP_DEMUX_PARSE_ERROR)
        return damaged(path);
    if (!demuxer || state != WEBP_DEMUX_DONE)
        return cutShort(path);
    return demuxer;
}

bool sniff(std::string_view head)
{
    return head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP";
}

Result<ImageInfo> probe(const std::filesystem::path& path)
{
    TRY(const std::string bytes, readFile(path, largestFile));
    TRY(const Demuxer demuxer, open(bytes, path));
    return ImageInfo{
        .size
        = {int(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH)), int(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT))},
        .orientation = exifOrientation(chunk(demuxer.get(), "EXIF")),
        .hasProfile = (WebPDemuxGetI(demuxer.get(), WEBP_FF_FORMAT_FLAGS) & ICCP_FLAG) != 0,
    };
}

// Of an animation, its first picture on the whole canvas.
Result<Raster> decodeFrame(const WebPIterator& frame, Size canvas, const std::filesystem::path& path)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)
        || WebPGetFeatures(frame.fragment.bytes, frame.fragment.size, &config.input) != VP8_STATUS_OK)
        return damaged(path);
    const bool whole = frame.x_offset == 0 && frame.y_offset == 0 && frame.width == canvas.width && frame.height == canvas.height;
    if (frame.x_offset < 0 || frame.y_offset < 0 || frame.x_offset + frame.width > canvas.width
        || frame.y_offset + frame.height > canvas.height || config.input.width != frame.width
        || config.input.height != frame.height)
        return damaged(path);
    Raster raster;
    raster.size = canvas;
    raster.hasAlpha = config.input.has_alpha || !whole;
    raster.pixels.resize(std::size_t(canvas.width) * std::size_t(canvas.height) * 4);
    const std::size_t stride = std::size_t(canvas.width) * 4;
    const std::size_t begin = std::size_t(frame.y_offset) * stride + std::size_t(frame.x_offset) * 4;
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = reinterpret_cast<std::uint8_t*>(raster.pixels.data() + begin);
    config.output.u.RGBA.stride = int(stride);
    config.output.u.RGBA.size = raster.pixels.size() - begin;
    const VP8StatusCode status = WebPDecode(frame.fragment.bytes, frame.fragment.size, &config);
    WebPFreeDecBuffer(&config.output);
    switch (status) {
    case VP8_STATUS_OK:
        return raster;
    case VP8_STATUS_OUT_OF_MEMORY:
        throw std::bad_alloc();
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
        return cutShort(path);
    default:
        return damaged(path);
    }
}

Result<Raster> decode(const std::filesystem::path& path, int, const ImageLimits& limits)
{
    TRY(const std::string bytes, readFile(path, largestFile));
    TRY(const Demuxer demuxer, open(bytes, path));
    const std::int64_t width = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH),
                       height = WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
    TRY_DO(withinLimits(path, width, height, limits));
    WebPIterator frame;
    if (!WebPDemuxGetFrame(demuxer.get(), 1, &frame))
        return damaged(path);
    const std::unique_ptr<WebPIterator, decltype(&WebPDemuxReleaseIterator)> released(&frame, WebPDemuxReleaseIterator);
    if (!frame.complete)
        return cutShort(path);
    TRY(Raster raster, decodeFrame(frame, {int(width), int(height)}, path));
    raster.profile = chunk(demuxer.get(), "ICCP");
    raster.orientation = exifOrientation(chunk(demuxer.get(), "EXIF"));
    return raster;
}

} // namespace

extern const Codec webpCodec = {
    .name = "webp",
    .sniff = sniff,
    .probe = probe,
    .decode = decode,
};

} // namespace opificio::codec
