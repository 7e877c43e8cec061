#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

// Private to this folder: FFmpeg's objects with owners, its errors as sentences.

#include <filesystem>
#include <memory>
#include <string>

#include "base/Result.h"
#include "media/Libav.h"

namespace opificio::ffmpeg {

struct Free {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
    void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
    void operator()(SwrContext* resampler) const { swr_free(&resampler); }
};
using FramePtr = std::unique_ptr<AVFrame, Free>;
using PacketPtr = std::unique_ptr<AVPacket, Free>;
using CodecPtr = std::unique_ptr<AVCodecContext, Free>;
using ScalerPtr = std::unique_ptr<SwsContext, Free>;
using ResamplerPtr = std::unique_ptr<SwrContext, Free>;

struct CloseInput {
    void operator()(AVFormatContext* input) const { avformat_close_input(&input); }
};
using InputPtr = std::unique_ptr<AVFormatContext, CloseInput>;

/// "Invalid data found when processing input"
std::string reason(int code);

/// Opens a local file for reading. Network protocols and play lists that name other files are not followed.
Result<InputPtr> openInput(const std::filesystem::path& path);

/// A decoder for the stream, with threads; `pixels` bounds what a frame may allocate.
Result<CodecPtr> openDecoder(const AVStream& stream, std::int64_t pixels, const std::string& name);

} // namespace opificio::ffmpeg
