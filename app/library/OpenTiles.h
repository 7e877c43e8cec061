#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>
#include <string>

#include "base/Result.h"
#include "base/Task.h"
#include "image/Tiles.h"
#include "library/Item.h"

namespace opificio {

class Web;

struct OpenedTiles {
    TileSource source;
    std::string host; ///< of whose server they come; empty: from a file
    std::string remark; ///< why they are not those of a server, where these were wanted: a sentence
};

/// Whether openTiles() has anything to open: a file, or a server that hands out the picture in parts.
bool hasTiles(const Item& item);

/// The tiles of an item's picture, wherever it lies: the one place that knows where from. A server's where it has more pixels
/// than the file, or there is no file; the file's where that server cannot be reached. May ask the server: any thread. Without
/// `web` nobody is asked.
Result<OpenedTiles> openTiles(const Item& item, std::shared_ptr<Web> web, Task& task);

} // namespace opificio
