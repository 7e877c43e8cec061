// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Fields.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace opificio::ffmpeg {

namespace {

bool isFieldOrder(AVFieldOrder order)
{
    return order == AV_FIELD_TT || order == AV_FIELD_BB || order == AV_FIELD_TB || order == AV_FIELD_BT;
}

bool isTopFirst(const AVFrame& frame, const AVStream& stream)
{
    if (frame.interlaced_frame)
        return frame.top_field_first;
    AVFieldOrder order = stream.codecpar->field_order;
    return order == AV_FIELD_TT || order == AV_FIELD_TB;
}

// Bytes a sample where every sample is whole bytes of its own, else 0.
int bytesOf(const AVPixFmtDescriptor& format)
{
    if (format.flags & (AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT))
        return 0;
    int bytes = format.comp[0].depth > 8 ? 2 : 1;
    for (int index = 0; index < format.nb_components; ++index) {
        const AVComponentDescriptor& part = format.comp[index];
        bool whole = bytes == 1 ? part.depth == 8 && part.shift == 0
                                : part.depth > 8 && part.depth + part.shift <= 16 && part.step % 2 == 0 && part.offset % 2 == 0
                && !(format.flags & AV_PIX_FMT_FLAG_BE);
        if (!whole)
            return 0;
    }
    return bytes;
}

// A plane of three frames.
struct Lines {
    const std::uint8_t* data[3] = {}; ///< before, at, after
    std::ptrdiff_t stride[3] = {};
    int count = 0; ///< at least five
    bool alone = false; ///< there is no frame before and none after

    // Beyond an edge the lines are mirrored, which keeps them in their field.
    template<typename Sample> const Sample* line(int which, int y) const
    {
        y = y < 0 ? -y : y >= count ? 2 * (count - 1) - y : y;
        return reinterpret_cast<const Sample*>(data[which] + y * stride[which]);
    }
};

// The line `y` of the second field at the moment of the first. Weights are those of BBC R&D's three-field filter in 1/8192:
// the picture's coarse parts come from the first field, its fine ones from the second's before and after.
template<typename Sample> void reckon(const Lines& from, int y, Sample* to, std::size_t samples, int most)
{
    enum { Before, At, After };
    const Sample* above = from.line<Sample>(At, y - 1);
    const Sample* below = from.line<Sample>(At, y + 1);
    const Sample* above3 = from.line<Sample>(At, y - 3);
    const Sample* below3 = from.line<Sample>(At, y + 3);
    const Sample* earlierAbove = from.line<Sample>(Before, y - 1);
    const Sample* earlierBelow = from.line<Sample>(Before, y + 1);
    const Sample* laterAbove = from.line<Sample>(After, y - 1);
    const Sample* laterBelow = from.line<Sample>(After, y + 1);
    const Sample* last[5];
    const Sample* next[5];
    for (int index = 0; index < 5; ++index) {
        last[index] = from.line<Sample>(Before, y + 2 * (index - 2));
        next[index] = from.line<Sample>(At, y + 2 * (index - 2));
    }
    for (std::size_t x = 0; x < samples; ++x) {
        int c = above[x], e = below[x], p = last[2][x], n = next[2][x];
        int still = (p + n) >> 1, apart = std::abs(p - n);
        int earlier = (std::abs(earlierAbove[x] - c) + std::abs(earlierBelow[x] - e)) >> 1;
        int later = (std::abs(laterAbove[x] - c) + std::abs(laterBelow[x] - e)) >> 1;
        int motion = std::max({apart >> 1, earlier, later});
        int up = last[1][x] + next[1][x], down = last[3][x] + next[3][x];
        int b = (up >> 1) - c, f = (down >> 1) - e, dc = still - c, de = still - e;
        int bounded = std::max({motion, std::min({de, dc, std::max(b, f)}), -std::max({de, dc, std::min(b, f)})});
        int fine = (5570 * (p + n) - 3801 * (up + down) + 1016 * (last[0][x] + next[0][x] + last[4][x] + next[4][x])) >> 2;
        int both = (fine + 4309 * (c + e) - 213 * (above3[x] + below3[x])) >> 13;
        int flat = (5077 * (c + e) - 981 * (above3[x] + below3[x])) >> 13;
        int value = std::clamp(std::abs(c - e) > apart ? both : flat, still - bounded, still + bounded);
        to[x] = Sample(std::clamp(from.alone ? flat : motion ? value : still, 0, most));
    }
}

} // namespace

bool isInterlaced(const AVFrame& frame, const AVStream& stream)
{
    if (frame.interlaced_frame)
        return true;
    constexpr int keepsAll = AV_CODEC_PROP_INTRA_ONLY | AV_CODEC_PROP_LOSSLESS;
    const AVCodecDescriptor* codec = avcodec_descriptor_get(stream.codecpar->codec_id);
    return codec && (codec->props & keepsAll) == keepsAll && isFieldOrder(stream.codecpar->field_order);
}

FramePtr deinterlaced(const AVFrame* before, const AVFrame& frame, const AVFrame* after, const AVStream& stream)
{
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(AVPixelFormat(frame.format));
    int bytes = format ? bytesOf(*format) : 0;
    if (bytes == 0)
        return nullptr;
    auto fits = [&frame](const AVFrame* other) {
        return other && other->width == frame.width && other->height == frame.height && other->format == frame.format;
    };
    // At the film's ends the one neighbour stands for both.
    const AVFrame* frames[3] = {fits(before) ? before : after, &frame, fits(after) ? after : before};
    bool alone = !fits(frames[0]) || !fits(frames[2]);
    FramePtr made(av_frame_alloc());
    made->width = frame.width;
    made->height = frame.height;
    made->format = frame.format;
    if (av_frame_get_buffer(made.get(), 0) < 0 || av_frame_copy_props(made.get(), &frame) < 0)
        return nullptr;
    made->interlaced_frame = 0;
    int second = isTopFirst(frame, stream) ? 1 : 0; // the first of the lines that are not kept
    for (int plane = 0; plane < av_pix_fmt_count_planes(AVPixelFormat(frame.format)); ++plane) {
        bool chroma = (plane == 1 || plane == 2) && !(format->flags & AV_PIX_FMT_FLAG_RGB);
        Lines lines = {.alone = alone};
        lines.count = chroma ? AV_CEIL_RSHIFT(frame.height, format->log2_chroma_h) : frame.height;
        for (int which = 0; which < 3; ++which) {
            const AVFrame& one = alone ? frame : *frames[which];
            lines.data[which] = one.data[plane];
            lines.stride[which] = one.linesize[plane];
        }
        int rowBytes = av_image_get_linesize(AVPixelFormat(frame.format), frame.width, plane);
        const AVComponentDescriptor* part = std::find_if(
            format->comp, format->comp + format->nb_components, [plane](auto& comp) { return comp.plane == plane; });
        int most = part->shift ? 0xffff : (1 << part->depth) - 1;
        for (int y = 0; y < lines.count; ++y) {
            std::uint8_t* to = made->data[plane] + std::ptrdiff_t(y) * made->linesize[plane];
            if (y % 2 != second || lines.count < 5)
                std::memcpy(to, lines.line<std::uint8_t>(1, y), std::size_t(rowBytes));
            else if (bytes == 1)
                reckon(lines, y, to, std::size_t(rowBytes), most);
            else
                reckon(lines, y, reinterpret_cast<std::uint16_t*>(to), std::size_t(rowBytes) / 2, most);
        }
    }
    return made;
}

} // namespace opificio::ffmpeg
