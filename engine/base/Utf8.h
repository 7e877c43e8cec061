#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <string>
#include <string_view>

namespace opificio {

/// Whether the bytes are well-formed UTF-8 (no surrogates, nothing overlong).
bool isUtf8(std::string_view bytes);

/// Windows-1252, of which Latin-1 is a part, as UTF-8. Old catalogues and IPTC blocks are written in it.
std::string utf8FromLatin1(std::string_view bytes);

/// What is UTF-8 stays, anything else is taken for Windows-1252; control characters but tab and newline are dropped.
std::string toUtf8(std::string_view bytes);

/// Adds the character with this number; what is none (a surrogate, above U+10FFFF) as U+FFFD.
void appendUtf8(std::string& text, std::uint32_t code);

/// The beginning, at most `bytes` long, without half a character at its end.
std::string_view beginningOf(std::string_view text, std::size_t bytes);

} // namespace opificio
