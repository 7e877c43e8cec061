#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <vector>

#include "base/Result.h"
#include "base/Values.h"

namespace opificio {

/// What a branch of a training does otherwise.
struct BranchChanges {
    /// Items that it does not learn from any more: ids or SHA-256, or their beginnings (at least 6 characters).
    std::vector<std::string> without;
    std::string name; ///< of its model; empty: after the other's
    Values settings; ///< of the recipe, instead of the other's: "steps" (counted from the very beginning), "effort", "rate"
};

/// Makes a job in the same work's runs/ that begins with a copy of the training's last checkpoint and goes on from there;
/// answers its folder. It is trained where the other is: it has the same place.json. Nothing of the other changes, and it may go
/// on. Where items are left out, the rest is frozen as a version of the dataset that names the other as the one before. What the
/// weights saw until then is written down in the job and stands in the card of its model, with how often it was drawn. An error
/// where there is no checkpoint yet.
///
/// job.json: values.branch {"job": key, "step", "start": SHA-256 of the checkpoint, "without": ids}; values.earlier as
/// "datasets" of a card. loss.jsonl begins with the other's lines.
Result<std::filesystem::path> branchTraining(const std::filesystem::path& jobFolder, const BranchChanges& changes);

/// `settings` with the changes; another effort takes back a number of steps that stood in its way.
Values changedSettings(Values settings, const Values& changes);

} // namespace opificio
