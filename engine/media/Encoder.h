#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/Rate.h"
#include "base/Result.h"
#include "base/Task.h"
#include "media/Format.h"

namespace opificio {

/// What a film format sets before the shared encoder runs: one 4:2:0 picture track, BT.709 and limited range, and, where
/// asked for, one AAC track.
struct EncoderSettings {
    std::filesystem::path path;
    Size size;
    Rate rate;
    Frame total = 0; ///< 0: as many as come
    std::string container; ///< FFmpeg's name of the muxer
    std::string codec; ///< FFmpeg's name of the encoder
    std::map<std::string, std::string> codecOptions, containerOptions;
    std::map<std::string, std::string> metadata; ///< title, comment
    std::filesystem::path sound; ///< empty: a silent film
    int soundBitsPerSecond = 256'000;
};

/// A Writer on FFmpeg. Three stages overlap: the caller renders, a few threads turn pictures into 4:2:0 (each a whole
/// frame), one thread encodes and writes; four frames are under way at most.
Result<std::unique_ptr<Writer>> openEncoder(EncoderSettings settings, Task& task);

} // namespace opificio
