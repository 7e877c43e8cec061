// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Verb.h"

#include "base/Text.h"
#include "remote/Attendant.h"
#include "studio/Delivery.h"

#include <iostream>

#include <sys/prctl.h>

namespace opificio::verbs {

namespace {

Verb::Action prepare(CLI::App& app)
{
    auto site = std::make_shared<std::string>();
    auto isHanded = std::make_shared<bool>(false);
    app.add_option("SITE", *site, text("The name of a site."))->required();
    app.add_flag("--passphrase", *isHanded,
        text("Reads the passphrase of the site's key from standard input, keeps it in memory for hours, and takes over from "
             "whoever "
             "looks after the site."));
    return [site, isHanded](Console& console) -> Result<Json> {
        Secrets secrets(Secrets::Keyring::Use, &console.task());
        if (std::string passphrase; *isHanded && std::getline(std::cin, passphrase)) {
            // No file with the memory of a process that fell over, and no look into it by another.
            (void)::prctl(PR_SET_DUMPABLE, 0);
            secrets.hold(*site, passphrase);
        }
        auto ended = attend(
            *site, secrets,
            [&console](const std::filesystem::path& folder, const Job& job) -> Result<bool> {
                if (!isFinished(folder, job))
                    return false;
                TRY_DO(deliver(folder, job, console.warnings()));
                return true;
            },
            console.task(), *isHanded ? Shift::Handed : Shift::Plain);
        // Somebody looks after them already: that is what was wanted.
        if (!ended && ended.error().code != Error::Code::Busy)
            return ended.takeError();
        return Json{{"site", *site}};
    };
}

} // namespace

extern const Verb attendVerb = {"attend", words("Looks after the jobs that were sent to a site, until all have ended."), prepare};

} // namespace opificio::verbs
