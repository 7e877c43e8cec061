// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Ffmpeg.h"

#include "base/Log.h"
#include "base/Text.h"

namespace opificio::ffmpeg {

std::string reason(int code)
{
    char words[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, words, sizeof words);
    return words;
}

Result<InputPtr> openInput(const std::filesystem::path& path)
{
    TRY_DO(begin());
    std::string name = path.filename().string();
    std::error_code code;
    if (!std::filesystem::exists(path, code))
        return Error{Error::Code::NotFound, text("Cannot find {0}.", path.string()), path.string()};
    if (!std::filesystem::is_regular_file(path, code))
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is not a file.", name), path.string()};
    if (std::filesystem::file_size(path, code) == 0)
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is empty.", name), path.string()};
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    // Play lists (hls, concat, dash) are left out: they would open other files at the word of this one.
    av_dict_set(&options, "format_whitelist",
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,flv,gif,apng,mxf,nut,ivf,h264,hevc,asf,m4v,dv,mjpeg,"
        "yuv4mpegpipe,wav,w64,aiff,flac,mp3,aac,caf,amr,ac3,au,webm_dash_manifest,png_pipe",
        0);
    AVFormatContext* raw = nullptr;
    int opened = avformat_open_input(&raw, ("file:" + path.string()).c_str(), nullptr, &options);
    av_dict_free(&options);
    if (opened == AVERROR(EACCES) || opened == AVERROR(EPERM))
        return Error{Error::Code::Unreadable, text("Cannot read {0}: the file may not be read by you.", name), path.string()};
    if (opened < 0) {
        log(Level::Debug, "media", name + ": " + reason(opened));
        return Error{Error::Code::Unreadable,
            text("Cannot read {0}: it is not a film or a sound that is known here, or it is damaged or cut short.", name),
            path.string()};
    }
    InputPtr input(raw);
    input->max_streams = 64;
    if (avformat_find_stream_info(input.get(), nullptr) < 0 && input->nb_streams == 0)
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is damaged or cut short.", name), path.string()};
    return input;
}

Result<CodecPtr> openDecoder(const AVStream& stream, std::int64_t pixels, const std::string& name)
{
    const AVCodec* decoder = nullptr;
    // WebM keeps alpha as a second film within the first, which FFmpeg's own decoders pass over; libvpx' do not.
    const AVDictionaryEntry* alpha = av_dict_get(stream.metadata, "alpha_mode", nullptr, 0);
    if (alpha && std::string_view(alpha->value) == "1") {
        if (stream.codecpar->codec_id == AV_CODEC_ID_VP9)
            decoder = avcodec_find_decoder_by_name("libvpx-vp9");
        else if (stream.codecpar->codec_id == AV_CODEC_ID_VP8)
            decoder = avcodec_find_decoder_by_name("libvpx");
        if (!decoder)
            log(Level::Warning, "media", text("{0} has transparent parts that this system's FFmpeg cannot read.", name));
    }
    if (!decoder)
        decoder = avcodec_find_decoder(stream.codecpar->codec_id);
    if (!decoder) {
        return Error{Error::Code::Unsupported,
            text("Cannot read {0}: its codec ({1}) is not known here.", name, avcodec_get_name(stream.codecpar->codec_id)), name};
    }
    CodecPtr codec(avcodec_alloc_context3(decoder));
    if (!codec || avcodec_parameters_to_context(codec.get(), stream.codecpar) < 0)
        return Error{Error::Code::OutOfMemory, text("Cannot read {0}: there is not enough memory.", name), name};
    codec->pkt_timebase = stream.time_base;
    codec->max_pixels = pixels;
    codec->thread_count = 0;
    if (int opened = avcodec_open2(codec.get(), decoder, nullptr); opened < 0)
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it is damaged or cut short.", name), reason(opened)};
    return codec;
}

} // namespace opificio::ffmpeg
