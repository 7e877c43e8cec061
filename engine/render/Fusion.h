#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "gpu/Fuse.h"
#include "graph/Isf.h"
#include "graph/Plan.h"

namespace opificio {

/// Makes one pass of several that follow one another, where each but the first only reads the pixel before it that it makes
/// itself: the picture goes through memory once. What stands still is left as it is, because the cache keeps it, and so is
/// whatever more than one pass reads. It depends on the plan alone, so a frame is the same however it is asked for.
class Fusion {
public:
    /// Sources, keys and memories are those of `plan`.
    Plan fused(Plan plan);
    /// Whether that shader was made here.
    bool made(const Isf& isf) const { return m_made.contains(isf.content); }
    /// It does not compile: its passes stay apart from now on.
    void refuse(const Isf& isf) { m_refused.insert(isf.content); }

private:
    struct Known {
        FusePart part;
        bool isPlain = false;
        std::set<std::string, std::less<>> here; ///< pictures that are read at this pixel only
    };
    const Known& known(const std::shared_ptr<const Isf>& isf);

    std::map<CacheKey, Known> m_known;
    std::map<CacheKey, std::shared_ptr<const Isf>> m_chains;
    std::set<CacheKey> m_made, m_refused;
};

} // namespace opificio
