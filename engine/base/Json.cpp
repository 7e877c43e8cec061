// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"

#include "base/File.h"
#include "base/Text.h"

#include <algorithm>
#include <stdexcept>

namespace opificio {

namespace {

// Deeper nesting is refused: the library's destructor and our own walks recurse.
constexpr int deepest = 200;

} // namespace

Result<Json> parseJson(std::string_view text, std::string_view name)
{
    try {
        Json json = Json::parse(text, [&](int depth, Json::parse_event_t, Json&) {
            if (depth > deepest)
                throw std::runtime_error("depth");
            return true;
        });
        return json;
    } catch (const std::runtime_error&) {
    } catch (const std::exception& failure) {
        std::string where;
        if (auto parse = dynamic_cast<const Json::parse_error*>(&failure)) {
            auto line = 1 + std::count(text.begin(), text.begin() + std::min(parse->byte, text.size()), '\n');
            where = std::to_string(line);
        }
        return Error{Error::Code::Unreadable, opificio::text("Cannot read {0}: it is not valid JSON (line {1}).", name, where),
            std::string(name)};
    }
    return Error{Error::Code::Unreadable, opificio::text("Cannot read {0}: it is nested too deeply.", name), std::string(name)};
}

Result<Json> readJson(const std::filesystem::path& path, std::size_t limitBytes)
{
    TRY(auto content, readFile(path, limitBytes));
    return parseJson(content, path.filename().string());
}

std::string printJson(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string printJsonLine(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<> writeJson(const std::filesystem::path& path, const Json& json)
{
    return writeFile(path, printJson(json));
}

const Json& at(const Json& json, std::string_view key)
{
    static const Json nothing;
    if (!json.is_object())
        return nothing;
    auto found = json.find(key);
    return found == json.end() ? nothing : *found;
}

std::string textAt(const Json& json, std::string_view key, std::string_view otherwise)
{
    const Json& value = at(json, key);
    return value.is_string() ? value.get<std::string>() : std::string(otherwise);
}

double numberAt(const Json& json, std::string_view key, double otherwise)
{
    const Json& value = at(json, key);
    return value.is_number() ? value.get<double>() : otherwise;
}

bool flagAt(const Json& json, std::string_view key, bool otherwise)
{
    const Json& value = at(json, key);
    return value.is_boolean() ? value.get<bool>() : otherwise;
}

} // namespace opificio
