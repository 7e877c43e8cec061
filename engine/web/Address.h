#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <map>
#include <string>
#include <string_view>

namespace opificio {

/// Addresses as people and catalogues write them: pure functions on text, for any thread. Nothing is fetched.

/// "http://" or "https://" in any case, and a host.
bool isWebAddress(std::string_view text);

/// One part of a path or a query, with everything but letters, digits and - . _ ~ as %XX: "a/b c" is "a%2Fb%20c".
std::string percentEncoded(std::string_view part);
/// %XX undone; what is no %XX stays.
std::string percentDecoded(std::string_view part);

/// Fit to be sent: spaces, accents and other bytes that an address may not hold become %XX; what is already so stays. Spaces
/// around it and what follows # are dropped.
std::string sendable(std::string_view address);

/// `relative` as seen from `base` (RFC 3986, 5.2): "../a.json", "//host/a", "?page=2", or an address of its own.
std::string resolvedAddress(std::string_view base, std::string_view relative);

/// "museum.example", with its port where one is named, in lower case; empty where there is none. Never a user or a password.
std::string hostOf(std::string_view address);
/// For sentences and logs: without user, password, query and fragment.
std::string shownAddress(std::string_view address);

/// The values behind ? and behind #, decoded; of two with one name the first. "#?manifest=..." counts as well.
std::map<std::string, std::string> queryOf(std::string_view address);

} // namespace opificio
