// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Encoder.h"

#include "media/Ffmpeg.h"
#include "media/Sound.h"
#include "media/Yuv.h"
#include "base/File.h"
#include "base/Id.h"
#include "base/Text.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace opificio {

using namespace ffmpeg;

namespace {

constexpr std::size_t underWay = 4;
constexpr int soundRate = 48'000;

struct CloseOutput {
    void operator()(AVFormatContext* output) const
    {
        if (output->pb)
            avio_closep(&output->pb);
        avformat_free_context(output);
    }
};

// Options as FFmpeg takes them; what is left over after opening is a mistake of ours.
struct Dictionary {
    explicit Dictionary(const std::map<std::string, std::string>& from)
    {
        for (const auto& [key, value] : from)
            av_dict_set(&entries, key.c_str(), value.c_str(), 0);
    }
    Dictionary(const Dictionary&) = delete;
    ~Dictionary() { av_dict_free(&entries); }
    AVDictionary* entries = nullptr;
};

class Encoder final : public Writer {
public:
    Encoder(EncoderSettings settings, Task& task)
        : m_settings(std::move(settings))
        , m_task(task)
        , m_even{m_settings.size.width + m_settings.size.width % 2, m_settings.size.height + m_settings.size.height % 2}
    {
    }

    ~Encoder() override
    {
        halt();
        m_output.reset();
        if (!m_beside.empty())
            ::unlink(m_beside.c_str());
    }

    Result<> open()
    {
        TRY_DO(begin());
        const std::filesystem::path& path = m_settings.path;
        std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
        TRY_DO(makeFolder(folder));
        std::filesystem::path beside = folder / ("." + path.filename().string() + "." + newId() + ".part");
        // Made here first, so that a refusal is the system's own and not FFmpeg's.
        int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0)
            return writeError(path, errno);
        ::close(descriptor);
        m_beside = beside;

        AVFormatContext* output = nullptr;
        if (avformat_alloc_output_context2(&output, nullptr, m_settings.container.c_str(), m_beside.c_str()) < 0)
            return cannot(AVERROR(EINVAL));
        m_output.reset(output);
        TRY_DO(openPictures());
        if (!m_settings.sound.empty())
            TRY_DO(openSound());
        for (const auto& [key, value] : m_settings.metadata) {
            if (!value.empty())
                av_dict_set(&output->metadata, key.c_str(), value.c_str(), 0);
        }
        if (int code = avio_open(&output->pb, m_beside.c_str(), AVIO_FLAG_WRITE); code < 0)
            return cannot(code);
        Dictionary options(m_settings.containerOptions);
        if (int code = avformat_write_header(output, &options.entries); code < 0)
            return cannot(code);

        unsigned workers = std::clamp(std::thread::hardware_concurrency(), 1u, 4u);
        for (unsigned number = 0; number < workers; ++number)
            m_threads.emplace_back([this] { convert(); });
        m_threads.emplace_back([this] { encode(); });
        return {};
    }

    Result<> write(const Image& frame) override
    {
        if (frame.isNull() || !(frame.size() == m_settings.size)) {
            return Error{Error::Code::Invalid,
                text("Cannot write {0}: frame {1} is {2} × {3} pixels and not {4} × {5}.", name(), m_taken + 1,
                    frame.size().width, frame.size().height, m_settings.size.width, m_settings.size.height)};
        }
        if (m_settings.total && m_taken >= m_settings.total)
            return Error{Error::Code::Invalid,
                text("Cannot write {0}: more frames came than the {1} announced.", name(), m_settings.total)};
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_failure || m_slots.size() < underWay; });
        if (m_failure)
            return *m_failure;
        if (m_task.stopped())
            return Error{Error::Code::Cancelled, text("Writing {0} was stopped.", name())};
        ++m_taken;
        m_slots.push_back({frame, nullptr, Slot::Waiting});
        m_changed.notify_all();
        return {};
    }

    Result<std::vector<std::filesystem::path>> finish() override
    {
        {
            std::unique_lock lock(m_mutex);
            m_complete = true;
            m_changed.notify_all();
        }
        join();
        if (m_failure)
            return *m_failure;
        if (m_task.stopped())
            return Error{Error::Code::Cancelled, text("Writing {0} was stopped.", name())};
        if (m_taken == 0 || m_taken < m_settings.total) {
            return Error{Error::Code::Invalid,
                text("Cannot write {0}: {1} frames came, {2} were announced.", name(), m_taken, m_settings.total)};
        }
        int code = av_write_trailer(m_output.get());
        if (code >= 0 && m_output->pb->error < 0)
            code = m_output->pb->error;
        if (int closed = avio_closep(&m_output->pb); code >= 0)
            code = closed;
        if (code < 0)
            return cannot(code);
        m_output.reset();
        int descriptor = ::open(m_beside.c_str(), O_RDONLY | O_CLOEXEC);
        bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
        int failure = synced ? 0 : errno;
        if (descriptor >= 0)
            ::close(descriptor);
        if (!failure && ::rename(m_beside.c_str(), m_settings.path.c_str()) != 0)
            failure = errno;
        if (failure)
            return writeError(m_settings.path, failure);
        m_beside.clear();
        return std::vector{m_settings.path};
    }

