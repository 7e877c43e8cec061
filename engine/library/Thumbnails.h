#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>

#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

inline constexpr int thumbnailEdgePixels = 384;

/// folder/ab/HASH.jpg; which hash: thumbnailKey() of Item.h.
std::filesystem::path thumbnailPath(const std::filesystem::path& folder, const std::string& sha256);

/// Makes the small picture of a file unless it is there; its path. Any thread; two at once do no harm.
/// An error is the picture's own: it is cut short, damaged or too large.
Result<std::filesystem::path> makeThumbnail(
    const std::filesystem::path& folder, const std::filesystem::path& picture, const std::string& sha256);
/// The same of a picture in memory, for the file of that hash (a film).
Result<std::filesystem::path> makeThumbnail(const std::filesystem::path& folder, const Image& picture, const std::string& sha256);

} // namespace opificio
