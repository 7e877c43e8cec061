// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts of a connection: one that answers, and one that is spoken with.
#include "remote/SshPrivate.h"

#include "base/Text.h"

#include <algorithm>
#include <array>

namespace opificio {

namespace {

constexpr std::size_t largestReply = 64u << 20;
// How often complaints are waited for once the answer is there, 50 ms each time.
constexpr int errorLooks = 10, lookMs = 50;

// What came last, and enough before it to find a line that came in two pieces.
std::string_view endOf(const std::string& all, int bytes)
{
    const std::size_t looked = std::size_t(bytes) + ShellFrame::longestEnd;
    return std::string_view(all).substr(all.size() - std::min(all.size(), looked));
}

} // namespace

Result<ShellReply> Ssh::run(std::string_view script, std::string_view input, int seconds)
{
    using Clock = std::chrono::steady_clock;
    const ShellFrame frame;
    // What takes long gives signs of life on the way: a line that died is not waited for as long as the work may take.
    const bool hasBeat = seconds > m->options.patienceSeconds;
    const std::string said = frame.around(script, input, hasBeat ? m->beatSeconds() : 0);
    const auto until = Clock::now() + std::chrono::seconds(seconds > 0 ? seconds : m->options.patienceSeconds);
    m->expect();
    // One shell for all scripts: a login there may read long files before it does anything. It is kept where all went well.
    Owned<ssh_channel> channel = std::move(m->shell);
    if (!channel) {
        TRY(channel, m->openShell());
    }
    TRY_DO(m->send(channel.get(), said));
    std::string out, err;
    bool isEnded = false, areErrorsEnded = false;
    for (int left = errorLooks; left > 0 && !(isEnded && areErrorsEnded);) {
        const int more = m->heard(channel.get(), isEnded ? 0 : lookMs, false, out);
        const int complained = m->heard(channel.get(), isEnded ? lookMs : 0, true, err);
        isEnded = isEnded || (more > 0 && frame.isEnded(endOf(out, more)));
        areErrorsEnded = areErrorsEnded || (complained > 0 && frame.areErrorsEnded(endOf(err, complained)));
        if (hasBeat && (more > 0 || complained > 0))
            m->expect();
        if (hasBeat && Clock::now() > until) {
            (void)m->broken();
            return Error{Error::Code::Network, text("{0} did not answer any more.", m->host), m->host};
        }
        if (out.size() + err.size() > largestReply) {
            // The line is as good as before; only this shell is not.
            channel.reset();
            m->watchdog.rest();
            return Error{Error::Code::TooLarge, text("{0} answered more than can be read.", m->host), m->host};
        }
        if (more <= 0 && complained <= 0
            && (ssh_channel_is_eof(channel.get()) || more == SSH_ERROR || !ssh_is_connected(m->session)
                || m->watchdog.hasBitten()))
            break;
        // Complaints come on a way of their own, and at some sites with the answer.
        left -= isEnded ? 1 : 0;
    }
    auto reply = frame.read(out);
    if (!reply)
        return m->broken();
    m->watchdog.rest();
    reply->err = frame.errors(err);
    std::erase(reply->err, '\0');
    if (isEnded && areErrorsEnded)
        m->shell = std::move(channel);
    return reply;
}

Result<ShellReply> Ssh::talk(std::string_view script, ScriptPartner& partner, Task& task)
{
    const ShellFrame frame;
    m->expect();
    Owned<ssh_channel> channel = std::move(m->shell);
    if (!channel) {
        TRY(channel, m->openShell());
    }
    TRY_DO(m->send(channel.get(), frame.aroundTalk(script, m->beatSeconds())));
    // What stands before the answer is kept beside it; of the answer, what the partner leaves.
    std::string before, out, err;
    bool isEnded = false, areErrorsEnded = false;
    const auto given = [this](const Error& error) -> Result<ShellReply> {
        m->watchdog.rest();
        return error;
    };
    for (int left = errorLooks; left > 0 && !(isEnded && areErrorsEnded);) {
        if (task.stopped())
            return given({Error::Code::Cancelled, text("Stopped.")});
        auto piece = partner.say();
        if (!piece)
            return given(piece.error());
        if (!isEnded)
            TRY_DO(m->send(channel.get(), *piece));
        const bool isSpeaking = !piece->empty();
        const int more = m->heard(channel.get(), isEnded || isSpeaking ? 0 : lookMs, false, out);
        const int complained = m->heard(channel.get(), isEnded ? lookMs : 0, true, err);
        if (more > 0 && before.empty()) {
            const auto at = frame.beginOf(out);
            if (at != std::string::npos) {
                before = out.substr(0, at);
                out.erase(0, at);
            }
        }
        isEnded = isEnded || (more > 0 && frame.isEnded(endOf(out, more)));
        areErrorsEnded = areErrorsEnded || (complained > 0 && frame.areErrorsEnded(endOf(err, complained)));
        if (more > 0 || complained > 0)
            m->expect();
        if (more > 0 && !before.empty()) {
            if (auto understood = partner.hear(out); !understood)
                return given(understood.error());
        }
        if (out.size() + err.size() > largestReply)
            return given({Error::Code::TooLarge, text("{0} answered more than can be read.", m->host), m->host});
        if (more <= 0 && complained <= 0
            && (ssh_channel_is_eof(channel.get()) || more == SSH_ERROR || !ssh_is_connected(m->session)
                || m->watchdog.hasBitten()))
            break;
        left -= isEnded ? 1 : 0;
    }
    auto reply = frame.read(before + out);
    if (!reply)
        return m->broken();
    m->watchdog.rest();
    reply->err = frame.errors(err);
    std::erase(reply->err, '\0');
    return reply;
}

Result<Owned<ssh_channel>> Ssh::Private::openShell()
{
    Owned<ssh_channel> channel(ssh_channel_new(session));
    // Whatever the login shell is, it is given nothing but this word to understand.
    if (!channel || ssh_channel_open_session(channel.get()) != SSH_OK
        || ssh_channel_request_exec(channel.get(), "exec /bin/sh") != SSH_OK)
        return broken();
    return channel;
}

Result<> Ssh::Private::send(ssh_channel channel, std::string_view bytes)
{
    while (!bytes.empty()) {
        expect();
        const int count = ssh_channel_write(channel, bytes.data(), std::uint32_t(std::min<std::size_t>(bytes.size(), 1u << 15)));
        if (count <= 0)
            return broken();
        bytes.remove_prefix(std::size_t(count));
    }
    return {};
}

int Ssh::Private::heard(ssh_channel channel, int patienceMs, bool isError, std::string& all)
{
    std::array<char, 32768> piece;
    const int count = patienceMs > 0 ? ssh_channel_read_timeout(channel, piece.data(), piece.size(), isError, patienceMs)
                                     : ssh_channel_read_nonblocking(channel, piece.data(), piece.size(), isError);
    if (count > 0)
        all.append(piece.data(), std::size_t(count));
    return count;
}

} // namespace opificio
