// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Table.h"

#include "base/Utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

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
        appendUtf8(text, code);
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
    // Without a mark the zeros tell: names of columns are mostly Latin letters.
    const std::string_view head = bytes.substr(0, 400);
    std::size_t zeros[2] = {};
    for (std::size_t index = 0; index < head.size(); ++index)
        zeros[index % 2] += head[index] == 0;
    if (std::max(zeros[0], zeros[1]) * 4 > head.size())
        return toUtf8(fromUtf16(bytes, zeros[1] > zeros[0]));
    return toUtf8(bytes);
}

// The sign that stands equally often in most of the first lines, outside of quotes; where two do, the more frequent one.
char separatorOf(std::string_view text)
{
    constexpr std::string_view candidates = ",;\t|";
    std::array<std::map<int, int>, 4> lines; // how many lines have it so often
    std::array<int, 4> counts = {};
    bool quoted = false;
    int left = 20;
    auto endLine = [&] {
        for (std::size_t kind = 0; kind < 4; ++kind)
            ++lines[kind][counts[kind]];
        counts = {};
    };
    for (std::size_t at = 0; at < text.size() && left > 0; ++at) {
        if (text[at] == '"')
            quoted = !quoted;
        else if (text[at] == '\n' && !quoted) {
            endLine();
            --left;
        } else if (const auto kind = candidates.find(text[at]); kind != std::string_view::npos && !quoted)
            ++counts[kind];
    }
    endLine();
    std::pair<int, int> best;
    char separator = ',';
    for (std::size_t kind = 0; kind < 4; ++kind) {
        for (const auto& [often, many] : lines[kind]) {
            if (often > 0 && std::pair(many, often) > best) {
                best = {many, often};
                separator = candidates[kind];
            }
        }
    }
    return separator;
}

struct Read {
    std::vector<std::string> fields;
    std::size_t end = 0; ///< behind the row's line break
    bool openQuote = false; ///< a quote does not close, or closes lines below before something else
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
    bool quoted = false, wasQuoted = false, fieldSpans = false;
    for (; at < text.size(); ++at) {
        const char byte = text[at];
        if (quoted) {
            if (byte == '"' && at + 1 < text.size() && text[at + 1] == '"') {
                field += '"';
                ++at;
            } else if (byte == '"') {
                quoted = false;
                // An inch mark some lines below is no end of this field.
                const std::size_t next = std::min(text.find_first_not_of(' ', at + 1), text.size());
                row.openQuote |= fieldSpans && next < text.size() && text[next] != separator && text[next] != '\n';
            } else {
                fieldSpans |= byte == '\n';
                row.spansLines |= byte == '\n';
                field += byte;
            }
            continue;
        }
        if (byte == '"' && !wasQuoted && field.find_first_not_of(" ") == std::string::npos) {
            quoted = wasQuoted = true;
            fieldSpans = false;
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
    row.openQuote |= quoted;
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
    auto filled = [](const Read& row) {
        return std::count_if(row.fields.begin(), row.fields.end(), [](const std::string& field) { return !field.empty(); });
    };
    std::size_t begin = 0;
    // A spreadsheet's word to itself.
    if (text.size() > 5 && text.starts_with("sep=") && (text[5] == '\n' || text[5] == '\r')) {
        table.separator = text[4];
        begin = text.find('\n') + 1;
        ++line;
    }
    for (std::size_t at = begin; at < text.size();) {
        Read row = readRow(text, at, table.separator);
        const bool isEmpty = filled(row) == 0;
        // A title above the names of the columns.
        if (!hasHeader && filled(row) == 1 && filled(readRow(text, row.end, table.separator)) > 1) {
            line += int(std::count(text.begin() + std::ptrdiff_t(at), text.begin() + std::ptrdiff_t(row.end), '\n'));
            at = row.end;
            continue;
        }
        while (hasHeader && row.fields.size() > table.header.size() && row.fields.back().empty())
            row.fields.pop_back();
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
