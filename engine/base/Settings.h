#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace opificio {

/// OPIFICIO_HOME/settings.json: {"format": "opificio.settings/1", "limits": {"picture_edge": 60000}}. Written by the artist;
/// absent as long as nothing is to be otherwise.
std::filesystem::path settingsFile();

/// A number of the group "limits", a whole number above zero; `otherwise` where none is set. Read anew each time, so a
/// change counts at once. A file that cannot be understood is warned of once and changes nothing. Any thread.
std::int64_t limitSetting(std::string_view name, std::int64_t otherwise);

} // namespace opificio
