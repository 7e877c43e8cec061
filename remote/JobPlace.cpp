// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/JobPlace.h"

#include "base/Json.h"
#include "base/Text.h"

#include <algorithm>
#include <cmath>

namespace opificio {

Result<JobPlace> JobPlace::read(const std::filesystem::path& folder)
{
    JobPlace place;
    std::error_code code;
    if (!std::filesystem::exists(folder / "place.json", code))
        return place;
    TRY(auto json, readJson(folder / "place.json", 1u << 20));
    if (textAt(json, "format") != "opificio.place/1")
        return Error{Error::Code::Unreadable,
            text("Where the job in {0} runs was written by another version of Opificio.", folder.filename().string()),
            folder.string()};
    const auto whole = [&](const char* key, int otherwise, int low, int high) {
        return int(std::clamp(numberAt(json, key, otherwise), double(low), double(high)));
    };
    place.backend = textAt(json, "backend", "local");
    place.site = textAt(json, "site");
    place.resources.partition = textAt(json, "partition");
    place.resources.account = textAt(json, "account");
    place.resources.minutes = whole("minutes", 60, 1, 60 * 24 * 30);
    place.resources.gpus = whole("gpus", 0, 0, 64);
    place.resources.cpus = whole("cpus", 1, 1, 1024);
    place.resources.partsAtOnce = whole("parts_at_once", 16, 1, 1000);
    place.resources.nice = whole("nice", 0, 0, 19);
    place.capCoreHours = std::max(0.0, numberAt(json, "cap_core_hours", 0));
    return place;
}

Result<> JobPlace::write(const std::filesystem::path& folder) const
{
    return writeJson(folder / "place.json",
        {{"format", "opificio.place/1"}, {"backend", backend}, {"site", site}, {"partition", resources.partition},
            {"account", resources.account}, {"minutes", resources.minutes}, {"gpus", resources.gpus}, {"cpus", resources.cpus},
            {"parts_at_once", resources.partsAtOnce}, {"nice", resources.nice}, {"cap_core_hours", capCoreHours}});
}

double shownHours(double hours)
{
    return std::ceil(hours * 100 - 1e-6) / 100;
}

double JobPlace::coreHours(std::size_t pieces) const
{
    return double(resources.minutes) / 60 * std::max(1, resources.cpus) * double(pieces);
}

Result<> JobPlace::mayAsk(double asked, double more) const
{
    // Sums of fractions of an hour are not exact.
    if (capCoreHours <= 0 || asked + more <= capCoreHours * (1 + 1e-9))
        return {};
    if (asked <= 0)
        return Error{Error::Code::TooLarge,
            text("The job asks for {0} core hours, and {1} is the limit. Ask for fewer minutes or parts.", shownHours(more),
                capCoreHours)};
    return Error{Error::Code::TooLarge,
        text("The job has asked for {0} core hours and needs {1} more, and {2} is the limit. Sent again with a higher one, it "
             "goes "
             "on.",
            shownHours(asked), shownHours(more), capCoreHours)};
}

} // namespace opificio
