// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Places.h"

#include "base/Json.h"
#include "base/Resources.h"

namespace opificio {

Result<std::vector<PublishedPlace>> places()
{
    TRY(const Json json, readJson(resource("places.json")));
    std::vector<PublishedPlace> list;
    for (const Json& entry : at(json, "places"))
        list.push_back({textAt(entry, "name"), textsFrom(at(entry, "label")), textAt(entry, "holder"), textAt(entry, "address"),
            textsFrom(at(entry, "words")), textAt(entry, "checked")});
    return list;
}

Result<std::string> addressOfPlace(const std::string& nameOrAddress)
{
    TRY(const auto known, places());
    for (const PublishedPlace& place : known) {
        if (place.name == nameOrAddress)
            return place.address;
    }
    return nameOrAddress;
}

} // namespace opificio
