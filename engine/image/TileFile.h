#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <memory>
#include <vector>

#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

/// One level of a picture as a tiled TIFF, written from the top: the form in which levels are kept on disk. Read back by the
/// codec.
class TileFile {
public:
    static constexpr int tileEdge = 512;

    /// `hasAlpha` false: alpha is left out.
    static Result<TileFile> create(const std::filesystem::path& path, Size size, Image::Format format, bool hasAlpha);
    TileFile(TileFile&&) noexcept;
    TileFile& operator=(TileFile&&) noexcept;
    ~TileFile();

    /// The next rows, as wide as the level: tileEdge of them, or what is left at its end.
    Result<> write(const Image& rows);
    Result<> close();

private:
    struct State;
    explicit TileFile(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace opificio
