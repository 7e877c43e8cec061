#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <map>
#include <optional>
#include <string>

#include "base/Result.h"
#include "base/Task.h"

namespace opificio {

/// What nobody else may read: the passphrases of keys, by the site's name. They lie in the keyring of the person's session
/// (libsecret); where there is none, in the memory of this process and nowhere else. Never in a file of ours, a log or a
/// command line. Nobody is asked to unlock the keyring: whoever asks may have no screen, and nobody waits for an answer that may
/// never come. One that is locked, or does not answer within its patience, is as good as none, and trouble() says which. One
/// thread at a time.
class Secrets {
public:
    enum class Keyring { Use, Ignore };
    /// A `task` that is stopped ends every wait; it outlives this.
    explicit Secrets(Keyring keyring = Keyring::Use, const Task* task = nullptr, double patienceSeconds = 5);

    /// Whether what is kept outlives this process, as far as is known without asking the keyring.
    bool isLasting() const { return m_isLasting; }
    /// Why the keyring did not do what it was asked for last: a sentence; empty where it did, or where there is none.
    const std::string& trouble() const { return m_trouble; }
    std::optional<std::string> find(const std::string& site) const;
    /// An error where the keyring did not take it; it is held then, as by hold().
    Result<> keep(const std::string& site, const std::string& secret);
    /// In the memory of this process, and nowhere else.
    void hold(const std::string& site, const std::string& secret) { m_memory[site] = secret; }
    void forget(const std::string& site);

private:
    bool m_isLasting = false;
    const Task* m_task = nullptr;
    double m_patienceSeconds;
    mutable std::string m_trouble;
    std::map<std::string, std::string> m_memory;
};

} // namespace opificio
