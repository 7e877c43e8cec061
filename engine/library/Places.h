#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "library/Item.h"

namespace opificio {

/// A collection of an institution that is known by name: a line of resources/places.json.
struct PublishedPlace {
    std::string name; ///< for commands: "wellcome"
    Texts label; ///< for people
    std::string holder;
    std::string address; ///< of a IIIF collection
    Texts words; ///< a sentence about it
    std::string checked; ///< the day on which somebody saw it answer; empty: nobody has yet
};

Result<std::vector<PublishedPlace>> places();
/// The address of a place of that name; anything else as it is.
Result<std::string> addressOfPlace(const std::string& nameOrAddress);

} // namespace opificio
