// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"

#include "base/Text.h"
#include "remote/Attendant.h"
#include "studio/Delivery.h"

namespace opificio::verbs {

namespace {

Verb::Action prepare(CLI::App& app)
{
    auto site = std::make_shared<std::string>();
    app.add_option("SITE", *site, text("The name of a site."))->required();
    return [site](Console& console) -> Result<Json> {
        const Secrets secrets;
        auto ended = attend(
            *site, secrets,
            [&console](const std::filesystem::path& folder, const Job& job) -> Result<bool> {
                if (!isFinished(folder, job))
                    return false;
                TRY_DO(deliver(folder, job, console.warnings()));
                return true;
            },
            console.task());
        // Somebody looks after them already: that is what was wanted.
        if (!ended && ended.error().code != Error::Code::Busy)
            return ended.takeError();
        return Json{{"site", *site}};
    };
}

} // namespace

extern const Verb attendVerb = {"attend", words("Looks after the jobs that were sent to a site, until all have ended."), prepare};

} // namespace opificio::verbs
