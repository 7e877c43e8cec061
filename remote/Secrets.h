#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <map>
#include <optional>
#include <string>

#include "base/Result.h"

namespace opificio {

/// What nobody else may read: the passphrases of keys, by the site's name. They lie in the keyring of the person's session
/// (libsecret); where there is none, in the memory of this process and nowhere else. Never in a file of ours, a log or a
/// command line. One thread at a time.
class Secrets {
public:
    enum class Keyring { Use, Ignore };
    explicit Secrets(Keyring keyring = Keyring::Use);

    /// Whether what is kept outlives this process.
    bool isLasting() const { return m_isLasting; }
    std::optional<std::string> find(const std::string& site) const;
    Result<> keep(const std::string& site, const std::string& secret);
    /// In the memory of this process, and nowhere else.
    void hold(const std::string& site, const std::string& secret) { m_memory[site] = secret; }
    void forget(const std::string& site);

private:
    bool m_isLasting = false;
    std::map<std::string, std::string> m_memory;
};

} // namespace opificio
