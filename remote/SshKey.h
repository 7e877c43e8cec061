#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>

namespace opificio {

/// Whether a person's key can be used, before anybody is asked to let them in.
struct KeyLook {
    enum class State { Ready, NeedsPassphrase, OtherPassphrase, Unusable };
    State state = State::Ready;
    std::string sentence; ///< why not; empty where it is ready
    bool wantsPassphrase() const { return state == State::NeedsPassphrase || state == State::OtherPassphrase; }
};
/// Reads the file and asks nobody. With a passphrase it takes as long as the key wants, about a tenth of a second.
KeyLook lookAtKey(const std::filesystem::path& file, const std::string& passphrase = {});

/// The file that a person typed: ~ is their home folder, and a name without a folder lies in the folder of now. Empty stays
/// empty.
std::filesystem::path typedFile(const std::string& typed);

} // namespace opificio
