#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <libssh/libssh.h>
#include <libssh/sftp.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace opificio {

/// Writes into a file that is open over there with many pieces on their way at a time: libssh's own write waits for the way there
/// and back of each. As long as it lives, nobody else uses the file's SFTP session; one that ended is left as it was found only
/// after settle(). Calls block, and whoever cuts the line ends them.
class SftpWriter {
public:
    /// The first piece goes to `offset`.
    SftpWriter(sftp_file file, std::uint64_t offset);

    /// Hands pieces to the line and takes the answers that are there. False once a piece was refused or the line is gone.
    bool write(std::string_view bytes);
    /// Waits for one answer more, where any is owed. False as above.
    bool wait();
    /// No answer is owed any more.
    bool isSettled() const { return m_owed.empty(); }
    /// The line is gone, or speaks something else.
    bool isBroken() const { return m_broken; }
    /// What the first refusal was (SSH_FX_...); SSH_FX_OK where there was none.
    int refusal() const { return m_refusal; }
    /// Up to here everything was taken.
    std::uint64_t taken() const;

private:
    bool isWell() const { return !m_broken && m_refusal == SSH_FX_OK; }
    bool send(const std::string& packets);
    bool takeAnswers(int patienceMs);
    bool readAnswers();

    sftp_file m_file;
    std::uint64_t m_offset;
    std::map<std::uint32_t, std::uint64_t> m_owed; // by the number of the request, where its piece begins
    std::string m_heard;
    std::uint64_t m_refusedAt = UINT64_MAX;
    int m_refusal = SSH_FX_OK;
    bool m_broken = false;
};

} // namespace opificio
