#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string_view>

namespace opificio {

/// The path of a file that ships with the program, e.g. resource("models/onde.safetensors"). Looks in
/// OPIFICIO_RESOURCES, then in ../share/opificio beside the program, then in the source tree it was built from.
std::filesystem::path resource(std::string_view name);

/// Where the artist's library and settings live: OPIFICIO_HOME, else XDG_DATA_HOME/opificio, else ~/.local/share/opificio.
std::filesystem::path homeFolder();

/// What can be made again: OPIFICIO_HOME/cache, else XDG_CACHE_HOME/opificio, else ~/.cache/opificio.
std::filesystem::path cacheFolder();

/// The running program's own file, for starting further processes of it.
std::filesystem::path programFile();

/// "0.1.0"
std::string_view version();

} // namespace opificio
