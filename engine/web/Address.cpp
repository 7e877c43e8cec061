// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/Address.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace opificio {

namespace {

std::string lower(std::string_view text)
{
    std::string plain(text);
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
    return plain;
}

/// The parts of RFC 3986, appendix B.
struct Parts {
    std::string scheme, authority, path, query, fragment;
    bool hasAuthority = false, hasQuery = false;
};

Parts partsOf(std::string_view address)
{
    Parts parts;
    if (const std::size_t mark = address.find('#'); mark != std::string_view::npos) {
        parts.fragment = address.substr(mark + 1);
        address = address.substr(0, mark);
    }
    if (const std::size_t mark = address.find('?'); mark != std::string_view::npos) {
        parts.query = address.substr(mark + 1);
        parts.hasQuery = true;
        address = address.substr(0, mark);
    }
    const std::size_t colon = address.find(':');
    if (colon != std::string_view::npos && colon > 0 && std::isalpha(static_cast<unsigned char>(address[0]))
        && std::all_of(address.begin(), address.begin() + std::ptrdiff_t(colon),
            [](unsigned char byte) { return std::isalnum(byte) || byte == '+' || byte == '-' || byte == '.'; })) {
        parts.scheme = lower(address.substr(0, colon));
        address = address.substr(colon + 1);
    }
    if (address.starts_with("//")) {
        const std::size_t end = std::min(address.find('/', 2), address.size());
        parts.authority = address.substr(2, end - 2);
        parts.hasAuthority = true;
        address = address.substr(end);
    }
    parts.path = address;
    return parts;
}

std::string withoutDots(const std::string& path)
{
    std::vector<std::string> kept;
    std::size_t at = 0;
    bool endsAsFolder = false;
    while (at <= path.size()) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string part = path.substr(at, end - at);
        endsAsFolder = part == "." || part == "..";
        if (part == "..") {
            if (kept.size() > 1)
                kept.pop_back();
        } else if (part != ".") {
            kept.push_back(part);
        }
        at = end + 1;
    }
    std::string plain;
    for (std::size_t index = 0; index < kept.size(); ++index)
        plain += (index > 0 ? "/" : "") + kept[index];
    if (endsAsFolder && !plain.ends_with('/'))
        plain += '/';
    return plain;
}

int digitOf(char hex)
{
    if (hex >= '0' && hex <= '9')
        return hex - '0';
    const int letter = std::tolower(static_cast<unsigned char>(hex));
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool isEscape(std::string_view text, std::size_t at)
{
    return text[at] == '%' && at + 2 < text.size() && digitOf(text[at + 1]) >= 0 && digitOf(text[at + 2]) >= 0;
}

void appendEscaped(std::string& text, char byte)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    text += {'%', digits[value >> 4], digits[value & 15]};
}

} // namespace

bool isWebAddress(std::string_view text)
{
    const std::string scheme = lower(text.substr(0, 8));
    return (scheme.starts_with("http://") || scheme.starts_with("https://")) && !hostOf(text).empty();
}

std::string percentEncoded(std::string_view part)
{
    std::string encoded;
    for (char byte : part) {
        if (std::isalnum(static_cast<unsigned char>(byte)) || byte == '-' || byte == '.' || byte == '_' || byte == '~')
            encoded += byte;
        else
            appendEscaped(encoded, byte);
    }
    return encoded;
}

std::string percentDecoded(std::string_view part)
{
    std::string decoded;
    for (std::size_t at = 0; at < part.size(); ++at) {
        if (isEscape(part, at)) {
            decoded += char(digitOf(part[at + 1]) * 16 + digitOf(part[at + 2]));
            at += 2;
        } else {
            decoded += part[at];
        }
    }
    return decoded;
}

std::string sendable(std::string_view address)
{
    auto isBlank = [](char byte) { return static_cast<unsigned char>(byte) <= ' '; };
    while (!address.empty() && isBlank(address.front()))
        address.remove_prefix(1);
    while (!address.empty() && isBlank(address.back()))
        address.remove_suffix(1);
    address = address.substr(0, address.find('#'));
    constexpr std::string_view forbidden = "\"<>\\^`{|} ";
    std::string clean;
    for (std::size_t at = 0; at < address.size(); ++at) {
        const auto value = static_cast<unsigned char>(address[at]);
        const bool isLonePercent = address[at] == '%' && !isEscape(address, at);
        if (value <= ' ' || value >= 0x7f || isLonePercent || forbidden.find(address[at]) != std::string_view::npos)
            appendEscaped(clean, address[at]);
        else
            clean += address[at];
    }
    return clean;
}

std::string resolvedAddress(std::string_view base, std::string_view relative)
{
    const Parts own = partsOf(relative), from = partsOf(base);
    if (!own.scheme.empty())
        return std::string(relative);
    if (from.scheme.empty())
        return std::string(relative);
    std::string address = from.scheme + "://";
    std::string path = own.path, query = own.query;
    bool hasQuery = own.hasQuery;
    if (own.hasAuthority) {
        address += own.authority;
    } else {
        address += from.authority;
        if (path.empty()) {
            path = from.path;
            if (!hasQuery) {
                query = from.query;
                hasQuery = from.hasQuery;
            }
        } else if (!path.starts_with('/')) {
            const std::size_t slash = from.path.rfind('/');
            path = (slash == std::string::npos ? "/" : from.path.substr(0, slash + 1)) + path;
        }
    }
    return address + withoutDots(path) + (hasQuery ? "?" + query : "");
}

std::string hostOf(std::string_view address)
{
    const Parts parts = partsOf(address);
    std::string host = parts.authority;
    if (const std::size_t mark = host.rfind('@'); mark != std::string::npos)
        host.erase(0, mark + 1);
    return lower(host);
}

std::string shownAddress(std::string_view address)
{
    const Parts parts = partsOf(address);
    const std::string host = hostOf(address);
    return host.empty() ? std::string(address.substr(0, 200)) : parts.scheme + "://" + host + parts.path;
}

std::map<std::string, std::string> queryOf(std::string_view address)
{
    std::map<std::string, std::string> values;
    const Parts parts = partsOf(address);
    for (std::string text : {parts.query, parts.fragment}) {
        // "#?manifest=..." and "#/viewer?manifest=..." are how viewers write it.
        if (const std::size_t mark = text.find('?'); mark != std::string::npos && text.find('=') > mark)
            text.erase(0, mark + 1);
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('&', at), text.size());
            const std::string pair = text.substr(at, end - at);
            if (const std::size_t equals = pair.find('='); equals != std::string::npos)
                values.emplace(percentDecoded(pair.substr(0, equals)), percentDecoded(pair.substr(equals + 1)));
            at = end + 1;
        }
    }
    return values;
}

} // namespace opificio
