#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>

#include "base/Result.h"
#include "remote/Site.h"

namespace opificio {

/// What the people of a site hand out: the description of their site, signed. A JSON file {"format": "opificio.gate/1", "site":
/// {...}, "expires": "2027-01-31", "key": "...", "signature": "..."}; the signature is Ed25519 over the rest as one line of JSON
/// with sorted keys, and the key is theirs. That it is theirs, a person decides by its fingerprint.
struct Gate {
    Site site;
    std::string expires; ///< the last day, YYYY-MM-DD
    std::string fingerprint; ///< "SHA256:..." of the key

    /// An error where a byte changed, the day has passed, or something is in it that this version does not know.
    static Result<Gate> read(const std::filesystem::path& file);
};

/// The gate of a site, signed with an Ed25519 key in PEM, which is made where there is none. The fingerprint is the answer.
Result<std::string> writeGate(
    const Site& site, const std::string& expires, const std::filesystem::path& key, const std::filesystem::path& file);

} // namespace opificio
