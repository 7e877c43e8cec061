#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Json.h"
#include "base/Result.h"
#include "library/Item.h"

namespace opificio {

/// One picture of a dataset, as it was on the day of freezing: nothing has to be looked up later.
struct DatasetItem {
    Item item; ///< what a dataset keeps of it: no path
    /// x, y, width, height as parts (0..1) of the upright picture, from its top left corner.
    std::array<double, 4> crop = {0, 0, 1, 1};
    double weight = 1; ///< how often it is drawn, against the others; 0 keeps it listed and unused
};

/// A selection that was frozen: a file whose own SHA-256 is its name, so it can never change unseen.
/// {"format": "opificio.dataset/1", "name", "items": [{"id", "sha256", "crop", "weight", "title", "maker", "date", "holder",
/// "source", "rights": {"work", "object", "record"}, "sharing", "size", ...}], "rights_summary", "card", "parent"}
struct Dataset {
    std::string hash; ///< of the file
    std::string name; ///< for people; may be empty
    std::vector<DatasetItem> items;
    Json card = Json::object();
    Json rightsSummary = Json::object();
    std::string parent; ///< the version before, or empty
    std::int64_t doubled = 0; ///< items of the plan that are the same part of the same file as another one; not written down
};

struct DatasetPlan {
    std::string name;
    std::string who; ///< who chose; empty becomes a question of the card
    std::string how; ///< how it was chosen: the search
    std::string what; ///< what it is, in the words of whoever chose; empty: so many items
    std::string lacks; ///< what is missing from it, in their words
    std::string parent; ///< hash of the version before
    std::vector<DatasetItem> items;
};

/// Writes folder/HASH.json. The same plan gives the same hash. Items without a file, crops outside of their picture and an
/// empty selection are errors.
Result<Dataset> freeze(const std::filesystem::path& folder, const DatasetPlan& plan);

/// Of two records of the same file, as datasetRecord() writes them, the one that stands for it: the newer of one id, else the
/// one whose rights are stricter, the first where they are alike. What it says of the other is a duty among its notes.
Json standingRecord(const Json& first, const Json& second);

/// Reads a frozen file and trusts nothing: its name must be its hash, and every number must make sense.
Result<Dataset> readDataset(const std::filesystem::path& path);

/// An item as it stands in a dataset's items, without crop and weight: no path, no collection, nothing of this machine.
Json datasetRecord(const Item& item);

/// How many items carry which right, what they oblige to, and how many reserve themselves against training.
Json rightsSummary(std::span<const DatasetItem> items);

} // namespace opificio
