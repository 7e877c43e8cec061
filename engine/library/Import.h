#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Values.h"
#include "image/Image.h"
#include "library/Importer.h"
#include "library/Library.h"

namespace opificio {

/// What somebody who can open films says of a file that is no picture.
struct Probed {
    std::string type; ///< "film" or "sound"
    Size size; ///< upright, pixels; a film's
    Image picture; ///< one of a film's, for its thumbnail; empty for sound
};

struct ImportOptions {
    std::string importer; ///< a row's name; empty: the one that knows the source best
    std::string collection; ///< empty: as the source names itself
    /// The one question: "mine", "given" (to me), "institution" or "unknown".
    std::string origin = "unknown";
    Values values; ///< of the row's params
    std::filesystem::path thumbnails; ///< the folder for small pictures; empty: none are made
    int threads = 0; ///< that look into files; 0: as many as the machine has
    /// Asked last, about files that sound like films and those that a list names. May be empty. Any thread.
    std::function<Result<Probed>(const std::filesystem::path& file)> probe;
};

struct ImportReport {
    std::string importer, collection;
    std::int64_t added = 0, changed = 0, unchanged = 0;
    std::int64_t otherFiles = 0; ///< neither pictures nor damaged pictures: not listed
    std::vector<Skipped> skipped;
    std::vector<std::string> remarks; ///< about the source as a whole, as sentences
    bool stopped = false; ///< by the task; what came before is kept
};

/// Brings a source into the library: rows of 64 are looked into on several threads, then stored in one transaction, so an
/// import that is stopped or cut off has kept what it did. Doing it again changes nothing.
/// The source is a path or an address. Of items whose pictures lie elsewhere the small ones are fetched, and the pictures
/// where the row's param "size" asks for them; one that does not come is skipped, and its item stays known.
Result<ImportReport> importSource(Library& library, const std::string& source, const ImportOptions& options, Task& task);

/// Whether somebody would expect a picture behind this name, or a film.
bool soundsLikePicture(const std::filesystem::path& path);
bool soundsLikeFilm(const std::filesystem::path& path);

/// The row that knows the source best, or an error when none does.
Result<const Importer*> importerFor(const std::string& source, std::string_view name);

} // namespace opificio
