#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace opificio {

/// Makes the cache of Web smaller where it holds more than `limitBytes`: what was used longest ago goes first, until nine
/// tenths of the limit are left. What was used within `spared` stays, since somebody may be reading it. Answers how many bytes
/// went; what cannot be removed stays, and nobody is told. Any thread and process.
std::int64_t pruneCache(const std::filesystem::path& folder, std::int64_t limitBytes, std::chrono::seconds spared);

} // namespace opificio
