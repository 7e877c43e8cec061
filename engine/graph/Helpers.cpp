// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Helpers.h"

#include "base/Text.h"
#include "graph/Isf.h"

#include <map>
#include <mutex>

namespace opificio {

std::span<const EmbeddedText> allHelpersTexts();

Result<std::shared_ptr<const Isf>> helperIsf(std::string_view name)
{
    // Guards: the shaders parsed so far.
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const Isf>, std::less<>> parsed;
    std::lock_guard lock(mutex);
    if (auto found = parsed.find(name); found != parsed.end())
        return found->second;
    for (const EmbeddedText& embedded : allHelpersTexts()) {
        if (embedded.name != name)
            continue;
        TRY(auto isf, Isf::parse(embedded.content, std::string(name) + ".fs"));
        auto shared = std::make_shared<const Isf>(std::move(isf));
        parsed.emplace(std::string(name), shared);
        return shared;
    }
    return Error{Error::Code::Internal, text("This step is not known here."), std::string(name)};
}

} // namespace opificio
