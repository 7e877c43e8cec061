#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/Result.h"
#include "image/Tiles.h"
#include "library/Item.h"

namespace opificio {

/// The tiles of an item's picture, wherever it lies: the one place that knows where from. Takes a moment; any thread.
Result<TileSource> openTiles(const Item& item);

} // namespace opificio
