#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>

namespace opificio {

/// A new id: 8 base-32 characters (a-z, 2-7) from the system's random source.
std::string newId();
/// Whether `text` could be such an id.
bool isId(std::string_view text);
/// Now, in UTC, as RFC 3339 with milliseconds: "2026-11-21T22:40:58.123Z".
std::string nowText();

} // namespace opificio
