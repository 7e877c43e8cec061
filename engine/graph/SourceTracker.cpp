// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/SourceTracker.h"

#include <algorithm>

namespace opificio {

Sources SourceTracker::advance(const Plan& plan)
{
    std::vector<Sources> all(plan.passes.size());
    std::map<NodeId, int> ordinals;
    for (std::size_t i = 0; i < plan.passes.size(); ++i) {
        const Pass& pass = plan.passes[i];
        all[i] = pass.sources;
        for (const auto& [name, index] : pass.inputs) {
            if (index < 0)
                continue;
            bool steers = std::find(pass.steering.begin(), pass.steering.end(), name) != pass.steering.end();
            all[i] |= steers ? all[std::size_t(index)].as(Role::Steered) : all[std::size_t(index)];
        }
        int ordinal = ordinals[pass.node]++;
        if (pass.hasMemory) {
            Sources& memory = m_memories[{pass.node, ordinal}];
            memory |= all[i];
            all[i] = memory;
        }
    }
    return plan.output >= 0 ? all[std::size_t(plan.output)] : Sources();
}

} // namespace opificio
