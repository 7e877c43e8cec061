// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Sound.h"

#include "media/Ffmpeg.h"
#include "base/Text.h"

#include <algorithm>

namespace opificio {

using namespace ffmpeg;

struct Sound::State {
    std::string name;
    InputPtr input;
    AVStream* stream = nullptr;
    CodecPtr codec;
    ResamplerPtr resampler;
    PacketPtr packet{av_packet_alloc()};
    FramePtr frame{av_frame_alloc()};
    std::vector<float> ready;
    bool ended = false;
    int broken = 0;

    void take(const AVFrame* from)
    {
        int room = swr_get_out_samples(resampler.get(), from ? from->nb_samples : 0);
        if (room <= 0)
            return;
        std::vector<float> got(2 * std::size_t(room));
        auto* to = reinterpret_cast<std::uint8_t*>(got.data());
        int count = swr_convert(resampler.get(), &to, room,
            from ? const_cast<const std::uint8_t**>(from->extended_data) : nullptr, from ? from->nb_samples : 0);
        if (count > 0)
            ready.insert(ready.end(), got.begin(), got.begin() + 2 * count);
    }

    void fill()
    {
        int got = avcodec_receive_frame(codec.get(), frame.get());
        if (got >= 0) {
            // A file that changes its rate or channels midway would need a new resampler; what follows is left out.
            if (frame->sample_rate == codec->sample_rate && frame->ch_layout.nb_channels == codec->ch_layout.nb_channels)
                take(frame.get());
            return;
        }
        if (got == AVERROR_EOF || broken > 1000) {
            take(nullptr);
            ended = true;
            return;
        }
        int read = av_read_frame(input.get(), packet.get());
        if (read < 0) {
            avcodec_send_packet(codec.get(), nullptr);
            ++broken;
            return;
        }
        if (packet->stream_index == stream->index && avcodec_send_packet(codec.get(), packet.get()) < 0)
            ++broken;
        av_packet_unref(packet.get());
    }
};

Result<Sound> Sound::open(const std::filesystem::path& path, int samplesPerSecond)
{
    auto state = std::make_unique<State>();
    state->name = path.filename().string();
    TRY(state->input, openInput(path));
    int best = av_find_best_stream(state->input.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (best < 0)
        return Error{Error::Code::Unsupported, text("There is no sound in {0}.", state->name), path.string()};
    state->stream = state->input->streams[best];
    for (unsigned index = 0; index < state->input->nb_streams; ++index)
        state->input->streams[index]->discard = int(index) == best ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    TRY(state->codec, openDecoder(*state->stream, 0, state->name));
    AVChannelLayout from = {}, stereo = AV_CHANNEL_LAYOUT_STEREO;
    int channels = state->codec->ch_layout.nb_channels;
    if (channels < 1 || state->codec->sample_rate < 1)
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is damaged or cut short.", state->name), path.string()};
    if (state->codec->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&from, channels);
    else
        av_channel_layout_copy(&from, &state->codec->ch_layout);
    SwrContext* resampler = nullptr;
    int made = swr_alloc_set_opts2(&resampler, &stereo, AV_SAMPLE_FMT_FLT, samplesPerSecond, &from, state->codec->sample_fmt,
        state->codec->sample_rate, 0, nullptr);
    state->resampler.reset(resampler);
    if (made >= 0)
        made = swr_init(resampler);
    av_channel_layout_uninit(&from);
    if (made < 0)
        return Error{
            Error::Code::Unsupported, text("Cannot read {0}: its kind of sound is not known here.", state->name), path.string()};
    return Sound(std::move(state));
}

Sound::Sound(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
Sound::Sound(Sound&&) noexcept = default;
Sound& Sound::operator=(Sound&&) noexcept = default;
Sound::~Sound() = default;

Seconds Sound::duration() const
{
    const AVStream* stream = m_state->stream;
    if (stream->duration > 0)
        return double(stream->duration) * av_q2d(stream->time_base);
    return m_state->input->duration > 0 ? double(m_state->input->duration) / AV_TIME_BASE : 0;
}

Result<std::vector<float>> Sound::read(int count)
{
    std::size_t wanted = 2 * std::size_t(std::max(0, count));
    while (m_state->ready.size() < wanted && !m_state->ended)
        m_state->fill();
    std::size_t given = std::min(wanted, m_state->ready.size());
    std::vector<float> samples(m_state->ready.begin(), m_state->ready.begin() + std::ptrdiff_t(given));
    m_state->ready.erase(m_state->ready.begin(), m_state->ready.begin() + std::ptrdiff_t(given));
    return samples;
}

} // namespace opificio
