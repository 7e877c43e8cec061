#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

// Private to this folder: FFmpeg's functions, found when the first film or sound is opened. Linked, its libraries and the
// seventy behind them would be loaded before every start of the window and of every job: a tenth of the way to the first
// frame, for something that many sessions never do.
//
// Code in opificio::ffmpeg, and code that is `using` it, calls them by their own names. A function that the code wants is
// added to its library's line here; one that was forgotten does not link.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include "base/Result.h"

// clang-format off
#define OPIFICIO_AVUTIL(X) \
    X(av_buffer_create) X(av_channel_layout_copy) X(av_channel_layout_default) X(av_channel_layout_uninit) \
    X(av_dict_free) X(av_dict_get) X(av_dict_set) X(av_display_rotation_get) X(av_frame_alloc) X(av_frame_clone) \
    X(av_frame_copy_props) X(av_frame_free) X(av_frame_get_buffer) X(av_frame_is_writable) X(av_image_get_linesize) \
    X(av_log_set_callback) X(av_log_set_level) X(av_opt_set_int) X(av_pix_fmt_count_planes) X(av_pix_fmt_desc_get) \
    X(av_rescale_q) X(av_strerror)
#define OPIFICIO_AVCODEC(X) \
    X(av_packet_alloc) X(av_packet_free) X(av_packet_rescale_ts) X(av_packet_unref) X(avcodec_alloc_context3) \
    X(avcodec_descriptor_get) X(avcodec_find_decoder) X(avcodec_find_decoder_by_name) X(avcodec_find_encoder) \
    X(avcodec_find_encoder_by_name) X(avcodec_flush_buffers) X(avcodec_free_context) X(avcodec_get_name) \
    X(avcodec_open2) X(avcodec_parameters_from_context) X(avcodec_parameters_to_context) X(avcodec_receive_frame) \
    X(avcodec_receive_packet) X(avcodec_send_frame) X(avcodec_send_packet)
#define OPIFICIO_AVFORMAT(X) \
    X(av_find_best_stream) X(av_guess_frame_rate) X(av_guess_sample_aspect_ratio) X(av_index_search_timestamp) \
    X(av_interleaved_write_frame) X(av_read_frame) X(av_seek_frame) X(av_stream_get_side_data) X(av_write_trailer) \
    X(avformat_alloc_output_context2) X(avformat_close_input) X(avformat_find_stream_info) X(avformat_free_context) \
    X(avformat_index_get_entry) X(avformat_new_stream) X(avformat_open_input) X(avformat_write_header) X(avio_closep) \
    X(avio_open)
#define OPIFICIO_SWSCALE(X) \
    X(sws_alloc_context) X(sws_freeContext) X(sws_getCoefficients) X(sws_init_context) X(sws_scale_frame) \
    X(sws_setColorspaceDetails)
#define OPIFICIO_SWRESAMPLE(X) \
    X(swr_alloc_set_opts2) X(swr_convert) X(swr_free) X(swr_get_out_samples) X(swr_init)
// clang-format on
#define OPIFICIO_LIBAV(X) OPIFICIO_AVUTIL(X) OPIFICIO_AVCODEC(X) OPIFICIO_AVFORMAT(X) OPIFICIO_SWSCALE(X) OPIFICIO_SWRESAMPLE(X)

namespace opificio::ffmpeg {

#define OPIFICIO_FUNCTION(name) extern decltype(&::name) name;
OPIFICIO_LIBAV(OPIFICIO_FUNCTION)
#undef OPIFICIO_FUNCTION

/// Finds them all, once: of the version whose headers this was built with, on the system's usual paths. Called before
/// anything else of FFmpeg's; until it has succeeded, the functions above are null. Sends FFmpeg's own messages to our log,
/// for us (Level::Debug). Any thread.
Result<> begin();

} // namespace opificio::ffmpeg
