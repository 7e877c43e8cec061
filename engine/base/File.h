#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/Result.h"

namespace opificio {

/// The whole file; an error when it is larger than `limitBytes`, missing or unreadable.
Result<std::string> readFile(const std::filesystem::path& path, std::size_t limitBytes = std::size_t(1) << 30);

/// Writes beside, syncs, and renames: at every moment the path holds the old content or the new, whole.
/// Folders on the way are made. A full disk is Error::Code::DiskFull and leaves the old content.
Result<> writeFile(const std::filesystem::path& path, std::string_view content);

/// Appends one line and its newline with a single write(); the file is made when missing.
Result<> appendLine(const std::filesystem::path& path, std::string_view line);

Result<> makeFolder(const std::filesystem::path& path);

/// A sentence for errno after `path` could not be written, with the right code (full, read only, ...).
Error writeError(const std::filesystem::path& path, int errorNumber);

/// An exclusive lock on a file, held as long as the value lives (flock).
class FileLock {
public:
    /// Fails with Error::Code::Busy when somebody else holds it.
    static Result<FileLock> take(const std::filesystem::path& path);
    /// Whether a live process holds it; false where the file is absent.
    static bool isHeld(const std::filesystem::path& path);
    /// A copy of the lock for a child process: it is held until the last of the two is gone. Close it with ::close.
    int copyForChild() const;
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor = -1;
};

} // namespace opificio
