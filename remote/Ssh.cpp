// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Ssh.h"

#include "base/File.h"
#include "base/Text.h"
#include "remote/SshAgent.h"

#include <libssh/libssh.h>
#include <libssh/sftp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace opificio {

namespace {

constexpr std::size_t largestReply = 64u << 20;
constexpr std::size_t putPiece = 128u << 10;
// What every server answers in one piece; libssh keeps no count of shorter ones.
constexpr std::uint32_t getPiece = 32u << 10;
constexpr std::size_t getWindow = 16;
// One less than the six that OpenSSH's server hears at most.
constexpr std::size_t mostKeys = 5;

struct Released {
    void operator()(ssh_key key) const { ssh_key_free(key); }
    void operator()(sftp_file file) const { sftp_close(file); }
    void operator()(sftp_dir folder) const { sftp_closedir(folder); }
    void operator()(sftp_attributes attributes) const { sftp_attributes_free(attributes); }
    void operator()(ssh_channel channel) const
    {
        ssh_channel_close(channel);
        ssh_channel_free(channel);
    }
};
template<typename Handle> using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Released>;

// Cuts the line of a call that takes too long: libssh waits for ever in every call of SFTP.
class Watchdog {
public:
    Watchdog()
        : m_thread([this] { watch(); })
    {
    }
    ~Watchdog()
    {
        {
            std::lock_guard lock(m_mutex);
            m_over = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }
    void expect(int socket, int seconds)
    {
        {
            std::lock_guard lock(m_mutex);
            m_socket = socket;
            m_until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
        }
        m_changed.notify_all();
    }
    void rest()
    {
        std::lock_guard lock(m_mutex);
        m_socket = -1;
    }
    bool hasBitten() const { return m_bitten; }

private:
    void watch()
    {
        std::unique_lock lock(m_mutex);
        while (!m_over) {
            if (m_socket < 0) {
                m_changed.wait(lock);
            } else if (m_changed.wait_until(lock, m_until) == std::cv_status::timeout && m_socket >= 0
                && std::chrono::steady_clock::now() >= m_until) {
                m_bitten = true;
                ::shutdown(m_socket, SHUT_RDWR);
                m_socket = -1;
            }
        }
    }

    // Guards: the socket, until when, and whether all is over.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_socket = -1;
    std::chrono::steady_clock::time_point m_until;
    bool m_over = false;
    std::atomic<bool> m_bitten = false;
    std::thread m_thread;
};

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

struct Ssh::Private {
    ssh_session session = nullptr;
    sftp_session files = nullptr;
    Options options;
    std::string host;
    std::optional<SshCertificate> certificate;
    std::unique_ptr<ChosenAgent> agent; // outlives the session, which closes its end
    Watchdog watchdog;

    ~Private()
    {
        if (session && ssh_get_fd(session) >= 0)
            watchdog.expect(ssh_get_fd(session), 2);
        if (files)
            sftp_free(files);
        if (session) {
            ssh_disconnect(session);
            watchdog.rest();
            ssh_free(session);
        }
    }

    void expect(int seconds = 0) { watchdog.expect(ssh_get_fd(session), seconds > 0 ? seconds : options.patienceSeconds); }

    Error broken()
    {
        watchdog.rest();
        if (watchdog.hasBitten())
            return {Error::Code::Network, text("{0} did not answer any more.", host), host};
        return {Error::Code::Network, text("The connection to {0} broke off.", host), host};
    }

