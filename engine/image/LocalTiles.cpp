// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/Tiles.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Log.h"
#include "base/Text.h"
#include "image/Codec.h"
#include "image/PyramidMaker.h"

#include <algorithm>
#include <cstring>
#include <list>
#include <mutex>
#include <new>
#include <optional>

namespace opificio {

namespace {

namespace fs = std::filesystem;

// Rows that are decoded at a stroke where a file comes in whole rows; what is decoded of a JPEG is the same wherever one begins.
constexpr int bandRows = TileFile::tileEdge;
// The coarsest level of a file's own may have so many pixels along an edge; beyond it coarser ones are made.
constexpr int coarseEdge = 2560;
// Each of those who read at once has the file open by itself.
constexpr std::size_t mostOpen = 4;

Raster cutOut(const Raster& raster, const Part& part)
{
    Raster cut{.size = part.size,
        .format = raster.format,
        .ink = raster.ink,
        .hasAlpha = raster.hasAlpha,
        .pixels = {},
        .profile = raster.profile};
    const std::size_t pixelBytes = Image::bytesPerPixel(raster.format), rowBytes = std::size_t(part.size.width) * pixelBytes;
    cut.pixels.resize(rowBytes * std::size_t(part.size.height));
    for (int row = 0; row < part.size.height; ++row) {
        const std::size_t from = (std::size_t(part.y + row) * std::size_t(raster.size.width) + std::size_t(part.x)) * pixelBytes;
        std::memcpy(cut.pixels.data() + std::size_t(row) * rowBytes, raster.pixels.data() + from, rowBytes);
    }
    return cut;
}

Error cancelled(const fs::path& path)
{
    return {Error::Code::Cancelled, text("Stopped."), path.string()};
}

Error outOfMemory(const fs::path& path)
{
    return {Error::Code::OutOfMemory, text("Cannot read {0}: there is not enough memory for it.", path.filename().string()),
        path.string()};
}

// Files of one kind that are open at once, each for whoever reads just now.
class OpenParts {
public:
    OpenParts(const Codec* codec, fs::path path, ImageLimits limits)
        : m_codec(codec)
        , m_path(std::move(path))
        , m_limits(limits)
    {
    }
    void add(std::unique_ptr<PictureParts> parts) { m_free.push_back(std::move(parts)); }
    Result<Raster> read(int level, const Part& part)
    {
        std::unique_ptr<PictureParts> parts;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_free.empty()) {
                parts = std::move(m_free.back());
                m_free.pop_back();
            }
        }
        if (!parts) {
            TRY(parts, m_codec->parts(m_path, m_limits));
            // It may have been written anew since.
            if (!parts || level >= int(parts->levels.size()))
                return damaged(m_path);
        }
        const Size size = parts->levels[std::size_t(level)];
        if (part.x + part.size.width > size.width || part.y + part.size.height > size.height)
            return damaged(m_path);
        auto raster = parts->read(level, part);
        const std::lock_guard lock(m_mutex);
        if (m_free.size() < mostOpen)
            m_free.push_back(std::move(parts));
        return raster;
    }

private:
    const Codec* m_codec;
    fs::path m_path;
    ImageLimits m_limits;
    std::mutex m_mutex; ///< guards m_free
    std::vector<std::unique_ptr<PictureParts>> m_free;
};

// Rows of a file that is decoded from the top: the last ones stay in memory.
class Bands {
public:
    Bands(std::unique_ptr<PictureParts> parts, std::int64_t mostBytes)
        : m_parts(std::move(parts))
        , m_mostBytes(mostBytes)
    {
    }
    Result<Raster> read(int level, const Part& part, Task& task, const fs::path& path)
    {
        // One after the other: each goes on from where the last has left the file.
        const std::lock_guard lock(m_mutex);
        const int first = part.y / bandRows, last = (part.y + part.size.height - 1) / bandRows;
        Raster whole;
        for (int band = first; band <= last; ++band) {
            if (task.stopped())
                return cancelled(path);
            TRY(const Raster* rows, bandAt(level, band));
            const int top = std::max(part.y, band * bandRows),
                      bottom = std::min(part.y + part.size.height, (band + 1) * bandRows);
            Raster cut = cutOut(*rows, {part.x, top - band * bandRows, {part.size.width, bottom - top}});
            if (band == first) {
                whole = std::move(cut);
            } else {
                whole.pixels.insert(whole.pixels.end(), cut.pixels.begin(), cut.pixels.end());
                whole.size.height += cut.size.height;
            }
        }
        return whole;
    }

private:
    struct Band {
        int level = 0, number = 0;
        Raster rows;
    };

