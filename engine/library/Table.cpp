// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Table.h"

#include "base/Utf8.h"

#include <algorithm>
#include <cstdint>

namespace opificio {

namespace {

std::string fromUtf16(std::string_view bytes, bool little)
{
    std::string text;
    auto unit = [&](std::size_t index) {
        const auto first = static_cast<unsigned char>(bytes[index]), second = static_cast<unsigned char>(bytes[index + 1]);
        return std::uint32_t(little ? first | second << 8 : first << 8 | second);
    };
    for (std::size_t index = 0; index + 1 < bytes.size(); index += 2) {
        std::uint32_t code = unit(index);
        if (code >= 0xd800 && code < 0xdc00 && index + 3 < bytes.size()) {
            const std::uint32_t low = unit(index + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                index += 2;
            }
        }
        if (code >= 0xd800 && code < 0xe000)
            code = 0xfffd;
        if (code < 0x80) {
            text += char(code);
        } else if (code < 0x800) {
            text += char(0xc0 | code >> 6);
            text += char(0x80 | (code & 0x3f));
        } else if (code < 0x10000) {
            text += char(0xe0 | code >> 12);
            text += char(0x80 | (code >> 6 & 0x3f));
            text += char(0x80 | (code & 0x3f));
        } else {
            text += char(0xf0 | code >> 18);
            text += char(0x80 | (code >> 12 & 0x3f));
            text += char(0x80 | (code >> 6 & 0x3f));
            text += char(0x80 | (code & 0x3f));
        }
    }
    return text;
}

std::string decoded(std::string_view bytes)
{
    if (bytes.starts_with("\xef\xbb\xbf"))
        return toUtf8(bytes.substr(3));
    if (bytes.starts_with("\xff\xfe"))
        return toUtf8(fromUtf16(bytes.substr(2), true));
    if (bytes.starts_with("\xfe\xff"))
        return toUtf8(fromUtf16(bytes.substr(2), false));
    return toUtf8(bytes);
}

// The sign that stands most often in the first line, outside of quotes.
char separatorOf(std::string_view text)
{
    constexpr std::string_view candidates = ",;\t|";
    std::size_t counts[4] = {};
    bool quoted = false;
    for (char byte : text) {
        if (byte == '"')
            quoted = !quoted;
        else if (byte == '\n' && !quoted)
            break;
        else if (const auto kind = candidates.find(byte); kind != std::string_view::npos && !quoted)
            ++counts[kind];
    }
    return candidates[std::size_t(std::max_element(counts, counts + 4) - counts)];
}

struct Read {
    std::vector<std::string> fields;
    std::size_t end = 0; ///< behind the row's line break
    bool openQuote = false;
    bool spansLines = false;
};

std::string trimmed(std::string field)
{
    const auto begin = field.find_first_not_of(" \t\n");
    if (begin == std::string::npos)
        return {};
    return field.substr(begin, field.find_last_not_of(" \t\n") - begin + 1);
}

Read readRow(std::string_view text, std::size_t at, char separator)
{
    Read row;
    std::string field;
    bool quoted = false, wasQuoted = false;
    for (; at < text.size(); ++at) {
        const char byte = text[at];
        if (quoted) {
            if (byte == '"' && at + 1 < text.size() && text[at + 1] == '"') {
                field += '"';
                ++at;
            } else if (byte == '"') {
                quoted = false;
            } else {
                row.spansLines |= byte == '\n';
                field += byte;
            }
            continue;
        }
        if (byte == '"' && !wasQuoted && field.find_first_not_of(" ") == std::string::npos) {
            quoted = wasQuoted = true;
            field.clear();
        } else if (byte == separator) {
            row.fields.push_back(trimmed(std::move(field)));
            field.clear();
            wasQuoted = false;
        } else if (byte == '\n') {
            ++at;
            break;
        } else {
            field += byte;
        }
    }
    row.fields.push_back(trimmed(std::move(field)));
    row.openQuote = quoted;
    row.end = at;
    return row;
}

} // namespace

Table parseTable(std::string_view bytes)
{
    // Line ends of every kind: carriage returns are dropped by decoding, but alone they are line ends of old machines.
    std::string plain(bytes);
    const bool wide = bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
    if (!wide && plain.find('\n') == std::string::npos)
        std::replace(plain.begin(), plain.end(), '\r', '\n');
    const std::string text = decoded(plain);
    Table table;
    table.separator = separatorOf(text);
    int line = 1;
    bool hasHeader = false;
    for (std::size_t at = 0; at < text.size();) {
        Read row = readRow(text, at, table.separator);
        const bool isEmpty
            = std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) { return field.empty(); });
        const bool isBroken = row.openQuote || (hasHeader && row.fields.size() != table.header.size());
        // A quote that does not close swallows what follows: only its own line is given up.
        if (isBroken && row.spansLines) {
            const std::size_t lineEnd = text.find('\n', at);
            row.end = lineEnd == std::string::npos ? text.size() : lineEnd + 1;
        }
        if (!isEmpty && !hasHeader && !isBroken) {
            table.header = row.fields;
            hasHeader = true;
        } else if (!isEmpty) {
            table.rows.push_back({line, std::move(row.fields), isBroken});
        }
        line += int(std::count(text.begin() + std::ptrdiff_t(at), text.begin() + std::ptrdiff_t(row.end), '\n'));
        at = row.end;
    }
    return table;
}

} // namespace opificio
