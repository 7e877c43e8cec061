#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/Resources.h"
#include "base/Result.h"
#include "base/Task.h"

namespace opificio {

struct FetchOptions {
    std::int64_t limitBytes = std::int64_t(64) << 20;
    enum class Reuse {
        Fresh, ///< a copy that is fresh enough (what the server says, at least a minute) is taken unasked
        Kept, ///< any copy is: for what does not change, such as a tile
        Asked, ///< the server is asked whether the copy still holds
    } reuse
        = Reuse::Fresh;
    /// false: the file is handed over, to be moved or removed by the caller, and nothing is kept of it.
    bool keeps = true;
    std::string accept = "*/*";
};

struct Fetched {
    std::filesystem::path file; ///< in the cache: read it, do not change it (see FetchOptions::keeps)
    /// By its first bytes, whatever the server called it: "json", "html", "xml", "jpeg", "png", "tiff", "webp", "gif",
    /// "jp2", "pdf", "gzip", "empty", or "" where they say nothing.
    std::string type;
    std::string sha256;
    std::int64_t bytes = 0;
    std::string address; ///< where it was found in the end
    bool fromCache = false; ///< nothing came, or the server said that nothing has changed
};

/// The kind of the bytes at the beginning of a file: see Fetched::type.
std::string typeOfBytes(std::string_view head);

/// Fetches from servers of institutions, politely: few requests at once for each host, later again where a server asks for it
/// or fails, what was begun goes on where it broke off, and what is unchanged is not sent twice. Only http and https; no
/// cookies. A host that cannot be reached is not tried again for a while, so that three hundred pictures of it fail at once.
/// A pause that a server asks for is said as the task's progress. Any thread; a call waits until it has an answer or its task
/// is stopped.
///
///     Web web;
///     TRY(const Fetched manifest, web.fetch(address, {}, task));
class Web {
public:
    struct Options {
        std::filesystem::path folder = homeFolder() / "web"; ///< the cache
        int atOncePerHost = 4;
        int attempts = 5;
        /// The first pause after a failure; each further one is twice as long.
        std::chrono::milliseconds pause{1000};
        std::chrono::milliseconds longestPause{120'000}; ///< and the most of what a server may ask for
        int stallSeconds = 30; ///< slower than 100 bytes a second for so long counts as broken off
        int connectSeconds = 15;
        std::chrono::seconds forgetsAfter{300}; ///< a host that could not be reached
        /// The cache is made smaller above it; below 0: what settings.json says (limits.web_cache_mb), else 2 GB.
        std::int64_t cacheBytes = -1;
        std::filesystem::path authorities; ///< certificates to trust (PEM); empty: the system's
    };

    Web();
    explicit Web(Options options);
    Web(const Web&) = delete;
    Web& operator=(const Web&) = delete;
    ~Web();

    /// Errors: Network (not reached, refused, broken off), NotFound, TooLarge, Cancelled, Invalid (no address), and those of
    /// the disk. Each is a sentence that names the host.
    Result<Fetched> fetch(const std::string& address, const FetchOptions& options, Task& task);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace opificio
