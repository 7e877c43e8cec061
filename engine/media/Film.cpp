// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Film.h"

#include "media/Ffmpeg.h"
#include "media/Fields.h"
#include "media/Light.h"
#include "base/Settings.h"
#include "base/Text.h"
#include "image/ImageFile.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <thread>

namespace opificio {

using namespace ffmpeg;

namespace {

// Quarter turns clockwise that bring the picture upright.
int quarterTurns(const AVStream& stream)
{
    auto* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
    if (!matrix)
        return 0;
    double degrees = av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix)); // counter-clockwise
    if (std::isnan(degrees))
        return 0;
    return ((int(std::lround(-degrees / 90)) % 4) + 4) % 4;
}

// Turns pixels of `bytes` bytes by quarters clockwise.
std::vector<std::byte> turned(const std::vector<std::byte>& from, Size size, std::size_t bytes, int quarters)
{
    std::vector<std::byte> to(from.size());
    Size now = quarters % 2 ? Size{size.height, size.width} : size;
    for (int y = 0; y < now.height; ++y) {
        for (int x = 0; x < now.width; ++x) {
            int oldX = quarters == 1 ? y : quarters == 2 ? size.width - 1 - x : size.width - 1 - y;
            int oldY = quarters == 1 ? size.height - 1 - x : quarters == 2 ? size.height - 1 - y : x;
            std::memcpy(to.data() + (std::size_t(y) * std::size_t(now.width) + std::size_t(x)) * bytes,
                from.data() + (std::size_t(oldY) * std::size_t(size.width) + std::size_t(oldX)) * bytes, bytes);
        }
    }
    return to;
}

const int* matrixOf(const AVFrame& frame)
{
    switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
        return sws_getCoefficients(SWS_CS_ITU709);
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return sws_getCoefficients(SWS_CS_ITU601);
    case AVCOL_SPC_SMPTE240M:
        return sws_getCoefficients(SWS_CS_SMPTE240M);
    case AVCOL_SPC_FCC:
        return sws_getCoefficients(SWS_CS_FCC);
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return sws_getCoefficients(SWS_CS_BT2020);
    default:
        return sws_getCoefficients(frame.height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601);
    }
}

// Where chroma lies, in 1/256 of a luma pixel, as swscale counts.
std::pair<int, int> chromaPosition(AVChromaLocation location, const AVPixFmtDescriptor& format)
{
    int across = 0, down = 128; // left: what H.264, HEVC and MPEG-2 mean when they say nothing
    switch (location) {
    case AVCHROMA_LOC_CENTER:
        across = 128;
        break;
    case AVCHROMA_LOC_TOPLEFT:
        down = 0;
        break;
    case AVCHROMA_LOC_TOP:
        across = 128, down = 0;
        break;
    case AVCHROMA_LOC_BOTTOMLEFT:
        down = 256;
        break;
    case AVCHROMA_LOC_BOTTOM:
        across = 128, down = 256;
        break;
    default:
        break;
    }
    // -513 is swscale's own word for "as the format has it": no subsampling, nothing to place.
    return {format.log2_chroma_w ? across : -513, format.log2_chroma_h ? down : -513};
}

// The deprecated full-range twins mean their plain sisters; `full` becomes true for them.
AVPixelFormat withoutRange(AVPixelFormat format, bool& full)
{
    static constexpr std::pair<AVPixelFormat, AVPixelFormat> twins[]
        = {{AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV420P}, {AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUV422P},
            {AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUV444P}, {AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUV440P}};
    for (auto [twin, plain] : twins) {
        if (format == twin) {
            full = true;
            return plain;
        }
    }
    return format;
}

// swscale makes sixteen bits by shifting alone, so that white comes out as 65,280 or so: the lowest are filled with the upper
// ones again, and it is 65,535.
void fillSixteenBits(std::span<std::uint16_t> rgba, int colourBits, int alphaBits)
{
    for (std::size_t at = 0; at + 3 < rgba.size(); at += 4) {
        for (std::size_t channel = 0; channel < 4; ++channel) {
            int value = rgba[at + channel];
            rgba[at + channel] = std::uint16_t(std::min(value + (value >> (channel < 3 ? colourBits : alphaBits)), 0xffff));
        }
    }
}

// What swscale reads from the spare byte of bgr0 and its kin is no alpha.
void makeOpaque(std::vector<std::byte>& pixels, std::size_t bytes)
{
    for (std::size_t at = bytes / 4 * 3; at < pixels.size(); at += bytes)
        std::memset(pixels.data() + at, 0xff, bytes / 4);
}

} // namespace

