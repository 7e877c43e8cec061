#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Param.h"
#include "base/Result.h"
#include "base/Task.h"
#include "library/Item.h"

namespace opificio {

/// What an importer found: the source's statements, and perhaps a file that still has to be looked into.
struct Candidate {
    /// With `item.file`, the hash, the size and the kind are found by whoever takes the candidate; a stated sha256 is
    /// compared. Without an id the file's hash becomes it.
    Item item;
    enum class Embedded {
        All, ///< EXIF, IPTC and XMP fill what the source leaves unsaid
        Reservations, ///< only a reservation against mining is taken from them
    } embedded
        = Embedded::Reservations;
    std::string label; ///< how messages name it: "line 12", "drawing.tif"
};

/// A thing that was passed over, and why, as a sentence.
struct Skipped {
    std::string what;
    std::string sentence;
};

/// What an importer works with. One thread.
struct ImportContext {
    const Values& values; ///< complete(): every param of the row is there
    Task& task;
    /// Takes a candidate. An error is about the library itself, or Cancelled: stop and pass it on.
    std::function<Result<>(Candidate candidate)> emit;
    std::function<void(Skipped skipped)> skip;
    /// How many candidates there will be, when it is known, for progress.
    std::function<void(std::int64_t count)> expect;
    /// Something about the source as a whole that a person should know, as a sentence.
    std::function<void(std::string sentence)> remark;
    /// Names the collection where nobody did, before the first candidate: for sources that must be read to be named. The
    /// language of the program chooses; a collection that is there keeps the name that it has, whichever of these it is.
    std::function<void(const Texts& names)> name;
    /// What the library holds under this id.
    std::function<std::optional<Item>(const std::string& id)> known;
};

/// A row of the table of importers: reads one kind of source. Originals are never touched, and nothing that the source
/// does not state is made up.
struct Importer {
    std::string name;
    std::string help;
    std::vector<Param> params;
    /// 0: not mine; 1: certainly. Cheap, and without asking anybody; the source is a path, an address or anything.
    double (*sniff)(const std::string& source);
    /// An error ends the import; things that fail one by one go to `skip`. Items whose pictures lie elsewhere are emitted
    /// without a file; the params "size" and "disk" say what is then fetched of them (Bring.h).
    Result<> (*run)(const std::string& source, ImportContext& context);
    /// The collection that its items go to when nobody names one.
    std::string (*collection)(const std::string& source);
};

std::span<const Importer* const> allImporters();

} // namespace opificio
