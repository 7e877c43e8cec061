// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/Format.h"

#include "base/Text.h"

#include <algorithm>
#include <cctype>

namespace opificio {

Param titleParam()
{
    return {.name = "title",
        .label = words("Title"),
        .help = words("Written into the file, where players and archives look for it."),
        .type = Param::Type::Text,
        .initial = std::string()};
}

Param commentParam()
{
    return {.name = "comment",
        .label = words("Comment"),
        .help = words("Written into the file: how it was made, whom it owes thanks."),
        .type = Param::Type::Text,
        .initial = std::string("Made with Opificio")};
}

Result<const Format*> findFormat(std::string_view name)
{
    std::string names;
    for (const Format* format : formats()) {
        if (format->name == name)
            return format;
        names += (names.empty() ? "" : ", ") + format->name;
    }
    return Error{Error::Code::NotFound, text("There is no format {0}. There are: {1}.", name, names), std::string(name)};
}

const Format* formatOfPath(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::transform(
        extension.begin(), extension.end(), extension.begin(), [](unsigned char letter) { return char(std::tolower(letter)); });
    for (const Format* format : formats()) {
        if (format->extension == extension)
            return format;
    }
    return nullptr;
}

Result<std::unique_ptr<Writer>> openWriter(
    const Format& format, std::filesystem::path path, Size size, Rate rate, Frame total, const Values& chosen, Task& task)
{
    if (path.empty() || !path.has_filename())
        return Error{Error::Code::Invalid, text("Say where the file shall lie."), path.string()};
    if (!path.has_extension())
        path.replace_extension(format.extension);
    std::string name = path.filename().string();
    if (size.width < 1 || size.height < 1 || size.width > largestEdge || size.height > largestEdge) {
        return Error{Error::Code::Invalid,
            text("Cannot write {0}: {1} × {2} pixels are not between 1 and {3} along each edge.", name, size.width, size.height,
                largestEdge),
            path.string()};
    }
    if (total < 0)
        return Error{Error::Code::Invalid, text("Cannot write {0}: the number of frames is negative.", name), path.string()};
    constexpr std::int64_t most = 1'000'000'000;
    if (rate.numerator < 1 || rate.denominator < 1 || rate.numerator > most || rate.denominator > most
        || rate.numerator / rate.denominator > 1000) {
        return Error{
            Error::Code::Invalid, text("Cannot write {0}: {1} frames a second is not a rate.", name, rate.text()), path.string()};
    }
    TRY(Values values, complete(format.params, chosen));
    std::error_code code;
    if (std::filesystem::is_directory(path, code))
        return Error{Error::Code::Invalid, text("Cannot write {0}: a folder of that name is there.", name), path.string()};
    return format.open(path, size, rate, total, values, task);
}

} // namespace opificio
