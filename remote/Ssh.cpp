// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/SshPrivate.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <sstream>

#include <unistd.h>

namespace opificio {

namespace {

// One less than the six that OpenSSH's server hears at most.
constexpr std::size_t mostKeys = 5;

struct Pinned {
    std::string host, type, key;
    bool isRevoked = false;
};

Pinned pinnedOf(const std::string& line)
{
    std::istringstream words(line);
    Pinned pinned;
    words >> pinned.host;
    if (pinned.host == "@revoked") {
        pinned.isRevoked = true;
        words >> pinned.host;
    }
    words >> pinned.type >> pinned.key;
    return pinned;
}

Result<HostKey> shownKey(ssh_session session, const std::string& host)
{
    ssh_key raw = nullptr;
    char* encoded = nullptr;
    unsigned char* hash = nullptr;
    std::size_t length = 0;
    HostKey key;
    if (ssh_get_server_publickey(session, &raw) == SSH_OK) {
        Owned<ssh_key> owned(raw);
        if (ssh_pki_export_pubkey_base64(raw, &encoded) == SSH_OK
            && ssh_get_publickey_hash(raw, SSH_PUBLICKEY_HASH_SHA256, &hash, &length) == SSH_OK) {
            char* words = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length);
            // The key's own bytes name its kind; libssh's word leaves out the size of ECDSA.
            const std::string blob = fromBase64(encoded);
            const auto nameBytes = blob.size() > 4 ? std::size_t(static_cast<unsigned char>(blob[3])) : 0;
            key.line = host + " " + blob.substr(std::min<std::size_t>(4, blob.size()), nameBytes) + " " + encoded;
            key.fingerprint = words ? words : "";
            ssh_string_free_char(words);
        }
        ssh_clean_pubkey_hash(&hash);
        ssh_string_free_char(encoded);
    }
    if (key.fingerprint.empty())
        return Error{Error::Code::Network, text("{0} showed no key by which it could be known.", host), host};
    return key;
}

// The pinned keys of a host decide alone; a key of another kind than the pinned ones is another key.
Result<> trusted(const HostKey& shown, const std::string& host, const std::vector<std::string>& hostKeys)
{
    const Pinned mine = pinnedOf(shown.line);
    bool isKnown = false, isPinned = false;
    for (const std::string& line : hostKeys) {
        const Pinned pinned = pinnedOf(line);
        if (pinned.host != host && pinned.host != "*")
            continue;
        const bool same = pinned.key == mine.key;
        if (pinned.isRevoked && same)
            return Error{Error::Code::ReadOnly,
                text("The key of {0} was revoked: whoever answers there may be somebody else. Nothing was sent.", host), host};
        isPinned = isPinned || !pinned.isRevoked;
        isKnown = isKnown || (!pinned.isRevoked && same);
    }
    if (isKnown)
        return {};
    if (isPinned)
        return Error{Error::Code::ReadOnly,
            text("{0} shows another key than the one that was accepted: {1}. Somebody else may answer in its place. Nothing was "
                 "sent; ask the people of the site.",
                host, shown.fingerprint),
            shown.fingerprint};
    return Error{Error::Code::Invalid,
        text("The key of {0} is not accepted yet. Its fingerprint is {1}: compare it with the one that the site publishes.", host,
            shown.fingerprint),
        shown.fingerprint};
}

} // namespace

Error Ssh::Private::broken()
{
    watchdog.rest();
    // Whatever broke: what may still come belongs to nobody, and is never taken for the answer to something else.
    if (session && ssh_get_fd(session) >= 0)
        ::shutdown(ssh_get_fd(session), SHUT_RDWR);
    if (watchdog.hasBitten())
        return {Error::Code::Network, text("{0} did not answer any more.", host), host};
    return {Error::Code::Network, text("The connection to {0} broke off.", host), host};
}

Result<> Ssh::Private::connect(const std::string& to)
{
    host = to;
    session = ssh_new();
    if (!session)
        return Error{Error::Code::OutOfMemory, text("Cannot open a connection: the memory is used up.")};
    const int no = 0, yes = 1;
    const long patience = options.patienceSeconds;
    const unsigned port = unsigned(options.port);
    // The person's own files of SSH stay out: what is accepted here was accepted here.
    ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no);
    ssh_options_set(session, SSH_OPTIONS_HOST, host.c_str());
    ssh_options_set(session, SSH_OPTIONS_PORT, &port);
    if (!options.user.empty())
        ssh_options_set(session, SSH_OPTIONS_USER, options.user.c_str());
    ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
    ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &patience);
    ssh_options_set(session, SSH_OPTIONS_NODELAY, &yes);
    // Three times as fast as what comes first otherwise.
    const char* ciphers = "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr,aes128-ctr";
    ssh_options_set(session, SSH_OPTIONS_CIPHERS_C_S, ciphers);
    ssh_options_set(session, SSH_OPTIONS_CIPHERS_S_C, ciphers);
    // A host shows the one key that is asked for: it shall be the pinned one.
    std::string types;
    for (const std::string& line : options.hostKeys) {
        const Pinned pinned = pinnedOf(line);
        if (pinned.isRevoked || (pinned.host != host && pinned.host != "*"))
            continue;
        std::string type = pinned.type == "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : pinned.type;
        types += (types.empty() ? "" : ",") + type;
    }
    if (!types.empty())
        ssh_options_set(session, SSH_OPTIONS_HOSTKEYS, types.c_str());
    if (ssh_connect(session) == SSH_OK) {
        // From here on the watchdog alone says when the patience is over: with two clocks that go off together, a line that does
        // not answer would at times be one that was given up, and not cut.
        const long never = patience + 3600;
        ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &never);
        return {};
    }
    const std::string why = ssh_get_error(session);
    // With the pinned kind asked for, a host that has only another kind agrees on nothing.
    if (why.find("kex error") != std::string::npos && why.find("host key") != std::string::npos)
        return Error{Error::Code::ReadOnly,
            text("{0} no longer shows a key of the kind that was accepted. Somebody else may answer in its place. Nothing was "
                 "sent; "
                 "ask the people of the site.",
                host),
            host};
    return Error{Error::Code::Network, text("Cannot reach {0}: {1}.", host, why), host};
}

