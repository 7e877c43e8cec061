#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>

#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

/// A small Rgba8 picture in Display space, upright, at most `edge` pixels along its longer edge. JPEG files are decoded
/// at 1/2, 1/4 or 1/8 of their size, pyramids from their nearest level; the rest is area-averaged. Any thread.
Result<Image> thumbnail(const std::filesystem::path& path, int edge);

} // namespace opificio