    Result<const Raster*> bandAt(int level, int number)
    {
        for (auto band = m_bands.begin(); band != m_bands.end(); ++band) {
            if (band->level == level && band->number == number) {
                m_bands.splice(m_bands.begin(), m_bands, band);
                return &m_bands.front().rows;
            }
        }
        const Size size = m_parts->levels[std::size_t(level)];
        const int top = number * bandRows;
        TRY(Raster rows, m_parts->read(level, {0, top, {size.width, std::min(bandRows, size.height - top)}}));
        m_bytes += std::int64_t(rows.pixels.size());
        m_bands.push_front({level, number, std::move(rows)});
        while (m_bytes > m_mostBytes && m_bands.size() > 2) {
            m_bytes -= std::int64_t(m_bands.back().rows.pixels.size());
            m_bands.pop_back();
        }
        return &m_bands.front().rows;
    }

    std::mutex m_mutex; ///< guards everything below
    std::unique_ptr<PictureParts> m_parts;
    std::list<Band> m_bands; ///< the last used first
    std::int64_t m_bytes = 0, m_mostBytes;
};

const Codec* codecNamed(std::string_view name)
{
    for (const Codec* codec : codecs()) {
        if (codec->name == name)
            return codec;
    }
    return nullptr;
}

class LocalTiles {
public:
    static Result<std::shared_ptr<LocalTiles>> open(const fs::path& path, const LocalTileOptions& options);

    Result<Image> tile(const TilePyramid::Tile& tile, Task& task);
    Result<> prepare(Task& task);
    Result<> hasten(Task& task);

    TilePyramid pyramid;
    bool needsMaking() const { return m_fileLevels < int(m_stored.size()); }
    bool isSlow() const { return m_bands && std::int64_t(pyramid.size.width) * pyramid.size.height > m_options.bandPixels; }

private:
    using Files = std::vector<std::unique_ptr<OpenParts>>;

    Result<Raster> made(int level, const Part& part);
    OpenParts* kept(int level);
    Result<> makeIn(const fs::path& folder, Task& task);
    Result<> keepIn(const fs::path& folder, Task& task) const;
    Result<Files> openedFrom(const fs::path& folder, int first, int count) const;
    Result<Files> foundOrMade(
        const std::string& ending, int first, int count, const std::function<Result<>(const fs::path& folder)>& make) const;
    void dropOldest(const fs::path& kept) const;

    fs::path m_path;
    LocalTileOptions m_options;
    const Codec* m_codec = nullptr;
    int m_orientation = 1;
    std::vector<Size> m_stored; ///< of all levels
    int m_fileLevels = 0; ///< the finest, which the file itself has; the others are made
    std::unique_ptr<OpenParts> m_parts;
    std::unique_ptr<Bands> m_bands;

    std::mutex m_mutex; ///< guards what follows
    bool m_isMade = false;
    std::vector<Image> m_images; ///< of the made levels, where they are small
    Files m_files; ///< where they are not
    Files m_kept; ///< the file's own levels, once they are hastened
};

