// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Columns.h"

#include <algorithm>
#include <cstdint>

namespace opificio {

namespace {

struct Character {
    std::size_t bytes = 1;
    int columns = 1;
};

Character characterAt(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    std::size_t bytes = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    bytes = std::min(bytes, text.size() - at);
    std::uint32_t code = bytes == 1 ? lead : lead & (0x7f >> bytes);
    for (std::size_t next = 1; next < bytes; ++next)
        code = code << 6 | (static_cast<unsigned char>(text[at + next]) & 0x3f);
    const bool combining = (code >= 0x300 && code < 0x370) || (code >= 0x200b && code <= 0x200f) || code == 0xfeff
        || (code >= 0xfe00 && code <= 0xfe0f);
    const bool wide = (code >= 0x1100 && code < 0x1160) || (code >= 0x2e80 && code < 0xa4d0) || (code >= 0xac00 && code < 0xd7a4)
        || (code >= 0xf900 && code < 0xfb00) || (code >= 0xfe30 && code < 0xfe70) || (code >= 0xff00 && code < 0xff61)
        || (code >= 0x1f300 && code < 0x1f650) || (code >= 0x20000 && code < 0x40000);
    return {bytes, combining ? 0 : wide ? 2 : 1};
}

} // namespace

int columnsOf(std::string_view text)
{
    int columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        columns += character.columns;
        at += character.bytes;
    }
    return columns;
}

std::string shortened(std::string_view text, int columns)
{
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    std::replace(line.begin(), line.end(), '\t', ' ');
    if (columnsOf(line) <= columns)
        return line;
    std::size_t at = 0;
    for (int used = 0; at < line.size();) {
        const Character character = characterAt(line, at);
        if (used + character.columns > columns - 1)
            break;
        used += character.columns;
        at += character.bytes;
    }
    while (at > 0 && line[at - 1] == ' ')
        --at;
    return line.substr(0, at) + "…";
}

std::vector<std::string> aligned(const std::vector<std::vector<std::string>>& rows, const std::vector<int>& widths)
{
    std::vector<int> columns;
    std::vector<std::vector<std::string>> cells = rows;
    for (std::vector<std::string>& row : cells) {
        columns.resize(std::max(columns.size(), row.size()));
        for (std::size_t index = 0; index < row.size(); ++index) {
            const int limit = index < widths.size() ? widths[index] : 0;
            row[index] = shortened(row[index], limit > 0 ? limit : 1'000'000);
            columns[index] = std::max(columns[index], columnsOf(row[index]));
        }
    }
    std::vector<std::string> lines;
    for (const std::vector<std::string>& row : cells) {
        std::string line;
        for (std::size_t index = 0; index < row.size(); ++index) {
            line += row[index];
            if (index + 1 < row.size())
                line.append(std::size_t(columns[index] - columnsOf(row[index]) + 2), ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        lines.push_back(line);
    }
    return lines;
}

} // namespace opificio