private:
    struct Slot {
        Image image;
        FramePtr frame;
        enum { Waiting, Converting, Ready } state = Waiting;
    };

    std::string name() const { return m_settings.path.filename().string(); }

    Error cannot(int code) const
    {
        int number = AVUNERROR(code);
        if (number == ENOSPC || number == EDQUOT || number == EFBIG || number == EROFS || number == EACCES || number == EPERM
            || number == ENOENT || number == EIO)
            return writeError(m_settings.path, number);
        if (number == ENOMEM)
            return {Error::Code::OutOfMemory, text("Cannot write {0}: there is not enough memory.", name()),
                m_settings.path.string()};
        return {Error::Code::Internal, text("Cannot write {0}: {1}.", name(), reason(code)), m_settings.path.string()};
    }

    Result<> openPictures()
    {
        const AVCodec* codec = avcodec_find_encoder_by_name(m_settings.codec.c_str());
        if (!codec)
            return Error{
                Error::Code::Unsupported, text("Cannot write {0}: this system's FFmpeg has no {1}.", name(), m_settings.codec)};
        AVStream* stream = avformat_new_stream(m_output.get(), nullptr);
        m_codec.reset(avcodec_alloc_context3(codec));
        AVCodecContext& context = *m_codec;
        context.width = m_even.width;
        context.height = m_even.height;
        context.pix_fmt = AV_PIX_FMT_YUV420P;
        context.time_base = {int(m_settings.rate.denominator), int(m_settings.rate.numerator)};
        context.framerate = {int(m_settings.rate.numerator), int(m_settings.rate.denominator)};
        context.sample_aspect_ratio = {1, 1};
        context.colorspace = AVCOL_SPC_BT709;
        context.color_primaries = AVCOL_PRI_BT709;
        context.color_trc = AVCOL_TRC_BT709;
        context.color_range = AVCOL_RANGE_MPEG;
        context.chroma_sample_location = AVCHROMA_LOC_LEFT;
        context.thread_count = 0;
        if (m_output->oformat->flags & AVFMT_GLOBALHEADER)
            context.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        Dictionary options(m_settings.codecOptions);
        if (int code = avcodec_open2(&context, codec, &options.entries); code < 0)
            return cannot(code);
        if (int code = avcodec_parameters_from_context(stream->codecpar, &context); code < 0)
            return cannot(code);
        stream->time_base = context.time_base;
        stream->avg_frame_rate = context.framerate;
        stream->sample_aspect_ratio = context.sample_aspect_ratio;
        m_pictures = stream;
        return {};
    }

    Result<> openSound()
    {
        TRY(auto sound, Sound::open(m_settings.sound, soundRate));
        m_sound = std::move(sound);
        const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
        AVStream* stream = avformat_new_stream(m_output.get(), nullptr);
        m_soundCodec.reset(avcodec_alloc_context3(codec));
        AVCodecContext& context = *m_soundCodec;
        context.sample_fmt = AV_SAMPLE_FMT_FLTP;
        context.sample_rate = soundRate;
        context.bit_rate = m_settings.soundBitsPerSecond;
        context.time_base = {1, soundRate};
        av_channel_layout_default(&context.ch_layout, 2);
        if (m_output->oformat->flags & AVFMT_GLOBALHEADER)
            context.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        if (int code = avcodec_open2(&context, codec, nullptr); code < 0)
            return cannot(code);
        if (int code = avcodec_parameters_from_context(stream->codecpar, &context); code < 0)
            return cannot(code);
        stream->time_base = context.time_base;
        m_soundTrack = stream;
        return {};
    }

    FramePtr emptyFrame()
    {
        {
            std::lock_guard lock(m_mutex);
            if (!m_used.empty()) {
                FramePtr frame = std::move(m_used.back());
                m_used.pop_back();
                if (av_frame_is_writable(frame.get()))
                    return frame;
            }
        }
        FramePtr frame(av_frame_alloc());
        if (!frame)
            return nullptr;
        frame->width = m_even.width;
        frame->height = m_even.height;
        frame->format = AV_PIX_FMT_YUV420P;
        frame->colorspace = AVCOL_SPC_BT709;
        frame->color_primaries = AVCOL_PRI_BT709;
        frame->color_trc = AVCOL_TRC_BT709;
        frame->color_range = AVCOL_RANGE_MPEG;
        frame->chroma_location = AVCHROMA_LOC_LEFT;
        if (av_frame_get_buffer(frame.get(), 0) < 0)
            return nullptr;
        return frame;
    }

    // Several threads: each takes the oldest picture that nobody converts yet.
    void convert()
    {
        for (;;) {
            Slot* slot = nullptr;
            {
                std::unique_lock lock(m_mutex);
                auto waiting = [this] {
                    return std::find_if(
                        m_slots.begin(), m_slots.end(), [](const Slot& one) { return one.state == Slot::Waiting; });
                };
                m_changed.wait(lock, [&] { return m_halt || m_failure || m_complete || waiting() != m_slots.end(); });
                auto found = waiting();
                if (m_halt || m_failure || found == m_slots.end())
                    return;
                found->state = Slot::Converting;
                slot = &*found; // a deque's other elements stay where they are while its ends change
            }
            FramePtr frame = emptyFrame();
            if (!frame) {
                fail(cannot(AVERROR(ENOMEM)));
                return;
            }
            Planes420 planes;
            planes.size = m_even;
            for (int plane = 0; plane < 3; ++plane) {
                planes.data[plane] = frame->data[plane];
                planes.stride[plane] = frame->linesize[plane];
            }
            toYuv420(slot->image, planes);
            std::lock_guard lock(m_mutex);
            slot->image = {};
            slot->frame = std::move(frame);
            slot->state = Slot::Ready;
            m_changed.notify_all();
        }
    }

    // One thread: the encoder, the muxer and the file are its own until it ends.
    void encode()
    {
        PacketPtr packet(av_packet_alloc());
        for (std::int64_t number = 0;; ++number) {
            FramePtr frame;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [this] {
                    return m_halt || m_failure || (m_slots.empty() ? m_complete : m_slots.front().state == Slot::Ready);
                });
                if (m_halt || m_failure)
                    return;
                if (m_task.stopped()) {
                    lock.unlock();
                    fail({Error::Code::Cancelled, text("Writing {0} was stopped.", name())});
                    return;
                }
                if (!m_slots.empty()) {
                    frame = std::move(m_slots.front().frame);
                    m_slots.pop_front();
                    m_changed.notify_all();
                }
            }
            if (!frame)
                break;
            frame->pts = number;
            frame->pict_type = AV_PICTURE_TYPE_NONE;
            int code = send(*m_codec, frame.get(), *m_pictures, *packet);
            if (code >= 0 && m_sound)
                code = sendSound(m_settings.rate.secondsOf(number + 1), *packet);
            if (code < 0) {
                fail(cannot(code));
                return;
            }
            std::lock_guard lock(m_mutex);
            m_used.push_back(std::move(frame));
        }
        int code = send(*m_codec, nullptr, *m_pictures, *packet);
        if (code >= 0 && m_sound)
            code = send(*m_soundCodec, nullptr, *m_soundTrack, *packet);
        if (code < 0)
            fail(cannot(code));
    }

    int send(AVCodecContext& codec, const AVFrame* frame, AVStream& stream, AVPacket& packet)
    {
        int code = avcodec_send_frame(&codec, frame);
        if (code < 0 && code != AVERROR_EOF)
            return code;
        while ((code = avcodec_receive_packet(&codec, &packet)) >= 0) {
            if (&codec == m_codec.get())
                packet.duration = 1; // in the codec's time base; makes the last frame last as long as the others
            av_packet_rescale_ts(&packet, codec.time_base, stream.time_base);
            packet.stream_index = stream.index;
            code = av_interleaved_write_frame(m_output.get(), &packet);
            if (code >= 0 && m_output->pb->error < 0)
                code = m_output->pb->error;
            if (code < 0)
                return code;
        }
        return code == AVERROR(EAGAIN) || code == AVERROR_EOF ? 0 : code;
    }

    // Sound up to the end of the picture just sent: it ends with the film, or earlier.
    int sendSound(Seconds until, AVPacket& packet)
    {
        std::int64_t end = std::int64_t(until * soundRate);
        int step = m_soundCodec->frame_size > 0 ? m_soundCodec->frame_size : 1024;
        while (!m_soundEnded && m_soundSent < end) {
            int count = int(std::min<std::int64_t>(step, end - m_soundSent));
            // Only the last block may be shorter than the codec's own: wait for more picture, unless there is none.
            if (count < step && !(m_settings.total && until >= m_settings.rate.secondsOf(m_settings.total)))
                return 0;
            auto samples = m_sound->read(count);
            if (!samples || samples->empty()) {
                m_soundEnded = true;
                return 0;
            }
            int got = int(samples->size() / 2);
            FramePtr frame(av_frame_alloc());
            frame->format = AV_SAMPLE_FMT_FLTP;
            frame->sample_rate = soundRate;
            frame->nb_samples = got;
            av_channel_layout_default(&frame->ch_layout, 2);
            if (av_frame_get_buffer(frame.get(), 0) < 0)
                return AVERROR(ENOMEM);
            for (int side = 0; side < 2; ++side) {
                auto* to = reinterpret_cast<float*>(frame->data[side]);
                for (int index = 0; index < got; ++index)
                    to[index] = (*samples)[std::size_t(2 * index + side)];
            }
            frame->pts = m_soundSent;
            m_soundSent += got;
            m_soundEnded = got < step;
            if (int code = send(*m_soundCodec, frame.get(), *m_soundTrack, packet); code < 0)
                return code;
        }
        return 0;
    }

    void fail(Error error)
    {
        std::lock_guard lock(m_mutex);
        if (!m_failure)
            m_failure = std::move(error);
        m_changed.notify_all();
    }

    void halt()
    {
        {
            std::lock_guard lock(m_mutex);
            m_halt = true;
            m_changed.notify_all();
        }
        join();
    }

    void join()
    {
        for (std::thread& thread : m_threads)
            thread.join();
        m_threads.clear();
    }

    EncoderSettings m_settings;
    Task& m_task;
    Size m_even;
    std::filesystem::path m_beside; ///< the file being written; empty once it is renamed
    std::unique_ptr<AVFormatContext, CloseOutput> m_output;
    CodecPtr m_codec, m_soundCodec;
    AVStream *m_pictures = nullptr, *m_soundTrack = nullptr;
    std::optional<Sound> m_sound;
    std::int64_t m_soundSent = 0;
    bool m_soundEnded = false;
    Frame m_taken = 0;

    std::vector<std::thread> m_threads;
    std::condition_variable m_changed;
    // Guards: everything below.
    std::mutex m_mutex;
    std::deque<Slot> m_slots;
    std::vector<FramePtr> m_used;
    std::optional<Error> m_failure;
    bool m_complete = false, m_halt = false;
};

} // namespace

Result<std::unique_ptr<Writer>> openEncoder(EncoderSettings settings, Task& task)
{
    auto encoder = std::make_unique<Encoder>(std::move(settings), task);
    TRY_DO(encoder->open());
    return std::unique_ptr<Writer>(std::move(encoder));
}

} // namespace opificio
