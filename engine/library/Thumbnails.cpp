// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Thumbnails.h"

#include "image/ImageFile.h"
#include "image/Thumbnail.h"

#include <algorithm>

namespace opificio {

std::filesystem::path thumbnailPath(const std::filesystem::path& folder, const std::string& sha256)
{
    return folder / sha256.substr(0, 2) / (sha256 + ".jpg");
}

Result<std::filesystem::path> makeThumbnail(
    const std::filesystem::path& folder, const std::filesystem::path& picture, const std::string& sha256)
{
    const std::filesystem::path path = thumbnailPath(folder, sha256);
    std::error_code code;
    if (std::filesystem::is_regular_file(path, code))
        return path;
    TRY(const Image image, thumbnail(picture, thumbnailEdgePixels));
    TRY_DO(writeJpeg(path, image, 85));
    return path;
}

Result<std::filesystem::path> makeThumbnail(const std::filesystem::path& folder, const Image& picture, const std::string& sha256)
{
    const std::filesystem::path path = thumbnailPath(folder, sha256);
    const Size size = picture.size();
    const double shrink = std::min(1.0, double(thumbnailEdgePixels) / std::max(size.width, size.height));
    const Size small = {std::max(1, int(size.width * shrink)), std::max(1, int(size.height * shrink))};
    TRY_DO(writeJpeg(path, scaled(converted(picture, Image::Format::Rgba8, ColourSpace::Display), small), 85));
    return path;
}

} // namespace opificio
