#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes in which IIIF writes values, old and new: for the files of this folder and the importer. Never throws; what has
// another shape is nothing.

#include <string>
#include <string_view>
#include <vector>

#include "base/Json.h"
#include "library/Item.h"

namespace opificio::iiif {

/// HTML as plain text: tags gone, entities read, breaks and paragraphs as newlines, a link as "text (address)".
std::string plainText(std::string_view html);
/// The addresses that links of such a text lead to.
std::vector<std::string> linksIn(std::string_view html);

/// A text, {"@value", "@language"}, a language map {"en": ["..."]}, or a list of these, in all languages as plain text.
/// "none", "@none" and texts without a language are "und"; several values of one language stand one a line.
Texts textsOf(const Json& json);
/// The same as it stands, without turning HTML into text.
Texts markedTextsOf(const Json& json);

/// A list as its entries, nothing as none, anything else as one; at most `limit` of them.
std::vector<const Json*> listOf(const Json& json, std::size_t limit = 100'000);

/// "id" or "@id", or the text itself.
std::string idOf(const Json& json);
/// "type" or "@type" without its prefix: "Manifest", "Canvas", "Choice"; the first of several.
std::string typeOf(const Json& json);
/// The first of these keys that is there and not null.
const Json& firstOf(const Json& json, std::initializer_list<std::string_view> keys);
/// What kind of login a resource names among its services, however deep: a profile ("http://iiif.io/api/auth/1/login") or a
/// type ("AuthProbeService2"); empty where there is none.
std::string loginOf(const Json& json);
/// A whole number, also where it was written as a text or with decimals; 0 for anything below 1, above a thousand million,
/// or no number.
int wholeOf(const Json& json);

} // namespace opificio::iiif
