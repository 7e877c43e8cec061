#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

// Private to this folder: frames that hold two fields of two moments, as tapes and television have them.

#include "media/Ffmpeg.h"

namespace opificio::ffmpeg {

/// Whether the frame holds two fields. The codecs that know say it of each frame; of lossless ones, which keep whatever they
/// were given, the container is believed, too.
bool isInterlaced(const AVFrame& frame, const AVStream& stream);

/// The frame at the moment of its first field: that field's lines as they are, the other's made of the lines around them
/// and, where nothing moves, of the frame itself and the one before. This is the BBC's three-field filter bounded by motion, as
/// FFmpeg's bwdif has it. It is kept here because it follows from three frames and nothing else, so that a frame is the
/// same however it was reached, takes every layout of pixels and needs none of libavfilter's libraries.
/// `before` and `after` are the neighbours, null at the film's ends. Null where the kind of pixels cannot be taken apart.
FramePtr deinterlaced(const AVFrame* before, const AVFrame& frame, const AVFrame* after, const AVStream& stream);

} // namespace opificio::ffmpeg
