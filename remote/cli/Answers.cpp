// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Answers.h"

#include "base/Text.h"
#include "studio/Delivery.h"

namespace opificio {

Result<Json> deliverAloud(const std::filesystem::path& folder, const Job& job, Console& console)
{
    TRY(Json answer, deliver(folder, job, console.warnings()));
    if (job.verb == "train") {
        console.say(textAt(answer, "sha256"));
        return answer;
    }
    const Json& files = at(answer, "files");
    if (!files.empty())
        console.say(files.front().get<std::string>());
    if (files.size() > 1)
        console.say(text("... {0} files in all", files.size()));
    for (const Json& file : at(answer, "credits"))
        console.say(file.get<std::string>());
    return answer;
}

} // namespace opificio
