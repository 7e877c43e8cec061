// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Utf8.h"

namespace opificio {

void appendUtf8(std::string& text, std::uint32_t code)
{
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    if (code < 0x80) {
        text += char(code);
    } else if (code < 0x800) {
        text += char(0xc0 | (code >> 6));
        text += char(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        text += char(0xe0 | (code >> 12));
        text += char(0x80 | ((code >> 6) & 0x3f));
        text += char(0x80 | (code & 0x3f));
    } else {
        text += char(0xf0 | (code >> 18));
        text += char(0x80 | ((code >> 12) & 0x3f));
        text += char(0x80 | ((code >> 6) & 0x3f));
        text += char(0x80 | (code & 0x3f));
    }
}

std::string_view beginningOf(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80)
        --bytes;
    return text.substr(0, bytes);
}

bool isUtf8(std::string_view bytes)
{
    for (std::size_t index = 0; index < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[index]);
        const int more = lead < 0x80      ? 0
            : lead >= 0xc2 && lead < 0xe0 ? 1
            : lead >= 0xe0 && lead < 0xf0 ? 2
            : lead >= 0xf0 && lead < 0xf5 ? 3
                                          : -1;
        if (more < 0 || index + std::size_t(more) >= bytes.size())
            return false;
        std::uint32_t code = more == 0 ? lead : lead & (0x3f >> more);
        for (int next = 1; next <= more; ++next) {
            const auto byte = static_cast<unsigned char>(bytes[index + std::size_t(next)]);
            if ((byte & 0xc0) != 0x80)
                return false;
            code = (code << 6) | (byte & 0x3f);
        }
        if ((more == 2 && code < 0x800) || (more == 3 && (code < 0x10000 || code > 0x10ffff))
            || (code >= 0xd800 && code < 0xe000))
            return false;
        index += std::size_t(more) + 1;
    }
    return true;
}

std::string utf8FromLatin1(std::string_view bytes)
{
    // 0x80 to 0x9f of Windows-1252; 0 where nothing stands.
    static constexpr std::uint16_t high[32]
        = {0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
            0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178};
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        if (value >= 0x80 && value < 0xa0) {
            appendUtf8(text, high[value - 0x80] ? high[value - 0x80] : 0xfffd);
            continue;
        }
        appendUtf8(text, value);
    }
    return text;
}

std::string toUtf8(std::string_view bytes)
{
    const std::string text = isUtf8(bytes) ? std::string(bytes) : utf8FromLatin1(bytes);
    std::string clean;
    clean.reserve(text.size());
    for (char byte : text) {
        const auto value = static_cast<unsigned char>(byte);
        if ((value >= 0x20 && value != 0x7f) || byte == '\t' || byte == '\n')
            clean += byte;
    }
    return clean;
}

} // namespace opificio
