// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Id.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>

#include <sys/random.h>

namespace opificio {

std::string newId()
{
    std::uint64_t random = 0;
    if (::getrandom(&random, sizeof random, 0) != sizeof random)
        random = std::uint64_t(std::chrono::steady_clock::now().time_since_epoch().count()) * 0x9e3779b97f4a7c15u;
    std::string id(8, 'a');
    for (char& character : id) {
        character = "abcdefghijklmnopqrstuvwxyz234567"[random & 31];
        random >>= 5;
    }
    return id;
}

bool isId(std::string_view text)
{
    if (text.size() != 8)
        return false;
    for (char character : text) {
        if (!((character >= 'a' && character <= 'z') || (character >= '2' && character <= '7')))
            return false;
    }
    return true;
}

std::string nowText()
{
    auto now = std::chrono::system_clock::now().time_since_epoch();
    auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    std::time_t seconds = std::time_t(milliseconds / 1000);
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900, parts.tm_mon + 1,
        parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, int(milliseconds % 1000));
    return buffer;
}

} // namespace opificio
