#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/Result.h"

namespace opificio {

/// JSON as the project stores it: objects keep their keys sorted, text is UTF-8.
using Json = nlohmann::json;

/// Reads text that may be hostile: depth is bounded and every failure is a sentence that names `name`.
Result<Json> parseJson(std::string_view text, std::string_view name);
/// Reads a file of at most `limitBytes`.
Result<Json> readJson(const std::filesystem::path& path, std::size_t limitBytes = 64u << 20);
/// Two-space indentation, sorted keys, a newline at the end; invalid UTF-8 is replaced, never thrown at.
std::string printJson(const Json& json);
/// One line without spaces at its ends, for journals and streams.
std::string printJsonLine(const Json& json);
/// Written beside and renamed; see writeFile().
Result<> writeJson(const std::filesystem::path& path, const Json& json);

/// json[key] as text, or `otherwise` when it is absent or something else. Never throws.
std::string textAt(const Json& json, std::string_view key, std::string_view otherwise = {});
double numberAt(const Json& json, std::string_view key, double otherwise = 0);
bool flagAt(const Json& json, std::string_view key, bool otherwise = false);
/// json[key] when json is an object that has it; otherwise a null that lives for ever.
const Json& at(const Json& json, std::string_view key);

} // namespace opificio