Result<std::shared_ptr<LocalTiles>> LocalTiles::open(const fs::path& path, const LocalTileOptions& options)
{
    auto tiles = std::make_shared<LocalTiles>();
    tiles->m_path = path;
    tiles->m_options = options;
    TRY(tiles->m_codec, codecFor(path));
    std::unique_ptr<PictureParts> parts;
    if (tiles->m_codec->parts) {
        TRY(parts, tiles->m_codec->parts(path, options.limits));
    }
    Size tile{TileFile::tileEdge, TileFile::tileEdge}, stored;
    if (parts) {
        tiles->m_orientation = parts->orientation;
        stored = parts->levels.front();
        if (parts->order != PictureParts::Order::Once) {
            tiles->m_stored = parts->levels;
            tiles->m_fileLevels = int(parts->levels.size());
        }
        // Tiles as the file has them, or several of them where they are small.
        if (parts->block.width > 0) {
            auto fitted = [](int block) {
                int edge = block;
                while (edge < 256)
                    edge *= 2;
                return edge;
            };
            tile = upright({fitted(parts->block.width), fitted(parts->block.height)}, parts->orientation);
        }
    } else {
        TRY(const ImageInfo info, probeImage(path));
        tiles->m_orientation = info.orientation;
        stored = upright(info.size, info.orientation);
        TRY_DO(withinLimits(path, stored.width, stored.height, options.limits));
    }
    if (tiles->m_stored.empty()) {
        tiles->m_stored = halvedSizes(stored);
    } else if (std::max(tiles->m_stored.back().width, tiles->m_stored.back().height) > coarseEdge) {
        const std::vector<Size> halves = halvedSizes(tiles->m_stored.back());
        tiles->m_stored.insert(tiles->m_stored.end(), halves.begin() + 1, halves.end());
    }
    if (parts && parts->order == PictureParts::Order::Downwards) {
        tiles->m_bands = std::make_unique<Bands>(std::move(parts), options.bandBytes);
    } else if (parts && parts->order == PictureParts::Order::Anywhere) {
        tiles->m_parts = std::make_unique<OpenParts>(tiles->m_codec, path, options.limits);
        tiles->m_parts->add(std::move(parts));
    }
    TilePyramid& pyramid = tiles->pyramid;
    pyramid.size = upright(stored, tiles->m_orientation);
    pyramid.tileWidth = tile.width;
    pyramid.tileHeight = tile.height;
    for (std::size_t level = 0; level < tiles->m_stored.size(); ++level) {
        const Size size = upright(tiles->m_stored[level], tiles->m_orientation);
        // A JPEG's eighth counts eighths, the last of which may be cut; other levels show the whole, whatever their size.
        const bool isCounted = tiles->m_bands && int(level) < tiles->m_fileLevels;
        pyramid.levels.push_back({size, isCounted ? double(1 << level) : double(pyramid.size.width) / size.width,
            isCounted ? double(1 << level) : double(pyramid.size.height) / size.height});
    }
    return tiles;
}

Result<Image> LocalTiles::tile(const TilePyramid::Tile& tile, Task& task)
{
    if (!pyramid.holds(tile))
        return Error{Error::Code::Invalid, text("There is no such tile in {0}.", m_path.filename().string()), m_path.string()};
    if (task.stopped())
        return cancelled(m_path);
    const Part wanted{tile.x * pyramid.tileWidth, tile.y * pyramid.tileHeight, pyramid.pixelsOf(tile)};
    const Part part = storedPart(wanted, m_stored[std::size_t(tile.level)], m_orientation);
    try {
        OpenParts* const quick = kept(tile.level);
        auto raster = tile.level >= m_fileLevels ? made(tile.level - m_fileLevels, part)
            : quick                              ? quick->read(0, part)
            : m_bands                            ? m_bands->read(tile.level, part, task, m_path)
                                                 : m_parts->read(tile.level, part);
        // Somebody emptied the folder of what is kept: the file itself is still there.
        if (!raster && quick)
            raster = m_bands->read(tile.level, part, task, m_path);
        if (!raster)
            return raster.takeError();
        return oriented(colourManaged(std::move(*raster)), m_orientation);
    } catch (const std::bad_alloc&) {
        return outOfMemory(m_path);
    }
}

Result<Raster> LocalTiles::made(int level, const Part& part)
{
    OpenParts* file = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isMade)
            return Error{Error::Code::Busy, text("{0} is still being made ready for a close look.", m_path.filename().string()),
                m_path.string()};
        if (!m_images.empty()) {
            const Image cut = cropped(m_images[std::size_t(level)], part.x, part.y, part.size);
            return Raster{
                .size = part.size, .format = cut.format(), .pixels = {cut.pixels().begin(), cut.pixels().end()}, .profile = {}};
        }
        file = m_files[std::size_t(level)].get();
    }
    return file->read(0, part);
}

