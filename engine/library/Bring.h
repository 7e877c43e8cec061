#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Resources.h"
#include "base/Result.h"
#include "base/Task.h"
#include "library/Importer.h"
#include "library/Library.h"

namespace opificio {

class Web;

struct BringOptions {
    /// The longest edge that is asked for, in pixels; 0: only the small pictures.
    int size = 2048;
    std::int64_t limitBytes = 0; ///< of all pictures together; 0: no limit
    std::filesystem::path thumbnails = homeFolder() / "thumbnails"; ///< empty: no small pictures
    std::filesystem::path pictures = homeFolder() / "pictures"; ///< ab/SHA256.jpg; made when needed
    Web* web = nullptr; ///< null: one of its own
};

struct BringReport {
    std::int64_t brought = 0, already = 0, bytes = 0;
    std::vector<Skipped> skipped; ///< by item; each stays known without a file
    bool stopped = false;
};

/// Fetches what items of the library only know the address of (Item::picture): their small pictures first, then the pictures.
/// Each is looked at before it counts: a page instead of a picture, one that is cut short and one that is smaller than it
/// should be are told apart. What is there already is not asked for; what came before a stop is kept. An error is about the
/// library or the disk.
Result<BringReport> bringPictures(Library& library, std::span<const std::string> ids, const BringOptions& options, Task& task);

/// The same for one item, and only its small picture: it lies among the thumbnails afterwards, and the library is not touched.
/// For items with a RemotePicture.
Result<> bringSmall(Item item, const BringOptions& options, Task& task);

/// The sentence for whoever needs the files of items of which only the address is known: which they are, and the command that
/// fetches them. At least one item.
Error notFetched(std::span<const Item> items);

} // namespace opificio
