// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Resources.h"

#include <cstdlib>

namespace opificio {

std::filesystem::path programFile()
{
    // Started through a loader that it brings along, the process is the loader's; whoever started it so says what it is.
    if (const char* program = std::getenv("OPIFICIO_PROGRAM"); program && *program)
        return program;
    std::error_code code;
    return std::filesystem::read_symlink("/proc/self/exe", code);
}

std::filesystem::path resource(std::string_view name)
{
    std::error_code code;
    if (const char* folder = std::getenv("OPIFICIO_RESOURCES"); folder && *folder)
        return std::filesystem::path(folder) / name;
    auto installed = programFile().parent_path().parent_path() / OPIFICIO_DATADIR / "opificio";
    if (std::filesystem::is_directory(installed / "text", code))
        return installed / name;
    return std::filesystem::path(OPIFICIO_RESOURCES_SOURCE) / name;
}

std::filesystem::path homeFolder()
{
    if (const char* folder = std::getenv("OPIFICIO_HOME"); folder && *folder)
        return folder;
    if (const char* folder = std::getenv("XDG_DATA_HOME"); folder && *folder)
        return std::filesystem::path(folder) / "opificio";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home && *home ? home : ".") / ".local/share/opificio";
}

std::filesystem::path cacheFolder()
{
    if (const char* folder = std::getenv("OPIFICIO_HOME"); folder && *folder)
        return std::filesystem::path(folder) / "cache";
    if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder && *folder)
        return std::filesystem::path(folder) / "opificio";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home && *home ? home : ".") / ".cache/opificio";
}

} // namespace opificio
