#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <string_view>

#include "base/Result.h"
#include "image/Image.h"
#include "library/iiif/ImageService.h"

namespace opificio {

struct JoinedTiles {
    Image image; ///< Rgba8, Display space
    int tiles = 0; ///< it was put together from
};

/// Fetches one tile; its error ends the joining.
using ReadTile = std::function<Result<Image>(const Asked& asked)>;

/// A picture, or a part of it, put together from the tiles of its service, for servers that hand out nothing else: of the
/// smallest level that has `longestEdge` pixels along its longer edge (0: of the largest that fits into memory). `region` and
/// `rotation` in the words of the Image API, of right angles only; empty: the whole, upright. Only tiles that show something of
/// it are read.
Result<JoinedTiles> joinTiles(
    const ImageService& service, int longestEdge, std::string_view region, std::string_view rotation, const ReadTile& read);

} // namespace opificio