Result<> LocalTiles::prepare(Task& task)
{
    try {
        std::int64_t pixels = 0;
        for (std::size_t level = std::size_t(m_fileLevels); level < m_stored.size(); ++level)
            pixels += std::int64_t(m_stored[level].width) * m_stored[level].height;
        if (pixels <= m_options.memoryPixels)
            return makeIn({}, task);
        TRY(Files files, foundOrMade("", m_fileLevels, int(m_stored.size()) - m_fileLevels, [&](const fs::path& folder) {
            return makeIn(folder, task);
        }));
        const std::lock_guard lock(m_mutex);
        m_files = std::move(files);
        m_isMade = true;
        return {};
    } catch (const std::bad_alloc&) {
        return outOfMemory(m_path);
    }
}

Result<> LocalTiles::hasten(Task& task)
{
    try {
        TRY(Files files, foundOrMade("-kept", 0, m_fileLevels, [&](const fs::path& folder) { return keepIn(folder, task); }));
        const std::lock_guard lock(m_mutex);
        m_kept = std::move(files);
        return {};
    } catch (const std::bad_alloc&) {
        return outOfMemory(m_path);
    }
}

OpenParts* LocalTiles::kept(int level)
{
    const std::lock_guard lock(m_mutex);
    return level < int(m_kept.size()) ? m_kept[std::size_t(level)].get() : nullptr;
}

// Levels that are kept under the hash of the file: as they were left, or made beside and renamed.
Result<LocalTiles::Files> LocalTiles::foundOrMade(
    const std::string& ending, int first, int count, const std::function<Result<>(const fs::path& folder)>& make) const
{
    TRY(const std::string hash, sha256OfFile(m_path));
    // The number is that of the form, and is raised when it changes.
    const fs::path folder = m_options.cache / (hash + "-1-" + std::to_string(m_fileLevels) + ending);
    std::error_code code;
    if (fs::is_directory(folder, code)) {
        if (auto files = openedFrom(folder, first, count)) {
            fs::last_write_time(folder, fs::file_time_type::clock::now(), code);
            return files;
        }
        fs::remove_all(folder, code);
    }
    const fs::path beside = m_options.cache / ("making-" + newId());
    TRY_DO(makeFolder(beside));
    auto done = make(beside);
    if (!done) {
        fs::remove_all(beside, code);
        return done.takeError();
    }
    fs::rename(beside, folder, code);
    // Somebody else has made the same meanwhile.
    if (code)
        fs::remove_all(beside, code);
    dropOldest(folder);
    return openedFrom(folder, first, count);
}

// The file's own levels, each from its top: what Bands would read, in tiles.
Result<> LocalTiles::keepIn(const fs::path& folder, Task& task) const
{
    TRY(const auto parts, m_codec->parts(m_path, m_options.limits));
    if (!parts || int(parts->levels.size()) < m_fileLevels)
        return damaged(m_path);
    for (int level = 0; level < m_fileLevels; ++level) {
        const Size size = m_stored[std::size_t(level)];
        if (parts->levels[std::size_t(level)] != size)
            return damaged(m_path);
        std::optional<TileFile> file;
        for (int top = 0; top < size.height; top += bandRows) {
            if (task.stopped())
                return cancelled(m_path);
            TRY(Raster rows, parts->read(level, {0, top, {size.width, std::min(bandRows, size.height - top)}}));
            const bool hasAlpha = rows.hasAlpha;
            const Image band = colourManaged(std::move(rows));
            if (!file) {
                const fs::path path = folder / (std::to_string(level) + ".tif");
                TRY(file, TileFile::create(path, size, band.format(), hasAlpha));
            }
            TRY_DO(file->write(band));
            task.progress(level * 100 + 100 * top / size.height, m_fileLevels * 100, {});
        }
        TRY_DO(file->close());
    }
    return {};
}

