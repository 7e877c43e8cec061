#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

/// What a picture file says of itself, read from its first bytes without decoding it.
struct ImageInfo {
    std::string type; ///< "jpeg", "png", "tiff", "webp"
    Size size; ///< as it is shown: after the orientation tag
    int orientation = 1; ///< EXIF 1..8
    bool hasProfile = false; ///< an embedded ICC profile
};

/// Bounds that hostile or mistaken files meet.
struct ImageLimits {
    std::int64_t pixels = 400'000'000;
    int edge = 60'000; ///< a picture with this many pixels along an edge, or more, is refused before memory is taken
    /// As set: limits.picture_pixels and limits.picture_edge of base/Settings.h.
    static ImageLimits chosen();
};

Result<ImageInfo> probeImage(const std::filesystem::path& path);

/// Decodes jpeg, png, tiff and webp to Rgba8 or Rgba16 in Display space, upright (orientation applied), ICC converted to
/// sRGB. `longestEdge` > 0: at most that many pixels along the longer edge (decoded smaller where the codec can; never
/// enlarged). A file that is cut short or damaged is an error, never a half-grey picture.
Result<Image> readImage(
    const std::filesystem::path& path, int longestEdge = 0, const ImageLimits& limits = ImageLimits::chosen());

/// PNG of 8 or 16 bits as the image's format asks (float formats: 16). SceneLinear is encoded to Display first.
/// Written beside and renamed. `words` are what a PNG says of itself: pairs of a keyword of the PNG specification, 11.3.4.2
/// ("Title", "Author", "Comment") and its text in UTF-8.
Result<> writePng(
    const std::filesystem::path& path, const Image& image, const std::vector<std::pair<std::string, std::string>>& words = {});
/// quality 1..100; alpha is dropped on black.
Result<> writeJpeg(const std::filesystem::path& path, const Image& image, int quality);

/// The same picture in another format and colour space (the sRGB curve where they differ).
Image converted(const Image& image, Image::Format format, ColourSpace space);
/// Area-averaged when smaller, cubic when larger; in the image's own space and format.
Image scaled(const Image& image, Size size);
/// `x, y, width, height` in pixels, inside the picture.
Image cropped(const Image& image, int x, int y, Size size);

} // namespace opificio
