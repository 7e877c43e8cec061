// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/SshAgent.h"

#include "base/File.h"
#include "base/Text.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <sstream>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace opificio {

namespace {

constexpr std::size_t largestAnswer = 256 * 1024;

// Reads what SSH writes: numbers with the highest byte first, text behind its length. After a number that is not there, all
// others are 0 and all texts empty.
class Wire {
public:
    explicit Wire(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    std::uint64_t number(std::size_t bytes)
    {
        if (m_rest.size() < bytes) {
            m_rest = {};
            m_cut = true;
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8 | static_cast<unsigned char>(m_rest[i]);
        m_rest.remove_prefix(bytes);
        return value;
    }
    std::string_view text()
    {
        const std::uint64_t length = number(4);
        if (length > m_rest.size()) {
            m_rest = {};
            m_cut = true;
            return {};
        }
        auto found = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        return found;
    }
    bool isCut() const { return m_cut; }

private:
    std::string_view m_rest;
    bool m_cut = false;
};

bool readAll(int socket, char* to, std::size_t count)
{
    while (count > 0) {
        const ssize_t got = ::read(socket, to, count);
        if (got <= 0)
            return false;
        to += got;
        count -= std::size_t(got);
    }
    return true;
}

bool writeAll(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(std::size_t(sent));
    }
    return true;
}

std::string withLength(std::string_view bytes)
{
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += char(bytes.size() >> shift & 0xff);
    return out += bytes;
}

// A message without its length; empty where none comes.
std::string readMessage(int socket)
{
    char length[4];
    if (!readAll(socket, length, sizeof length))
        return {};
    const auto bytes = std::size_t(Wire({length, 4}).number(4));
    std::string message(bytes <= largestAnswer ? bytes : 0, '\0');
    if (!readAll(socket, message.data(), message.size()))
        return {};
    return message;
}

int connectToAgent()
{
    const char* path = std::getenv("SSH_AUTH_SOCK");
    sockaddr_un address = {};
    if (!path || !*path || std::strlen(path) >= sizeof address.sun_path)
        return -1;
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, path);
    const timeval patience = {5, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return socket;
    ::close(socket);
    return -1;
}

// The messages of draft-miller-ssh-agent.
constexpr char askForKeys = 11, keysAnswer = 12, failureAnswer = 5;

std::string askAgent()
{
    const int socket = connectToAgent();
    if (socket < 0)
        return {};
    std::string answer;
    if (writeAll(socket, withLength(std::string(1, askForKeys))))
        answer = readMessage(socket);
    ::close(socket);
    return answer;
}

} // namespace

std::vector<AgentKey> agentKeys()
{
    const std::string answer = askAgent();
    Wire wire(answer);
    std::vector<AgentKey> keys;
    if (wire.number(1) != std::uint64_t(keysAnswer))
        return keys;
    for (auto left = wire.number(4); left > 0 && !wire.isCut() && keys.size() < 100; --left) {
        AgentKey key;
        key.blob = std::string(wire.text());
        key.type = std::string(Wire(key.blob).text());
        (void)wire.text(); // its comment
        if (!wire.isCut() && !key.type.empty())
            keys.push_back(std::move(key));
    }
    std::stable_partition(keys.begin(), keys.end(), [](const AgentKey& key) { return key.isCertificate(); });
    return keys;
}

ChosenAgent::ChosenAgent(std::vector<AgentKey> keys)
{
    int pair[2];
    const int agent = connectToAgent();
    if (agent < 0 || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        if (agent >= 0)
            ::close(agent);
        return;
    }
    m_socket = pair[0];
    m_thread = std::thread([agent, own = pair[1], keys = std::move(keys)] {
        std::string shown(1, keysAnswer);
        for (int shift = 24; shift >= 0; shift -= 8)
            shown += char(keys.size() >> shift & 0xff);
        for (const AgentKey& key : keys)
            shown += withLength(key.blob) + withLength("");
        while (true) {
            const std::string question = readMessage(own);
            if (question.empty())
                break;
            std::string answer = shown;
            if (question[0] != askForKeys) {
                answer = writeAll(agent, withLength(question)) ? readMessage(agent) : std::string();
                if (answer.empty())
                    answer = std::string(1, failureAnswer);
            }
            if (!writeAll(own, withLength(answer)))
                break;
        }
        ::close(own);
        ::close(agent);
    });
}

ChosenAgent::~ChosenAgent()
{
    if (m_thread.joinable())
        m_thread.join();
}

Result<SshCertificate> certificateFromBlob(std::string_view blob)
{
    Wire wire(blob);
    const std::string_view type = wire.text();
    (void)wire.text(); // nonce
    // The public key stands between, and how many parts it has depends on its kind.
    int parts = type.starts_with("ssh-ed25519-cert")                          ? 1
        : type.starts_with("ecdsa-sha2-") || type.starts_with("ssh-rsa-cert") ? 2
                                                                              : 0;
    if (type.starts_with("sk-ssh-ed25519"))
        parts = 2;
    if (type.starts_with("sk-ecdsa-"))
        parts = 3;
    for (int i = 0; i < parts; ++i)
        (void)wire.text();
    (void)wire.number(8); // serial
    (void)wire.number(4); // of a person or of a computer
    SshCertificate certificate;
    certificate.id = std::string(wire.text());
    (void)wire.text(); // whom it stands for
    const auto clipped = [](std::uint64_t seconds) {
        return std::int64_t(std::min<std::uint64_t>(seconds, std::uint64_t(std::numeric_limits<std::int64_t>::max())));
    };
    certificate.from = clipped(wire.number(8));
    certificate.until = clipped(wire.number(8));
    if (parts == 0 || wire.isCut())
        return Error{Error::Code::Unreadable, text("This is no certificate of SSH that can be read.")};
    return certificate;
}

Result<SshCertificate> SshCertificate::read(const std::filesystem::path& file)
{
    TRY(auto content, readFile(file, 64 * 1024));
    std::istringstream words(content);
    std::string type, blob;
    words >> type >> blob;
    auto certificate = certificateFromBlob(fromBase64(blob));
    if (!certificate)
        return Error{Error::Code::Unreadable, text("{0} is no certificate of SSH.", file.string()), file.string()};
    return certificate;
}

std::string SshCertificate::words(std::int64_t now) const
{
    if (until == std::numeric_limits<std::int64_t>::max())
        return text("does not end");
    const std::int64_t minutes = (until > now ? until - now : now - until) / 60;
    const bool long_ = minutes >= 120;
    const std::int64_t number = long_ ? minutes / 60 : minutes;
    if (until > now)
        return long_ ? text("ends in {0} hours", number) : text("ends in {0} minutes", number);
    return long_ ? text("ended {0} hours ago", number) : text("ended {0} minutes ago", number);
}

std::string base64(std::string_view bytes)
{
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()));
    out.resize(std::size_t(length));
    return out;
}

std::string fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0 || text.size() > largestAnswer)
        return {};
    std::string out(text.size() / 4 * 3 + 1, '\0');
    const int length = EVP_DecodeBlock(
        reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(text.data()), int(text.size()));
    if (length < 0)
        return {};
    const auto padding
        = std::size_t(std::count(text.end() - std::min<std::ptrdiff_t>(2, std::ptrdiff_t(text.size())), text.end(), '='));
    out.resize(std::size_t(length) - padding);
    return out;
}

} // namespace opificio
