#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>

namespace opificio {

/// Whether the bytes are well-formed UTF-8 (no surrogates, nothing overlong).
bool isUtf8(std::string_view bytes);

/// Windows-1252, of which Latin-1 is a part, as UTF-8. Old catalogues and IPTC blocks are written in it.
std::string utf8FromLatin1(std::string_view bytes);

/// What is UTF-8 stays, anything else is taken for Windows-1252; control characters but tab and newline are dropped.
std::string toUtf8(std::string_view bytes);

} // namespace opificio
