#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <compare>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "base/Resources.h"
#include "base/Result.h"
#include "base/Task.h"
#include "image/ImageFile.h"

namespace opificio {

/// How a large picture is cut: levels of ever fewer pixels, each in tiles of one size from its top left. A value.
struct TilePyramid {
    struct Level {
        Size size;
        double across = 1, down = 1; ///< pixels of the picture for one of the level's
    };
    struct Tile {
        int level = 0, x = 0, y = 0; ///< column and row
        friend auto operator<=>(const Tile&, const Tile&) = default;
    };
    /// In pixels of the whole picture.
    struct Area {
        double x = 0, y = 0, width = 0, height = 0;
    };

    Size size;
    int tileWidth = 512, tileHeight = 512;
    std::vector<Level> levels; ///< the finest first

    bool holds(const Tile& tile) const;
    /// Columns and rows.
    Size tilesOf(int level) const;
    /// The last column and row are cut where the level ends.
    Size pixelsOf(const Tile& tile) const;
    /// Neighbours share their edges; the last ones end where the picture does.
    Area areaOf(const Tile& tile) const;
    /// Those of the level that show something of the area, row by row.
    std::vector<Tile> touched(int level, const Area& area) const;
    /// The coarsest level that has a pixel for each of the screen's, at so many pixels of the screen for one of the picture;
    /// the finest where none has.
    int levelFor(double scale) const;
};

/// Levels at whole divisors of the picture (1, 2, 4...), rounded up: as JPEG files are decoded smaller, and as image servers
/// count (IIIF Image API 3.0, "scaleFactors").
TilePyramid pyramidOf(Size size, Size tile, std::span<const int> factors);

/// A picture of which tiles are read. A value; what it holds together is shared.
struct TileSource {
    TilePyramid pyramid;
    /// A tile as readImage() would have it: upright, in Display space, Rgba8 or Rgba16. Any thread, any number at once. An error
    /// is this tile's own; Busy: it needs what prepare() makes; Cancelled: the task was stopped.
    std::function<Result<Image>(const TilePyramid::Tile& tile, Task& task)> tile;
    /// Long: makes what some levels need before they can be read, in one pass. To be called once, on a thread that stands
    /// back; empty where there is nothing to make.
    std::function<Result<>(Task& task)> prepare;
    /// Long, and on a thread that stands back: keeps what is slow to read where one looks in a form that is quick. Tiles are the
    /// same before, meanwhile and after, and none waits for it. To be called once, when one of its finest levels is looked at;
    /// empty where nothing is slow.
    std::function<Result<>(Task& task)> hasten;
};

/// A part of a picture, turned or mirrored: its tiles are put together from those of the whole. `x`, `y` and `size` in pixels of
/// the whole, inside it and not empty; `orientation` as in Exif, 1 to 8. Where the part's edges fall between the pixels of a
/// coarse level, these are part of it.
TileSource partOf(TileSource whole, int x, int y, Size size, int orientation);

struct LocalTileOptions {
    ImageLimits limits = ImageLimits::chosen();
    /// Levels that the file does not have are kept here, named by its content, and the longest unused dropped beyond so many
    /// bytes.
    std::filesystem::path cache = cacheFolder() / "tiles";
    std::int64_t cacheBytes = 4'000'000'000;
    std::int64_t memoryPixels = 16'000'000; ///< up to so many are kept in memory instead
    std::int64_t bandBytes = 192'000'000; ///< of rows that are kept in memory, where a file is decoded in whole rows
    std::int64_t bandPixels = 24'000'000; ///< beyond so many, hasten() spares such a file the way down to rows far below
};

/// The tiles of a file. Tiled and striped TIFFs are read where one looks, and their reduced pictures are levels; a JPEG of one
/// scan is decoded in bands of rows at 1/1 to 1/8, and a large one kept in tiles by hasten(). What comes in no such parts (PNG,
/// WebP, a JPEG of many scans), and levels that a TIFF lacks, are made by prepare(). Reads the head of the file only.
Result<TileSource> localTiles(const std::filesystem::path& path, const LocalTileOptions& options = {});

} // namespace opificio