struct Film::State {
    std::filesystem::path path;
    std::string name;
    InputPtr input;
    CodecPtr codec;
    AVStream* stream = nullptr;
    FilmLimits limits;
    Size size;
    Rate rate;
    Seconds duration = 0;
    Frame frames = 0;
    int bits = 8;
    int turns = 0;
    std::int64_t start = 0; ///< timestamp of the first frame, in the stream's time base
    std::string damage;

    // The frame that is shown now, and the one after it; `next` null at the end.
    FramePtr current, next;
    FramePtr previous; ///< the one before `current`, where that is known and interlaced
    PacketPtr packet;
    std::int64_t lastTime = AV_NOPTS_VALUE; ///< of the frame that the decoder gave last since the last jump
    std::int64_t firstPacket = std::numeric_limits<std::int64_t>::max(); ///< when the first packet is decoded, where known
    bool atStart = true; ///< the decoder's first frame is the film's
    bool drained = false; ///< the file's end was sent to the decoder
    /// Each packet carries the time of its picture. Elsewhere FFmpeg counts, and nothing may be skipped.
    bool timesAreStored = false;
    std::int64_t skipBefore = AV_NOPTS_VALUE; ///< while seeking: frames that end before this are not wanted

    ScalerPtr scaler;
    struct {
        int width, height, format, colorspace, range, location, deep;
    } scaled = {};
    std::unique_ptr<const Light> light; ///< of the last frame whose numbers were not Display's
    // The picture made of `current`.
    Image shown;
    std::int64_t shownAt = AV_NOPTS_VALUE;

    std::int64_t tickOf(Seconds seconds) const
    {
        double base = av_q2d(stream->time_base);
        // Files round their times to ticks: a time that is a hair before a tick means that tick.
        return start + std::int64_t(std::floor(std::max(0.0, seconds) / base + std::min(0.501, 0.0006 / base)));
    }
    static std::int64_t timeOf(const AVFrame& frame) { return frame.best_effort_timestamp; }

    void hurt(std::string sentence)
    {
        if (damage.empty())
            damage = std::move(sentence);
    }

    // The next frame that the decoder gives; null at the end.
    FramePtr decode()
    {
        FramePtr frame(av_frame_alloc());
        int broken = 0;
        for (;;) {
            int got = avcodec_receive_frame(codec.get(), frame.get());
            if (got >= 0) {
                // Where FFmpeg counts the times itself it may have none for a frame, or, at the end, the same once more.
                std::int64_t time = timeOf(*frame);
                if (time == AV_NOPTS_VALUE || (!timesAreStored && lastTime != AV_NOPTS_VALUE && time <= lastTime)) {
                    std::int64_t step = av_rescale_q(1, {int(rate.denominator), int(rate.numerator)}, stream->time_base);
                    if (lastTime != AV_NOPTS_VALUE)
                        frame->best_effort_timestamp = lastTime + std::max<std::int64_t>(1, step);
                    else // after a jump nobody knows which frame this is: goTo() steps further back
                        frame->best_effort_timestamp = atStart ? start : std::numeric_limits<std::int64_t>::max() / 2;
                }
                lastTime = timeOf(*frame);
                if (frame->decode_error_flags || (frame->flags & AV_FRAME_FLAG_CORRUPT))
                    hurt(text("{0} is damaged in places; what can be read of it is shown.", name));
                return frame;
            }
            if (got == AVERROR_EOF)
                return nullptr;
            if (got != AVERROR(EAGAIN)) {
                hurt(text("{0} is damaged in places; what can be read of it is shown.", name));
                if (++broken > 1000)
                    return nullptr;
            }
            if (drained)
                return nullptr;
            int read = av_read_frame(input.get(), packet.get());
            if (read == AVERROR(EAGAIN))
                continue;
            if (read < 0) {
                if (read != AVERROR_EOF || (input->pb && input->pb->error))
                    hurt(text("{0} is cut short; what can be read of it is shown.", name));
                drained = true;
                avcodec_send_packet(codec.get(), nullptr);
                continue;
            }
            if (packet->stream_index == stream->index) {
                if (firstPacket == std::numeric_limits<std::int64_t>::max() && packet->dts != AV_NOPTS_VALUE)
                    firstPacket = packet->dts;
                // Pictures that nothing else leans on and that end before the wanted time need not be decoded.
                bool unwanted = timesAreStored && skipBefore != AV_NOPTS_VALUE && packet->pts != AV_NOPTS_VALUE
                    && packet->duration > 0 && packet->pts + 2 * packet->duration < skipBefore;
                codec->skip_frame = unwanted ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
                if (packet->flags & AV_PKT_FLAG_CORRUPT)
                    hurt(text("{0} is cut short; what can be read of it is shown.", name));
                int sent = avcodec_send_packet(codec.get(), packet.get());
                if (sent < 0 && sent != AVERROR(EAGAIN) && sent != AVERROR_EOF) {
                    hurt(text("{0} is damaged in places; what can be read of it is shown.", name));
                    if (sent == AVERROR(ENOMEM) || ++broken > 1000)
                        drained = true;
                }
            }
            av_packet_unref(packet.get());
        }
    }

