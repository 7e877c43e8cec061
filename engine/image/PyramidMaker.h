#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <optional>
#include <vector>

#include "base/Result.h"
#include "image/Image.h"
#include "image/TileFile.h"

namespace opificio {

/// The sizes of a picture and its halves, rounded down, until one is no longer than `TileFile::tileEdge` along its longer edge.
std::vector<Size> halvedSizes(Size size);

/// Makes levels of halves from the rows of a picture, in one pass from the top: as many rows are in memory as one tile has, once
/// a level.
class PyramidMaker {
public:
    /// Into memory: levels() has them in the end. `sizes` are those of halvedSizes(), with the first left out where `first` is 1.
    PyramidMaker(std::vector<Size> sizes, int first);
    /// Into a folder that is there: "0.tif", "1.tif" and so on.
    PyramidMaker(std::vector<Size> sizes, int first, std::filesystem::path folder, bool hasAlpha);

    /// The next rows of the picture: TileFile::tileEdge of them, or what is left at its end.
    Result<> take(const Image& rows) { return take(0, rows); }
    /// After the last row.
    Result<> finish();
    const std::vector<Image>& levels() const { return m_images; }

private:
    struct Level {
        Size size;
        int rows = 0; ///< that came
        std::vector<std::byte> pixels; ///< in memory: all of them
        std::optional<TileFile> file;
        std::optional<Image> waiting; ///< fewer rows than a tile has
    };
    Result<> take(std::size_t level, const Image& rows);

    std::vector<Level> m_levels; ///< of all sizes; the first `m_first` are passed through only
    std::size_t m_first;
    std::filesystem::path m_folder;
    bool m_hasAlpha = false;
    Image::Format m_format = Image::Format::Rgba8;
    std::vector<Image> m_images;
};

} // namespace opificio
