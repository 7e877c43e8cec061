// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Settings.h"

#include "base/Json.h"
#include "base/Log.h"
#include "base/Resources.h"
#include "base/Text.h"

#include <atomic>

namespace opificio {

std::filesystem::path settingsFile()
{
    return homeFolder() / "settings.json";
}

std::int64_t limitSetting(std::string_view name, std::int64_t otherwise)
{
    static std::atomic_flag warned;
    const std::filesystem::path file = settingsFile();
    std::error_code code;
    if (!std::filesystem::exists(file, code))
        return otherwise;
    auto warn = [&](std::string sentence) {
        if (!warned.test_and_set())
            log(Level::Warning, "settings", sentence);
        return otherwise;
    };
    auto settings = readJson(file);
    if (!settings)
        return warn(settings.error().message);
    if (textAt(*settings, "format") != "opificio.settings/1")
        return warn(text("{0} does not say that it is opificio.settings/1; it changes nothing.", file.string()));
    const Json& value = at(at(*settings, "limits"), name);
    if (value.is_null())
        return otherwise;
    if (!value.is_number_integer() || value.get<std::int64_t>() < 1)
        return warn(text("{0} in {1} is not a whole number above zero; it changes nothing.", name, file.string()));
    return value.get<std::int64_t>();
}

} // namespace opificio