Result<> LocalTiles::makeIn(const fs::path& folder, Task& task)
{
    // From the coarsest level that the file has.
    const int from = std::max(0, m_fileLevels - 1);
    const std::vector<Size> sizes(m_stored.begin() + from, m_stored.end());
    const Size size = sizes.front();
    const int first = m_fileLevels - from;
    std::unique_ptr<PictureParts> parts;
    if (m_codec->parts) {
        TRY(parts, m_codec->parts(m_path, m_options.limits));
    }
    Raster whole;
    if (!parts) {
        TRY(whole, m_codec->decode(m_path, 0, m_options.limits));
        if (whole.size != size)
            return damaged(m_path);
    }
    std::optional<PyramidMaker> maker;
    for (int top = 0; top < size.height; top += bandRows) {
        if (task.stopped())
            return cancelled(m_path);
        const Part part{0, top, {size.width, std::min(bandRows, size.height - top)}};
        Raster rows;
        if (parts) {
            TRY(rows, parts->read(from, part));
        } else {
            rows = cutOut(whole, part);
        }
        const bool hasAlpha = rows.hasAlpha;
        const Image band = colourManaged(std::move(rows));
        if (!maker && folder.empty())
            maker.emplace(sizes, first);
        else if (!maker)
            maker.emplace(sizes, first, folder, hasAlpha);
        TRY_DO(maker->take(band));
        task.progress(top + part.size.height, size.height, {});
    }
    TRY_DO(maker->finish());
    if (folder.empty()) {
        const std::lock_guard lock(m_mutex);
        m_images = maker->levels();
        m_isMade = true;
    }
    return {};
}

Result<LocalTiles::Files> LocalTiles::openedFrom(const fs::path& folder, int first, int count) const
{
    const Codec* tiff = codecNamed("tiff");
    Files files;
    for (int number = 0; number < count; ++number) {
        const fs::path path = folder / (std::to_string(number) + ".tif");
        TRY(auto parts, tiff->parts(path, m_options.limits));
        if (!parts || parts->levels.front() != m_stored[std::size_t(first + number)])
            return damaged(path);
        files.push_back(std::make_unique<OpenParts>(tiff, path, m_options.limits));
        files.back()->add(std::move(parts));
    }
    return files;
}

// The longest unused go until the rest is small enough; so do those that were begun and left a day ago.
void LocalTiles::dropOldest(const fs::path& kept) const
{
    struct Entry {
        fs::path folder;
        fs::file_time_type used;
        std::int64_t bytes = 0;
    };
    std::error_code code;
    std::vector<Entry> entries;
    std::int64_t bytes = 0;
    const auto now = fs::file_time_type::clock::now();
    for (const auto& folder : fs::directory_iterator(m_options.cache, code)) {
        Entry entry{folder.path(), folder.last_write_time(code)};
        for (const auto& file : fs::directory_iterator(folder.path(), code))
            entry.bytes += std::int64_t(file.file_size(code));
        if (folder.path().filename().string().starts_with("making-")) {
            if (now - entry.used > std::chrono::hours(24))
                fs::remove_all(folder.path(), code);
            continue;
        }
        bytes += entry.bytes;
        if (folder.path() != kept)
            entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& one, const Entry& other) { return one.used < other.used; });
    for (const Entry& entry : entries) {
        if (bytes <= m_options.cacheBytes)
            break;
        fs::remove_all(entry.folder, code);
        log(Level::Debug, "image", "tiles that were long unused are dropped");
        bytes -= entry.bytes;
    }
}

} // namespace

Result<TileSource> localTiles(const fs::path& path, const LocalTileOptions& options)
{
    try {
        TRY(auto tiles, LocalTiles::open(path, options));
        TileSource source;
        source.pyramid = tiles->pyramid;
        source.tile = [tiles](const TilePyramid::Tile& tile, Task& task) { return tiles->tile(tile, task); };
        if (tiles->needsMaking())
            source.prepare = [tiles](Task& task) { return tiles->prepare(task); };
        if (tiles->isSlow())
            source.hasten = [tiles](Task& task) { return tiles->hasten(task); };
        return source;
    } catch (const std::bad_alloc&) {
        return damaged(path);
    }
}

} // namespace opificio