Result<bool> Ssh::Private::tried(int answer)
{
    if (answer == SSH_AUTH_SUCCESS)
        return true;
    if (!ssh_is_connected(session) || watchdog.hasBitten())
        return broken();
    return false;
}

Result<> Ssh::Private::logIn()
{
    expect();
    std::string refused;
    if (!options.key.empty()) {
        Owned<ssh_key> key;
        if (auto look = readKey(options.key, options.passphrase, key); look.state != KeyLook::State::Ready)
            return Error{Error::Code::ReadOnly, look.sentence, options.key.string()};
        auto beside = options.certificate.empty() ? options.key.string() + "-cert.pub" : options.certificate.string();
        std::error_code code;
        if (std::filesystem::exists(beside, code)) {
            TRY(certificate, SshCertificate::read(beside));
            ssh_key signed_ = nullptr;
            if (ssh_pki_import_cert_file(beside.c_str(), &signed_) != SSH_OK)
                return Error{Error::Code::Unreadable, text("{0} is no certificate of SSH.", beside), beside};
            Owned<ssh_key> owned(signed_);
            if (ssh_pki_copy_cert_to_privkey(signed_, key.get()) != SSH_OK)
                return Error{Error::Code::Invalid, text("The certificate {0} is of another key.", beside), beside};
        } else if (!options.certificate.empty()) {
            return Error{Error::Code::NotFound, text("Cannot find {0}.", beside), beside};
        }
        TRY(bool in, tried(ssh_userauth_publickey(session, nullptr, key.get())));
        if (in)
            return {};
        const auto now = std::int64_t(std::time(nullptr));
        if (certificate && certificate->until <= now)
            refused = text("The certificate {0}. Log in at the site again for a new one.", certificate->words(now));
    } else {
        // A server hears a few keys before it hangs up: certificates come first, and those that ended stay away.
        std::vector<AgentKey> keys = agentKeys();
        const auto now = std::int64_t(std::time(nullptr));
        std::erase_if(keys, [&](const AgentKey& key) {
            if (!key.isCertificate())
                return false;
            auto read = certificateFromBlob(key.blob);
            if (read && read->until > now && !certificate)
                certificate = *read;
            else if (read && read->until <= now)
                refused = text("The certificate {0}. Log in at the site again for a new one.", read->words(now));
            return !read || read->until <= now;
        });
        if (keys.size() > mostKeys)
            keys.resize(mostKeys);
        if (keys.empty() && refused.empty())
            refused = text("No agent holds a key for it.");
        agent = std::make_unique<ChosenAgent>(keys);
        if (!keys.empty() && agent->socket() >= 0 && ssh_set_agent_socket(session, agent->socket()) == SSH_OK) {
            TRY(bool in, tried(ssh_userauth_agent(session, nullptr)));
            if (in)
                return {};
        } else if (agent->socket() >= 0) {
            ::close(agent->socket());
        }
        certificate.reset();
    }
    return Error{Error::Code::ReadOnly,
        refused.empty() ? text("{0} did not let {1} in: it does not know the key.", host, options.user)
                        : text("{0} did not let {1} in. {2}", host, options.user, refused),
        host};
}

Ssh::Ssh()
    : m(std::make_unique<Private>())
{
}

Ssh::~Ssh() = default;

Result<std::unique_ptr<Ssh>> Ssh::open(const Options& options)
{
    std::optional<Error> last;
    std::vector<std::string> hosts = options.hosts;
    if (options.isBad) {
        // Those that failed a moment ago come last.
        std::stable_partition(hosts.begin(), hosts.end(), [&](const std::string& host) { return !options.isBad(host); });
    }
    for (const std::string& host : hosts) {
        std::unique_ptr<Ssh> ssh(new Ssh);
        ssh->m->options = options;
        auto entered = [&]() -> Result<> {
            TRY_DO(ssh->m->connect(host));
            TRY(auto shown, shownKey(ssh->m->session, host));
            TRY_DO(trusted(shown, host, options.hostKeys));
            return ssh->m->logIn();
        }();
        ssh->m->watchdog.rest();
        if (entered)
            return ssh;
        last = entered.takeError();
        // Another host of the same site knows no other person.
        if (last->code != Error::Code::Network)
            break;
        if (options.wasBad)
            options.wasBad(host);
    }
    return last ? *last : Error{Error::Code::Invalid, text("The site names no computer to log in to.")};
}

Result<HostKey> Ssh::hostKey(const std::string& host, int port, int patienceSeconds)
{
    Private look;
    look.options.port = port;
    look.options.patienceSeconds = patienceSeconds;
    TRY_DO(look.connect(host));
    return shownKey(look.session, host);
}

const std::string& Ssh::host() const
{
    return m->host;
}

std::optional<SshCertificate> Ssh::certificate() const
{
    return m->certificate;
}

} // namespace opificio