    void rewind(std::int64_t tick)
    {
        // Streams that began as broadcasts find their own beginning only by its place in the file.
        if (tick <= start && (input->iformat->flags & AVFMT_TS_DISCONT) && !(input->iformat->flags & AVFMT_NO_BYTE_SEEK))
            av_seek_frame(input.get(), -1, 0, AVSEEK_FLAG_BYTE);
        else
            av_seek_frame(input.get(), stream->index, tick <= start ? std::min(start, firstPacket) : tick, AVSEEK_FLAG_BACKWARD);
        avcodec_flush_buffers(codec.get());
        drained = false;
        lastTime = AV_NOPTS_VALUE;
        atStart = tick <= start;
        previous.reset();
        current.reset();
        next.reset();
        shownAt = AV_NOPTS_VALUE;
    }

    // Is there a point of entry between where the decoder stands and the wanted time?
    bool worthJumping(std::int64_t tick) const
    {
        std::int64_t here = timeOf(next ? *next : *current);
        int entry = av_index_search_timestamp(stream, tick, AVSEEK_FLAG_BACKWARD);
        if (const AVIndexEntry* found = entry >= 0 ? avformat_index_get_entry(stream, entry) : nullptr)
            return found->timestamp > here;
        return av_rescale_q(tick - here, stream->time_base, {1, 1}) > 4;
    }

    bool goTo(std::int64_t tick)
    {
        bool there = current && timeOf(*current) <= tick;
        if (!there || (next && timeOf(*next) <= tick && worthJumping(tick))) {
            // Some containers land behind the asked time: step further back until a frame before it comes.
            std::int64_t back = std::max<std::int64_t>(1, av_rescale_q(2, {1, 1}, stream->time_base));
            std::int64_t from = tick;
            for (int attempt = 0; attempt < 8; ++attempt) {
                rewind(from);
                skipBefore = tick;
                current = decode();
                skipBefore = AV_NOPTS_VALUE;
                if (current && timeOf(*current) <= tick)
                    break;
                if (from <= start)
                    break;
                from = std::max(start, from - back);
                back *= 4;
                if (attempt == 6)
                    from = start;
            }
            if (!current)
                return false;
            next = decode();
        }
        skipBefore = tick;
        while (next && timeOf(*next) <= tick) {
            // After damage times may run backwards; the later frame wins.
            previous = isInterlaced(*next, *stream) ? std::move(current) : nullptr;
            current = std::move(next);
            next = decode();
        }
        skipBefore = AV_NOPTS_VALUE;
        return true;
    }

    // The frame before an interlaced one takes part in it; after a jump straight to it, that one is fetched.
    bool fetchPrevious()
    {
        std::int64_t tick = timeOf(*current);
        return previous || tick <= start || (goTo(tick - 1) && goTo(tick)) || goTo(tick);
    }

    Error tooLarge(int width, int height) const
    {
        return {Error::Code::TooLarge,
            text("Cannot read {0}: its pictures of {1} × {2} pixels are more than this program opens. To open it all the same, "
                 "raise film_edge and film_pixels among the limits in {3}.",
                name, width, height, settingsFile().string()),
            path.string()};
    }

    Error unreadable() const
    {
        return {Error::Code::Unreadable, text("Cannot read {0}: it is damaged or cut short.", name), path.string()};
    }

