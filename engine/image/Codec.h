#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "image/ImageFile.h"

namespace opificio {

/// What a codec hands over: pixels as the file stores them, before scaling to the exact size, colour and orientation.
struct Raster {
    /// What the numbers, and an embedded profile, speak of. Grey is stored as RGBA with three equal channels.
    enum class Ink { Grey, Rgb, Cmyk };

    Size size;
    Image::Format format = Image::Format::Rgba8; ///< or Rgba16
    Ink ink = Ink::Rgb; ///< Cmyk: four channels, the largest number is full ink
    bool hasAlpha = false;
    std::vector<std::byte> pixels; ///< tightly packed, from the top
    std::string profile; ///< ICC, or empty
    int orientation = 1; ///< EXIF 1..8
};

/// A rectangle of a level's pixels as they are stored, counted from its top left.
struct Part {
    int x = 0, y = 0;
    Size size;
};

/// An open file of which parts are read. One thread at a time.
class PictureParts {
public:
    /// Downwards: what lies above what was read last is read from the top again. Once: so slowly that it is not worth while,
    /// but for one pass from the top to the bottom.
    enum class Order { Anywhere, Downwards, Once };

    virtual ~PictureParts() = default;
    /// A part inside the level, in the level's own format.
    virtual Result<Raster> read(int level, const Part& part) = 0;

    std::vector<Size> levels; ///< as stored, the finest first
    int orientation = 1; ///< EXIF 1..8
    Order order = Order::Anywhere;
    Size block; ///< what is decoded at a stroke; a width of 0 says that only whole rows are, however little is asked for
};

/// A row of the table of still-picture files. Inputs are hostile. Any thread.
struct Codec {
    std::string_view name;
    /// Whether a file that begins with these bytes (at least 16 where the file has them) is of this kind.
    bool (*sniff)(std::string_view head);
    /// Reads no pixels.
    Result<ImageInfo> (*probe)(const std::filesystem::path& path);
    /// `longestEdge` > 0 is a wish: the raster may come smaller than the file, but never below it along its longer edge.
    Result<Raster> (*decode)(const std::filesystem::path& path, int longestEdge, const ImageLimits& limits);
    /// Null where the kind of file has no parts; answers null where this file has none that are worth while.
    Result<std::unique_ptr<PictureParts>> (*parts)(const std::filesystem::path& path, const ImageLimits& limits) = nullptr;
};

std::span<const Codec* const> codecs();

/// The codec that knows the first bytes of a file; its name does not count.
Result<const Codec*> codecFor(const std::filesystem::path& path);

// What the codecs share.

Error cutShort(const std::filesystem::path& path);
Error damaged(const std::filesystem::path& path);
/// An error when the picture is larger than the limits; called before memory is taken.
Result<> withinLimits(const std::filesystem::path& path, std::int64_t width, std::int64_t height, const ImageLimits& limits);
/// The orientation 1..8 of an EXIF block (with or without its "Exif" prefix); 1 when it says nothing sensible.
int exifOrientation(std::string_view block);
/// Width and height change places for the orientations 5 to 8.
Size upright(Size stored, int orientation);
/// Where a part of the upright picture lies in what is stored: the way back through oriented().
Part storedPart(const Part& part, Size stored, int orientation);

/// Area-averaged; `size` is smaller than the raster's. Colours are weighed by alpha, inks are not.
Raster scaledRaster(Raster raster, Size size);
/// The raster in sRGB, as an RGBA image of its own format; a damaged or unfitting profile is passed over (and logged at
/// Debug), since the numbers are then taken for sRGB by every viewer.
Image colourManaged(Raster raster);
/// The picture turned and mirrored as an EXIF orientation asks.
Image oriented(const Image& image, int orientation);

} // namespace opificio
