#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/Result.h"

namespace opificio {

/// SHA-256 in lower-case hex, for everything that is stored or sent.
std::string sha256(std::string_view bytes);
Result<std::string> sha256OfFile(const std::filesystem::path& path);
/// 64 lower-case hex digits: fit to be a file's name.
bool isSha256(std::string_view text);

/// A key for caches in memory (xxHash, 128 bits). Never written to disk.
struct CacheKey {
    std::uint64_t high = 0, low = 0;
    friend auto operator<=>(const CacheKey&, const CacheKey&) = default;
};

/// Collects values into one CacheKey. Every value is prefixed by its kind and length, so that ("ab", "c") and
/// ("a", "bc") differ.
class Hasher {
public:
    Hasher& add(std::string_view text);
    Hasher& add(const char* text) { return add(std::string_view(text)); }
    Hasher& add(double number);
    Hasher& add(std::int64_t number);
    Hasher& add(int number) { return add(std::int64_t(number)); }
    Hasher& add(bool flag) { return add(std::int64_t(flag)); }
    Hasher& add(CacheKey key);
    CacheKey key() const;

private:
    std::string m_bytes;
};

} // namespace opificio

template<> struct std::hash<opificio::CacheKey> {
    std::size_t operator()(const opificio::CacheKey& key) const { return std::size_t(key.high ^ key.low); }
};
