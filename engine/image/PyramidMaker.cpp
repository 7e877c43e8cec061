// SPDX-License-Identifier: GPL-3.0-or-later
#include "image/PyramidMaker.h"

#include "image/ImageFile.h"

#include <algorithm>

namespace opificio {

namespace {

Image joined(const Image& upper, const Image& lower)
{
    std::vector<std::byte> pixels(upper.pixels().begin(), upper.pixels().end());
    pixels.insert(pixels.end(), lower.pixels().begin(), lower.pixels().end());
    return Image(
        {upper.size().width, upper.size().height + lower.size().height}, upper.format(), upper.space(), std::move(pixels));
}

} // namespace

std::vector<Size> halvedSizes(Size size)
{
    std::vector<Size> sizes{size};
    while (std::max(size.width, size.height) > TileFile::tileEdge) {
        size = {std::max(1, size.width / 2), std::max(1, size.height / 2)};
        sizes.push_back(size);
    }
    return sizes;
}

PyramidMaker::PyramidMaker(std::vector<Size> sizes, int first)
    : m_first(std::size_t(first))
{
    for (Size size : sizes) {
        m_levels.emplace_back();
        m_levels.back().size = size;
    }
}

PyramidMaker::PyramidMaker(std::vector<Size> sizes, int first, std::filesystem::path folder, bool hasAlpha)
    : PyramidMaker(std::move(sizes), first)
{
    m_folder = std::move(folder);
    m_hasAlpha = hasAlpha;
}

Result<> PyramidMaker::take(std::size_t index, const Image& rows)
{
    Level& level = m_levels[index];
    m_format = rows.format();
    if (index >= m_first) {
        if (m_folder.empty()) {
            level.pixels.insert(level.pixels.end(), rows.pixels().begin(), rows.pixels().end());
        } else {
            if (!level.file) {
                const auto path = m_folder / (std::to_string(index - m_first) + ".tif");
                TRY(TileFile file, TileFile::create(path, level.size, rows.format(), m_hasAlpha));
                level.file = std::move(file);
            }
            TRY_DO(level.file->write(rows));
        }
    }
    level.rows += rows.size().height;
    if (index + 1 == m_levels.size())
        return {};
    Level& next = m_levels[index + 1];
    const bool isLast = level.rows == level.size.height;
    const int waiting = next.waiting ? next.waiting->size().height : 0;
    // All but the last come by whole tiles, so by pairs of rows.
    const int down = isLast ? next.size.height - next.rows - waiting : rows.size().height / 2;
    if (down > 0) {
        const Image half = scaled(rows, {next.size.width, down});
        next.waiting = next.waiting ? joined(*next.waiting, half) : half;
    }
    if (next.waiting && (isLast || next.waiting->size().height == TileFile::tileEdge)) {
        const Image whole = *std::exchange(next.waiting, std::nullopt);
        TRY_DO(take(index + 1, whole));
    }
    return {};
}

Result<> PyramidMaker::finish()
{
    for (std::size_t index = m_first; index < m_levels.size(); ++index) {
        Level& level = m_levels[index];
        if (level.file)
            TRY_DO(level.file->close());
        else
            m_images.emplace_back(level.size, m_format, ColourSpace::Display, std::move(level.pixels));
    }
    return {};
}

} // namespace opificio
