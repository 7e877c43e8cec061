// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Typed.h"

#include "base/Text.h"

#include <algorithm>
#include <charconv>

namespace opificio {

Result<std::pair<std::string, std::string>> splitSetting(std::string_view typed)
{
    auto equals = typed.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return Error{Error::Code::Invalid, text("\"{0}\" is not a setting; write it as name=value.", typed), std::string(typed)};
    return std::pair(std::string(typed.substr(0, equals)), std::string(typed.substr(equals + 1)));
}

std::string searchWords(const std::vector<std::string>& typed)
{
    std::string words;
    for (const std::string& argument : typed) {
        words += (words.empty() ? "" : " ") + argument;
        // A mark that is never closed is that of 12" and must not reach into the next argument.
        if (std::count(argument.begin(), argument.end(), '"') % 2 != 0)
            words[words.rfind('"')] = ' ';
    }
    return words;
}

Result<Size> parseSize(std::string_view typed)
{
    Size size;
    auto cross = typed.find_first_of("xX");
    auto whole = [](std::string_view part, int& number) {
        auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
        return failure == std::errc() && end == part.data() + part.size() && number >= 1 && number <= largestEdge;
    };
    if (cross == std::string_view::npos || !whole(typed.substr(0, cross), size.width)
        || !whole(typed.substr(cross + 1), size.height))
        return Error{Error::Code::Invalid,
            text("\"{0}\" is not a size; write it as 1920x1080, up to 16384 along an edge.", typed), std::string(typed)};
    return size;
}

Error noSetting(const std::string& owner, const std::string& name, const std::vector<Param>& params)
{
    std::string names;
    for (const Param& param : params)
        names += (names.empty() ? "" : ", ") + param.name;
    return {Error::Code::Invalid, text("{0} has no setting named {1}. It has: {2}.", owner, name, names), name};
}

} // namespace opificio
