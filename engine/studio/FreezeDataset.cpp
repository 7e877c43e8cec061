// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/FreezeDataset.h"

#include "base/Text.h"
#include "studio/WorkTools.h"

namespace opificio {

Result<Dataset> freezeInto(const WorkFiles& work, const DatasetPlan& plan, const Warn& warn)
{
    for (const DatasetItem& entry : plan.items) {
        std::error_code code;
        // What has no file at all is freeze()'s to refuse.
        if (!entry.item.sha256.empty() && !std::filesystem::exists(entry.item.file, code) && !work.media(entry.item.sha256))
            return Error{Error::Code::NotFound,
                text("The file of “{0}” is not where it was: {1}. Bring back the disk it lies on, or leave the item out.",
                    titleOf(entry.item, language()), entry.item.file.string()),
                entry.item.id};
    }
    TRY(Dataset dataset, freeze(work.folder / "datasets", plan));
    for (const DatasetItem& entry : dataset.items) {
        // Items of an earlier version know no file: theirs is in the work.
        if (!entry.item.file.empty())
            TRY_DO(keepMedia(work, entry.item.file, entry.item.sha256, datasetRecord(entry.item)));
    }
    warnOf(dataset, warn);
    return dataset;
}

void warnOf(const Dataset& dataset, const Warn& warn)
{
    if (dataset.doubled > 0)
        warn(text("Chosen twice, as the same part of the same file: {0}. Of two records of a file the stricter stands.",
                 dataset.doubled),
            dataset.hash);
    if (const double reserved = numberAt(dataset.rightsSummary, "mining_reserved"); reserved > 0)
        warn(text("{0} of the items ask not to be used for training.", reserved), dataset.hash);
    if (const double kept = numberAt(dataset.rightsSummary, "private"); kept > 0)
        warn(text("{0} of the items may be shown to nobody until somebody is asked.", kept), dataset.hash);
}

} // namespace opificio
