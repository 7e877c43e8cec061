// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Tar.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace opificio {

namespace {

constexpr std::size_t blockBytes = 512;
// As a tar says where its parts lie.
constexpr std::size_t nameBytes = 100, prefixAt = 345, prefixBytes = 155, sizeAt = 124, sizeBytes = 12, kindAt = 156;
constexpr std::size_t pieceBytes = 256u << 10;

std::uint64_t padded(std::uint64_t bytes)
{
    return (bytes + blockBytes - 1) / blockBytes * blockBytes;
}

// Where a name that is too long for its field is cut in two; npos where it cannot be.
std::size_t cutOf(std::string_view name)
{
    return name.size() > nameBytes ? name.rfind('/', prefixBytes) : std::string_view::npos;
}

std::array<char, blockBytes> headerOf(std::string_view name, std::uint64_t bytes)
{
    std::array<char, blockBytes> header = {};
    const auto cut = cutOf(name);
    const std::string_view last = cut == std::string_view::npos ? name : name.substr(cut + 1);
    std::memcpy(header.data(), last.data(), last.size());
    if (cut != std::string_view::npos)
        std::memcpy(header.data() + prefixAt, name.data(), cut);
    std::memcpy(header.data() + 100, "0000644", 7);
    std::memcpy(header.data() + 108, "0000000", 7);
    std::memcpy(header.data() + 116, "0000000", 7);
    // Beyond eight billion bytes the number is binary.
    if (bytes < (std::uint64_t(1) << 33)) {
        std::snprintf(header.data() + sizeAt, sizeBytes, "%011llo", static_cast<unsigned long long>(bytes));
    } else {
        header[sizeAt] = char(0x80);
        for (std::size_t i = 0; i < 8; ++i)
            header[sizeAt + sizeBytes - 1 - i] = char(bytes >> (8 * i) & 0xff);
    }
    std::memcpy(header.data() + 136, "00000000000", 11);
    std::memset(header.data() + 148, ' ', 8);
    header[kindAt] = '0';
    std::memcpy(header.data() + 257, "ustar\00000", 8);
    unsigned sum = 0;
    for (char byte : header)
        sum += static_cast<unsigned char>(byte);
    std::snprintf(header.data() + 148, 8, "%06o", sum);
    return header;
}

std::string fieldOf(std::string_view header, std::size_t at, std::size_t bytes)
{
    const std::string_view field = header.substr(at, bytes);
    return std::string(field.substr(0, field.find('\0')));
}

} // namespace

bool TarMaker::canHold(std::string_view name)
{
    const auto cut = cutOf(name);
    return !name.empty() && name.front() != '/' && name.front() != '-'
        && (name.size() <= nameBytes || (cut != std::string_view::npos && name.size() - cut - 1 <= nameBytes))
        && std::none_of(
            name.begin(), name.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == '\\'; });
}

Result<TarMaker> TarMaker::create(std::vector<Entry> entries)
{
    TarMaker maker;
    maker.m_entries = std::move(entries);
    for (const Entry& entry : maker.m_entries) {
        std::error_code code;
        const auto bytes = std::filesystem::file_size(entry.here, code);
        if (code || !canHold(entry.name))
            return Error{Error::Code::Unreadable, text("Cannot pack {0}.", entry.here.string()), entry.here.string()};
        maker.m_sizes.push_back(bytes);
        maker.m_bytes += blockBytes + padded(bytes);
    }
    maker.m_bytes += 2 * blockBytes;
    return maker;
}

Result<std::string_view> TarMaker::next()
{
    m_piece.clear();
    while (m_next < m_entries.size() && m_piece.size() < pieceBytes) {
        TRY_DO(add(m_entries[m_next], m_sizes[m_next]));
        ++m_next;
    }
    if (m_next == m_entries.size() && !m_isEnded) {
        m_piece.append(2 * blockBytes, '\0');
        m_isEnded = true;
    }
    return std::string_view(m_piece);
}

Result<> TarMaker::add(const Entry& entry, std::uint64_t bytes)
{
    const auto header = headerOf(entry.name, bytes);
    m_piece.append(header.data(), header.size());
    const std::size_t before = m_piece.size();
    m_piece.resize(before + padded(bytes));
    std::ifstream file(entry.here, std::ios::binary);
    if (bytes > 0)
        file.read(m_piece.data() + before, std::streamsize(bytes));
    if (!file || (bytes > 0 && std::uint64_t(file.gcount()) != bytes))
        return Error{Error::Code::Unreadable, text("Cannot read {0}: it changed while it was read.", entry.here.string()),
            entry.here.string()};
    return {};
}

TarTaker::TarTaker(std::uint64_t largest, Take take)
    : m_largest(largest)
    , m_take(std::move(take))
{
}

Result<> TarTaker::hear(std::string& bytes)
{
    std::size_t at = 0;
    const auto left = [&] { return bytes.size() - at; };
    while (!m_isEnded && left() > 0) {
        if (m_skipped > 0) {
            const auto count = std::min<std::uint64_t>(m_skipped, left());
            m_skipped -= count;
            at += count;
            continue;
        }
        if (left() < blockBytes)
            break;
        const std::string_view header(bytes.data() + at, blockBytes);
        if (header.find_first_not_of('\0') == std::string_view::npos) {
            m_isEnded = true;
            break;
        }
        const std::string size = fieldOf(header, sizeAt, sizeBytes), prefix = fieldOf(header, prefixAt, prefixBytes);
        std::uint64_t count = 0;
        const auto [after, failure] = std::from_chars(size.data(), size.data() + size.size(), count, 8);
        if (failure != std::errc() || (*after != '\0' && *after != ' ') || header.substr(257, 5) != "ustar")
            return Error{Error::Code::Network, text("The answer was cut off on its way.")};
        const bool isFile = header[kindAt] == '0' || header[kindAt] == '\0';
        if (!isFile || count > m_largest) {
            at += blockBytes;
            m_skipped = padded(count);
            continue;
        }
        if (left() < blockBytes + padded(count))
            break;
        std::string name = (prefix.empty() ? "" : prefix + "/") + fieldOf(header, 0, nameBytes);
        if (name.starts_with("./"))
            name.erase(0, 2);
        TRY_DO(m_take(name, std::string_view(bytes).substr(at + blockBytes, count)));
        at += blockBytes + padded(count);
    }
    bytes.erase(0, at);
    return {};
}

} // namespace opificio
