#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"

namespace opificio {

/// Files as one tar (POSIX ustar), made piece by piece as it is asked for: nothing of it lies on a disk.
class TarMaker {
public:
    struct Entry {
        std::filesystem::path here;
        std::string name;
    };
    /// Whether a tar, and a line of text, hold such a name. Relative; / between folders.
    static bool canHold(std::string_view name);
    /// The files may not change until the last piece was taken; one that does is an error then.
    static Result<TarMaker> create(std::vector<Entry> entries);

    /// Of the whole.
    std::uint64_t bytes() const { return m_bytes; }
    /// The next piece, at most a few files' worth; valid until the next call. Empty at the end.
    Result<std::string_view> next();

private:
    Result<> add(const Entry& entry, std::uint64_t bytes);

    std::vector<Entry> m_entries;
    std::vector<std::uint64_t> m_sizes;
    std::size_t m_next = 0;
    std::uint64_t m_bytes = 0;
    bool m_isEnded = false;
    std::string m_piece;
};

/// Takes a tar apart as it comes. Files are held in memory until they are whole.
class TarTaker {
public:
    using Take = std::function<Result<>(const std::string& name, std::string_view content)>;
    /// `take` hears of each regular file of at most `largest` bytes; names are as they stand in the tar, without "./".
    TarTaker(std::uint64_t largest, Take take);

    /// Takes from the front of `bytes` what it has understood.
    Result<> hear(std::string& bytes);
    /// The mark of its end was seen.
    bool isEnded() const { return m_isEnded; }

private:
    std::uint64_t m_largest, m_skipped = 0;
    Take m_take;
    bool m_isEnded = false;
};

} // namespace opificio