    Result<> connect(const std::string& to);
    Result<> logIn();
    Result<bool> tried(int answer);
    Result<> openFiles();
    Error fileError(const std::string& there, bool isWritten);
};

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
    if (ssh_connect(session) == SSH_OK)
        return {};
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
        ssh_key raw = nullptr;
        const char* passphrase = options.passphrase.empty() ? nullptr : options.passphrase.c_str();
        // Without a way to ask, a key with a passphrase is an error instead of a question on the terminal.
        const auto silent = [](const char*, char*, std::size_t, int, int, void*) { return -1; };
        if (ssh_pki_import_privkey_file(options.key.c_str(), passphrase, silent, nullptr, &raw) != SSH_OK)
            return Error{Error::Code::ReadOnly,
                passphrase
                    ? text("Cannot use the key {0}: its passphrase is another one, or the file is damaged.", options.key.string())
                    : text("Cannot use the key {0}: it is not there, or it needs its passphrase.", options.key.string()),
                options.key.string()};
        Owned<ssh_key> key(raw);
        auto beside = options.certificate.empty() ? options.key.string() + "-cert.pub" : options.certificate.string();
        std::error_code code;
        if (std::filesystem::exists(beside, code)) {
            TRY(certificate, SshCertificate::read(beside));
            ssh_key signed_ = nullptr;
            if (ssh_pki_import_cert_file(beside.c_str(), &signed_) != SSH_OK)
                return Error{Error::Code::Unreadable, text("{0} is no certificate of SSH.", beside), beside};
            Owned<ssh_key> owned(signed_);
            if (ssh_pki_copy_cert_to_privkey(signed_, raw) != SSH_OK)
                return Error{Error::Code::Invalid, text("The certificate {0} is of another key.", beside), beside};
        } else if (!options.certificate.empty()) {
            return Error{Error::Code::NotFound, text("Cannot find {0}.", beside), beside};
        }
        TRY(bool in, tried(ssh_userauth_publickey(session, nullptr, raw)));
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

Result<ShellReply> Ssh::run(std::string_view script, std::string_view input, int seconds)
{
    const ShellFrame frame;
    const std::string said = frame.around(script, input);
    m->expect(seconds);
    Owned<ssh_channel> channel(ssh_channel_new(m->session));
    // Whatever the login shell is, it is given nothing but this word to understand.
    if (!channel || ssh_channel_open_session(channel.get()) != SSH_OK
        || ssh_channel_request_exec(channel.get(), "exec /bin/sh") != SSH_OK)
        return m->broken();
    for (std::size_t sent = 0; sent < said.size();) {
        const int count = ssh_channel_write(
            channel.get(), said.data() + sent, std::uint32_t(std::min<std::size_t>(said.size() - sent, 1u << 15)));
        if (count <= 0)
            return m->broken();
        sent += std::size_t(count);
    }
    ssh_channel_send_eof(channel.get());
    std::string out, err;
    std::array<char, 32768> piece;
    while (true) {
        const int said_ = ssh_channel_read_timeout(channel.get(), piece.data(), piece.size(), 0, 50);
        if (said_ > 0)
            out.append(piece.data(), std::size_t(said_));
        const int complained = ssh_channel_read_nonblocking(channel.get(), piece.data(), piece.size(), 1);
        if (complained > 0)
            err.append(piece.data(), std::size_t(complained));
        if (out.size() + err.size() > largestReply)
            return Error{Error::Code::TooLarge, text("{0} answered more than can be read.", m->host), m->host};
        if (said_ <= 0 && complained <= 0
            && (ssh_channel_is_eof(channel.get()) || said_ == SSH_ERROR || !ssh_is_connected(m->session)
                || m->watchdog.hasBitten()))
            break;
    }
    auto reply = frame.read(out);
    if (!reply)
        return m->broken();
    m->expect();
    channel.reset();
    m->watchdog.rest();
    reply->err = std::move(err);
    return reply;
}

Result<> Ssh::Private::openFiles()
{
    expect();
    if (files)
        return {};
    files = sftp_new(session);
    if (files && sftp_init(files) == SSH_OK)
        return {};
    if (files)
        sftp_free(files);
    files = nullptr;
    return ssh_is_connected(session) && !watchdog.hasBitten()
        ? Error{Error::Code::Unsupported, text("{0} does not take files (SFTP).", host), host}
        : broken();
}

Error Ssh::Private::fileError(const std::string& there, bool isWritten)
{
    const int why = sftp_get_error(files);
    watchdog.rest();
    if (!ssh_is_connected(session) || watchdog.hasBitten() || why == SSH_FX_CONNECTION_LOST || why == SSH_FX_NO_CONNECTION)
        return broken();
    if (why == SSH_FX_NO_SUCH_FILE)
        return {Error::Code::NotFound,
            isWritten ? text("Cannot write {0} on {1}: its folder is not there.", there, host)
                      : text("{0} is not there on {1}.", there, host),
            there};
    if (why == SSH_FX_PERMISSION_DENIED)
        return {Error::Code::ReadOnly,
            isWritten ? text("{0} may not be written on {1}.", there, host) : text("{0} may not be read on {1}.", there, host),
            there};
    // SFTP has one word for everything else; of a write it is nearly always this.
    if (isWritten)
        return {Error::Code::DiskFull,
            text("Cannot write {0} on {1}: the space or the quota there is perhaps used up.", there, host), there};
    return {Error::Code::Unreadable, text("Cannot read {0} on {1}.", there, host), there};
}

Result<> Ssh::put(const std::filesystem::path& here, const std::string& there, Task& task)
{
    TRY_DO(m->openFiles());
    std::error_code code;
    const auto bytes = std::filesystem::file_size(here, code);
    const int local = ::open(here.c_str(), O_RDONLY | O_CLOEXEC);
    if (code || local < 0)
        return Error{Error::Code::NotFound, text("Cannot find {0}.", here.string()), here.string()};
    struct Closed {
        int file;
        ~Closed() { ::close(file); }
    } closed{local};
    std::uint64_t at = 0;
    if (Owned<sftp_attributes> known(sftp_stat(m->files, there.c_str())); known && known->size <= bytes)
        at = known->size;
    Owned<sftp_file> file(sftp_open(m->files, there.c_str(), O_WRONLY | O_CREAT | (at == 0 ? O_TRUNC : 0), 0600));
    if (!file)
        return m->fileError(there, true);
    sftp_seek64(file.get(), at);
    std::vector<char> piece(putPiece);
    while (at < bytes) {
        if (task.stopped())
            return Error{Error::Code::Cancelled, text("Stopped.")};
        const ssize_t count = ::pread(local, piece.data(), piece.size(), off_t(at));
        if (count <= 0)
            return Error{
                Error::Code::Unreadable, text("Cannot read {0}: it changed while it was read.", here.string()), here.string()};
        for (ssize_t sent = 0; sent < count;) {
            m->expect();
            const ssize_t taken = sftp_write(file.get(), piece.data() + sent, std::size_t(count - sent));
            if (taken <= 0)
                return m->fileError(there, true);
            sent += taken;
        }
        at += std::uint64_t(count);
        task.progress(double(at), double(bytes), {});
    }
    m->expect();
    if (sftp_close(file.release()) != SSH_OK)
        return m->fileError(there, true);
    m->watchdog.rest();
    return {};
}

Result<> Ssh::get(const std::string& there, const std::filesystem::path& here, Task& task)
{
    TRY_DO(m->openFiles());
    Owned<sftp_file> file(sftp_open(m->files, there.c_str(), O_RDONLY, 0));
    if (!file)
        return m->fileError(there, false);
    Owned<sftp_attributes> known(sftp_fstat(file.get()));
    if (!known)
        return m->fileError(there, false);
    const std::uint64_t bytes = known->size;
    const int local = ::open(here.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (local < 0)
        return writeError(here, errno);
    struct Closed {
        int file;
        ~Closed() { ::close(file); }
    } closed{local};
    std::uint64_t at = std::uint64_t(std::max<off_t>(0, ::lseek(local, 0, SEEK_END)));
    if (at > bytes)
        at = 0;
    if (::ftruncate(local, off_t(at)) != 0)
        return writeError(here, errno);
    sftp_seek64(file.get(), at);
    // Several questions are on their way at a time: one alone would wait for the way there and back.
    std::deque<int> asked;
    std::uint64_t behind = at;
    std::vector<char> piece(getPiece);
    const auto ask = [&] {
        while (behind < bytes && asked.size() < getWindow) {
            const int id = sftp_async_read_begin(file.get(), getPiece);
            if (id < 0)
                return false;
            asked.push_back(id);
            behind += getPiece;
        }
        return true;
    };
    while (at < bytes) {
        m->expect();
        if (task.stopped())
            return Error{Error::Code::Cancelled, text("Stopped.")};
        if (!ask())
            return m->fileError(there, false);
        const int id = asked.front();
        asked.pop_front();
        const int count = sftp_async_read(file.get(), piece.data(), getPiece, std::uint32_t(id));
        if (count < 0)
            return m->fileError(there, false);
        if (count == 0)
            return Error{Error::Code::Unreadable, text("{0} on {1} became shorter while it was read.", there, m->host), there};
        if (::pwrite(local, piece.data(), std::size_t(count), off_t(at)) != count)
            return writeError(here, errno ? errno : EIO);
        at += std::uint64_t(count);
        if (std::uint32_t(count) < getPiece && at < bytes) {
            // A server that answers in smaller pieces: what was asked behind does not fit any more.
            for (; !asked.empty(); asked.pop_front()) {
                if (sftp_async_read(file.get(), piece.data(), getPiece, std::uint32_t(asked.front())) < 0)
                    return m->fileError(there, false);
            }
            behind = at;
            sftp_seek64(file.get(), at);
        }
        task.progress(double(at), double(bytes), {});
    }
    // Answers that were asked for and not taken would be kept for ever.
    for (; !asked.empty(); asked.pop_front())
        (void)sftp_async_read(file.get(), piece.data(), getPiece, std::uint32_t(asked.front()));
    m->expect();
    file.reset();
    m->watchdog.rest();
    if (::fsync(local) != 0)
        return writeError(here, errno);
    return {};
}

Result<std::string> Ssh::read(const std::string& there, std::uint64_t offset, std::size_t limit)
{
    TRY_DO(m->openFiles());
    Owned<sftp_file> file(sftp_open(m->files, there.c_str(), O_RDONLY, 0));
    if (!file)
        return m->fileError(there, false);
    sftp_seek64(file.get(), offset);
    std::string content(limit, '\0');
    std::size_t filled = 0;
    while (filled < limit) {
        m->expect();
        const ssize_t count = sftp_read(file.get(), content.data() + filled, std::min<std::size_t>(limit - filled, getPiece));
        if (count < 0)
            return m->fileError(there, false);
        if (count == 0)
            break;
        filled += std::size_t(count);
    }
    m->expect();
    file.reset();
    m->watchdog.rest();
    content.resize(filled);
    return content;
}

Result<std::vector<RemoteEntry>> Ssh::list(const std::string& folder)
{
    TRY_DO(m->openFiles());
    Owned<sftp_dir> open(sftp_opendir(m->files, folder.c_str()));
    if (!open)
        return m->fileError(folder, false);
    std::vector<RemoteEntry> entries;
    m->expect();
    while (Owned<sftp_attributes> found{sftp_readdir(m->files, open.get())}) {
        m->expect();
        const std::string name = found->name ? found->name : "";
        // A name from elsewhere becomes a name here: it must be one, and no way out of its folder.
        if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
            continue;
        entries.push_back({name, found->size, std::int64_t(found->mtime), found->type == SSH_FILEXFER_TYPE_DIRECTORY});
        if (entries.size() > 100'000)
            return Error{
                Error::Code::TooLarge, text("{0} on {1} holds more files than can be looked at.", folder, m->host), folder};
    }
    if (!sftp_dir_eof(open.get()))
        return m->fileError(folder, false);
    open.reset();
    m->watchdog.rest();
    return entries;
}

} // namespace opificio
