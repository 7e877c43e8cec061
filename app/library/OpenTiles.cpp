// SPDX-License-Identifier: GPL-3.0-or-later
#include "OpenTiles.h"

namespace opificio {

Result<TileSource> openTiles(const Item& item)
{
    return localTiles(item.file);
}

} // namespace opificio
