#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "base/Task.h"
#include "remote/Shell.h"

namespace opificio {

/// The key by which a computer shows that it is itself.
struct HostKey {
    std::string line; ///< "HOST TYPE BASE64": what is pinned
    std::string fingerprint; ///< "SHA256:...": what a person compares
};

/// What a key's certificate says of itself.
struct SshCertificate {
    std::string id;
    std::int64_t from = 0, until = 0; ///< seconds since 1970; until is the largest number where it never ends
    /// Reads KEY-cert.pub.
    static Result<SshCertificate> read(const std::filesystem::path& file);
    /// "ends in 40 minutes", "ended 3 hours ago"
    std::string words(std::int64_t now) const;
};

/// A file or folder over there.
struct RemoteEntry {
    std::string name;
    std::uint64_t bytes = 0;
    std::int64_t changed = 0; ///< seconds since 1970, by their clock
    bool isFolder = false;
};

/// Who speaks with a script over there while it runs.
class ScriptPartner {
public:
    virtual ~ScriptPartner() = default;
    /// What it has said and nobody has taken yet; may take from the front what was understood.
    virtual Result<> hear(std::string& said) = 0;
    /// What it shall read next, valid until the next call; empty: nothing for now.
    virtual Result<std::string_view> say() = 0;
};

/// One connection to another computer, through libssh. Every call blocks, and none for ever: a watchdog cuts the line of one that
/// takes longer than its patience, and the call says so. One thread at a time. After an error of code Network the connection is
/// of no more use.
class Ssh {
public:
    struct Options {
        std::vector<std::string> hosts; ///< tried in turn
        int port = 22;
        std::string user;
        /// "HOST TYPE BASE64", HOST may be *; "@revoked HOST TYPE BASE64". No other key is accepted.
        std::vector<std::string> hostKeys;
        std::filesystem::path key; ///< empty: the keys of the agent
        std::filesystem::path certificate; ///< of the key; empty: KEY-cert.pub where it is there
        std::string passphrase; ///< of the key
        int patienceSeconds = 20; ///< of every step, and of every piece of a file
        /// Whether a host is not to be tried now, and who hears that one could not be reached. May be empty.
        std::function<bool(const std::string& host)> isBad = {};
        std::function<void(const std::string& host)> wasBad = {};
    };
    /// Refused where the host's key is not pinned (Error::Code::Invalid), is another than the pinned one, or is revoked; and
    /// where nobody lets the person in (Error::Code::ReadOnly).
    static Result<std::unique_ptr<Ssh>> open(const Options& options);
    /// The key that the host shows, not yet trusted, for a person to look at.
    static Result<HostKey> hostKey(const std::string& host, int port, int patienceSeconds = 20);
    ~Ssh();

    const std::string& host() const;
    /// The certificate it was opened with.
    std::optional<SshCertificate> certificate() const;

    /// Runs a script in /bin/sh, framed. `seconds` is how long it may take; 0: the patience.
    Result<ShellReply> run(std::string_view script, std::string_view input = {}, int seconds = 0);

    /// Runs a script that is spoken with, any bytes both ways, for as long as something moves within the patience. An error of
    /// the partner ends it, and so does a stopped task; the line is as good as before. What the partner left is in the reply.
    Result<ShellReply> talk(std::string_view script, ScriptPartner& partner, Task& task);

    /// Goes on behind what is there already, of a file that was cut off; the caller verifies the whole. Progress in bytes.
    Result<> put(const std::filesystem::path& here, const std::string& there, Task& task);
    Result<> get(const std::string& there, const std::filesystem::path& here, Task& task);
    /// At most `limit` bytes from `offset`; empty at the end.
    Result<std::string> read(const std::string& there, std::uint64_t offset, std::size_t limit);
    /// Without . and ..; NotFound where it is not there.
    Result<std::vector<RemoteEntry>> list(const std::string& folder);

private:
    Ssh();
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace opificio
