// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/SftpWriter.h"

#include <algorithm>
#include <array>

namespace opificio {

namespace {

// What every server takes in one piece.
constexpr std::size_t pieceBytes = 32u << 10;
// On their way at a time: as much as OpenSSH's server lets into a channel.
constexpr std::size_t mostOwed = (2u << 20) / pieceBytes;
constexpr int withoutEnd = -1;
constexpr std::size_t largestAnswer = 64u << 10;
// SFTP's own numbers.
constexpr char writeRequest = 6, statusAnswer = 101;

void addNumber(std::string& packet, std::uint64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
        packet += char(number >> (8 * i) & 0xff);
}

std::uint32_t numberAt(std::string_view bytes, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

} // namespace

SftpWriter::SftpWriter(sftp_file file, std::uint64_t offset)
    : m_file(file)
    , m_offset(offset)
{
}

std::uint64_t SftpWriter::taken() const
{
    std::uint64_t end = std::min(m_offset, m_refusedAt);
    for (const auto& [id, begin] : m_owed)
        end = std::min(end, begin);
    return end;
}

bool SftpWriter::write(std::string_view bytes)
{
    const std::string_view handle(static_cast<const char*>(ssh_string_data(m_file->handle)), ssh_string_len(m_file->handle));
    std::string packets;
    packets.reserve(bytes.size() + (bytes.size() / pieceBytes + 1) * (handle.size() + 32));
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, pieceBytes);
        bytes.remove_prefix(piece.size());
        const std::uint32_t id = ++m_file->sftp->id_counter;
        addNumber(packets, 1 + 4 + 4 + handle.size() + 8 + 4 + piece.size(), 4);
        packets += writeRequest;
        addNumber(packets, id, 4);
        addNumber(packets, handle.size(), 4);
        packets += handle;
        addNumber(packets, m_offset, 8);
        addNumber(packets, piece.size(), 4);
        packets += piece;
        m_owed[id] = m_offset;
        m_offset += piece.size();
    }
    if (!send(packets) || !takeAnswers(0))
        return false;
    while (m_owed.size() > mostOwed) {
        if (!wait())
            return false;
    }
    return isWell();
}

bool SftpWriter::wait()
{
    // libssh wakes up for every packet; only the answers count.
    const std::size_t before = m_owed.size();
    while (!m_broken && !m_owed.empty() && m_owed.size() == before) {
        if (!takeAnswers(withoutEnd))
            break;
    }
    return isWell();
}

bool SftpWriter::send(const std::string& packets)
{
    for (std::size_t sent = 0; sent < packets.size() && !m_broken;) {
        const int count = ssh_channel_write(m_file->sftp->channel, packets.data() + sent, std::uint32_t(packets.size() - sent));
        if (count <= 0)
            m_broken = true;
        else
            sent += std::size_t(count);
    }
    return !m_broken;
}

bool SftpWriter::takeAnswers(int patienceMs)
{
    std::array<char, 8192> piece;
    while (!m_broken && !m_owed.empty()) {
        const int count = ssh_channel_read_timeout(m_file->sftp->channel, piece.data(), piece.size(), 0, patienceMs);
        if (count < 0 || (count == 0 && ssh_channel_is_eof(m_file->sftp->channel)))
            m_broken = true;
        if (count <= 0)
            break;
        m_heard.append(piece.data(), std::size_t(count));
        if (!readAnswers())
            m_broken = true;
        patienceMs = 0;
    }
    return !m_broken;
}

bool SftpWriter::readAnswers()
{
    std::size_t at = 0;
    while (m_heard.size() - at >= 4) {
        const std::uint32_t length = numberAt(m_heard, at);
        if (length < 9 || length > largestAnswer)
            return false;
        if (m_heard.size() - at < 4 + length)
            break;
        const auto owed = m_owed.find(numberAt(m_heard, at + 5));
        if (m_heard[at + 4] != statusAnswer || owed == m_owed.end())
            return false;
        const auto code = int(numberAt(m_heard, at + 9));
        if (code != SSH_FX_OK && owed->second < m_refusedAt) {
            m_refusal = code;
            m_refusedAt = owed->second;
        }
        m_owed.erase(owed);
        at += 4 + length;
    }
    m_heard.erase(0, at);
    return true;
}

} // namespace opificio