    Result<Image> picture()
    {
        if (shownAt == timeOf(*current) && !shown.isNull())
            return shown;
        int width = current->width, height = current->height;
        if (width > limits.edge || height > limits.edge || std::int64_t(width) * height > limits.pixels)
            return tooLarge(width, height);
        FramePtr whole;
        if (isInterlaced(*current, *stream)) {
            if (!fetchPrevious())
                return unreadable();
            whole = deinterlaced(previous.get(), *current, next.get(), *stream);
        }
        const AVFrame& frame = whole ? *whole : *current;
        const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(AVPixelFormat(frame.format));
        if (!format)
            return unreadable();
        Light::Kind kind = Light::kindOf(frame);
        bool full = frame.color_range == AVCOL_RANGE_JPEG || (format->flags & AV_PIX_FMT_FLAG_RGB);
        AVPixelFormat kindOfPixels = withoutRange(AVPixelFormat(frame.format), full);
        bool deep = bits > 8 || !kind.isDisplay();
        Size flat = turns % 2 ? Size{size.height, size.width} : size;
        decltype(scaled) now
            = {frame.width, frame.height, frame.format, frame.colorspace, frame.color_range, frame.chroma_location, deep};
        if (!scaler || std::memcmp(&now, &scaled, sizeof now) != 0) {
            scaler.reset(sws_alloc_context());
            SwsContext* context = scaler.get();
            auto set = [&](const char* option, std::int64_t value) { av_opt_set_int(context, option, value, 0); };
            set("srcw", frame.width);
            set("srch", frame.height);
            set("src_format", kindOfPixels);
            set("src_range", full);
            set("dstw", flat.width);
            set("dsth", flat.height);
            set("dst_format", deep ? AV_PIX_FMT_RGBA64LE : AV_PIX_FMT_RGBA);
            set("dst_range", 1);
            // All but the first make swscale take its exact way instead of the fast one that repeats chroma.
            set("sws_flags", SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP);
            set("threads", std::clamp<std::int64_t>(std::thread::hardware_concurrency(), 1, 8));
            if (!(format->flags & AV_PIX_FMT_FLAG_RGB)) {
                auto [across, down] = chromaPosition(frame.chroma_location, *format);
                set("src_h_chr_pos", across);
                set("src_v_chr_pos", down);
            }
            const int* matrix = matrixOf(frame);
            sws_setColorspaceDetails(context, matrix, full, sws_getCoefficients(SWS_CS_ITU709), 1, 0, 1 << 16, 1 << 16);
            if (sws_init_context(context, nullptr, nullptr) < 0) {
                scaler.reset();
                return Error{Error::Code::Unsupported,
                    text("Cannot read {0}: its kind of pixels ({1}) is not known here.", name, format->name ? format->name : "?"),
                    path.string()};
            }
            sws_setColorspaceDetails(context, matrix, full, sws_getCoefficients(SWS_CS_ITU709), 1, 0, 1 << 16, 1 << 16);
            scaled = now;
        }
        std::size_t bytes = deep ? 8 : 4;
        std::vector<std::byte> pixels(std::size_t(flat.width) * std::size_t(flat.height) * bytes);
        FramePtr from(av_frame_clone(&frame)), to(av_frame_alloc());
        to->width = flat.width;
        to->height = flat.height;
        to->format = deep ? AV_PIX_FMT_RGBA64LE : AV_PIX_FMT_RGBA;
        to->data[0] = reinterpret_cast<std::uint8_t*>(pixels.data());
        to->linesize[0] = int(std::size_t(flat.width) * bytes);
        to->buf[0] = av_buffer_create(
            to->data[0], pixels.size(), [](void*, std::uint8_t*) {}, nullptr, 0);
        if (sws_scale_frame(scaler.get(), to.get(), from.get()) < 0)
            return unreadable();
        to.reset();
        std::span words(reinterpret_cast<std::uint16_t*>(pixels.data()), pixels.size() / 2);
        bool copied = (format->flags & AV_PIX_FMT_FLAG_RGB) && flat == Size{frame.width, frame.height};
        if (deep && !copied) {
            int depth = format->comp[0].depth;
            fillSixteenBits(words, full ? depth : 8, depth);
        }
        if (!(format->flags & AV_PIX_FMT_FLAG_ALPHA))
            makeOpaque(pixels, bytes);
        if (!kind.isDisplay()) {
            if (!light || light->kind() != kind)
                light = std::make_unique<const Light>(kind);
            light->toDisplay(words);
        }
        if (turns)
            pixels = turned(pixels, flat, bytes, turns);
        shown = Image(size, deep ? Image::Format::Rgba16 : Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
        if (deep && bits <= 8)
            shown = converted(shown, Image::Format::Rgba8, ColourSpace::Display);
        shownAt = timeOf(frame);
        return shown;
    }
};

FilmLimits FilmLimits::chosen()
{
    FilmLimits limits;
    limits.pixels = limitSetting("film_pixels", limits.pixels);
    limits.edge = int(std::min<std::int64_t>(limitSetting("film_edge", limits.edge), 65'536));
    return limits;
}

Result<Film> Film::open(const std::filesystem::path& path, const FilmLimits& limits)
{
    auto state = std::make_unique<State>();
    state->path = path;
    state->name = path.filename().string();
    state->limits = limits;
    const std::string& name = state->name;
    TRY(state->input, openInput(path));
    AVFormatContext* input = state->input.get();
    int best = -1;
    for (unsigned index = 0; index < input->nb_streams; ++index) {
        const AVStream* stream = input->streams[index];
        if (stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !(stream->disposition & AV_DISPOSITION_ATTACHED_PIC)
            && best < 0)
            best = int(index);
    }
    if (best < 0) {
        for (unsigned index = 0; index < input->nb_streams; ++index) {
            if (input->streams[index]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
                return Error{Error::Code::Unsupported, text("{0} holds sound and no pictures.", name), path.string()};
        }
        return Error{Error::Code::Unreadable, text("Cannot read {0}: there are no pictures in it.", name), path.string()};
    }
    AVStream* stream = state->stream = input->streams[best];
    for (unsigned index = 0; index < input->nb_streams; ++index)
        input->streams[index]->discard = int(index) == best ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    const AVCodecParameters& parameters = *stream->codecpar;
    if (parameters.width > limits.edge || parameters.height > limits.edge
        || std::int64_t(parameters.width) * parameters.height > limits.pixels) {
        return state->tooLarge(parameters.width, parameters.height);
    }
    TRY(state->codec, openDecoder(*stream, limits.pixels, name));
    state->packet.reset(av_packet_alloc());
    std::string_view container = input->iformat->name;
    state->timesAreStored
        = container.find("mov") != std::string_view::npos || container.find("matroska") != std::string_view::npos;

    AVRational rate = av_guess_frame_rate(input, stream, nullptr);
    if (rate.num <= 0 || rate.den <= 0 || av_q2d(rate) > 1000)
        rate = {25, 1};
    state->rate = {rate.num, rate.den};
    state->start = stream->start_time != AV_NOPTS_VALUE ? stream->start_time : 0;
    // The first frame settles what headers only claim.
    state->current = state->decode();
    if (!state->current)
        return Error{
            Error::Code::Unreadable, text("Cannot read {0}: not one picture in it can be decoded.", name), path.string()};
    const AVFrame& first = *state->current;
    state->start = State::timeOf(first);
    state->next = state->decode();
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(AVPixelFormat(first.format));
    state->bits = format ? format->comp[0].depth : 8;
    state->turns = quarterTurns(*stream);
    AVRational aspect = av_guess_sample_aspect_ratio(input, stream, state->current.get());
    Size size = {first.width, first.height};
    if (aspect.num > 0 && aspect.den > 0 && aspect.num != aspect.den) {
        double wide = double(first.width) * av_q2d(aspect);
        if (wide >= 1 && wide <= limits.edge)
            size.width = int(std::lround(wide));
    }
    state->size = state->turns % 2 ? Size{size.height, size.width} : size;

    double base = av_q2d(stream->time_base);
    if (stream->duration > 0)
        state->duration = double(stream->duration) * base;
    else if (input->duration > 0)
        state->duration = double(input->duration) / AV_TIME_BASE;
    if (stream->nb_frames > 0)
        state->frames = stream->nb_frames;
    else if (state->duration > 0)
        state->frames = std::max<Frame>(1, Frame(std::floor(state->duration / state->rate.secondsOf(1) + 0.5)));
    else
        state->frames = 1;
    if (state->duration <= 0)
        state->duration = state->rate.secondsOf(state->frames);
    return Film(std::move(state));
}

Film::Film(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
Film::Film(Film&&) noexcept = default;
Film& Film::operator=(Film&&) noexcept = default;
Film::~Film() = default;

Size Film::size() const
{
    return m_state->size;
}
Rate Film::rate() const
{
    return m_state->rate;
}
Seconds Film::duration() const
{
    return m_state->duration;
}
Frame Film::frames() const
{
    return m_state->frames;
}
int Film::bitsPerChannel() const
{
    return m_state->bits;
}
std::string_view Film::codec() const
{
    return avcodec_get_name(m_state->codec->codec_id);
}
const std::string& Film::damage() const
{
    return m_state->damage;
}

Result<Image> Film::frameAt(Seconds seconds)
{
    if (!std::isfinite(seconds))
        seconds = 0;
    // Far beyond any end, yet within what a tick can count.
    if (!m_state->goTo(m_state->tickOf(std::min(seconds, 1e7))))
        return m_state->unreadable();
    return m_state->picture();
}

Result<Image> Film::frame(Frame index)
{
    return frameAt(m_state->rate.secondsOf(std::max<Frame>(0, index)));
}

} // namespace opificio
