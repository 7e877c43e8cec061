#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/Result.h"
#include "remote/Ssh.h"

namespace opificio {

/// A key that the agent holds.
struct AgentKey {
    std::string type; ///< "ssh-ed25519-cert-v01@openssh.com"
    std::string blob; ///< as it goes over the wire
    bool isCertificate() const { return type.find("-cert-v") != std::string::npos; }
};

/// The keys of the agent at SSH_AUTH_SOCK, certificates first: a server hears few of them before it hangs up, and what a login
/// in the browser leaves is a certificate. Empty where no agent is.
std::vector<AgentKey> agentKeys();

/// An agent that shows these keys and no other, in this order, and asks the real one for everything else. It speaks at the other
/// end of socket() until that is closed, which its destructor waits for.
class ChosenAgent {
public:
    explicit ChosenAgent(std::vector<AgentKey> keys);
    ~ChosenAgent();
    /// To be closed by whoever is given it; -1 where no agent is.
    int socket() const { return m_socket; }

private:
    int m_socket = -1;
    std::thread m_thread;
};

/// What a certificate says, from its bytes as they go over the wire (OpenSSH's PROTOCOL.certkeys).
Result<SshCertificate> certificateFromBlob(std::string_view blob);

std::string base64(std::string_view bytes);
/// Empty where it is none.
std::string fromBase64(std::string_view text);

} // namespace opificio
