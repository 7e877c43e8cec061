#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include "remote/Ssh.h"
#include "remote/SshAgent.h"
#include "remote/SshKey.h"

#include <libssh/libssh.h>
#include <libssh/sftp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>

#include <sys/socket.h>

namespace opificio {

// What the sources of Ssh share, and nobody else includes.

struct SshReleased {
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
template<typename Handle> using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, SshReleased>;

// lookAtKey(), and the key where it is ready.
KeyLook readKey(const std::filesystem::path& file, const std::string& passphrase, Owned<ssh_key>& key);

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

struct Ssh::Private {
    ssh_session session = nullptr;
    sftp_session files = nullptr;
    Owned<ssh_channel> shell; // waits for the next script
    Options options;
    std::string host;
    std::optional<SshCertificate> certificate;
    std::unique_ptr<ChosenAgent> agent; // outlives the session, which closes its end
    Watchdog watchdog;

    ~Private()
    {
        if (session && ssh_get_fd(session) >= 0)
            watchdog.expect(ssh_get_fd(session), 2);
        shell.reset();
        if (files)
            sftp_free(files);
        if (session) {
            ssh_disconnect(session);
            watchdog.rest();
            ssh_free(session);
        }
    }

    void expect(int seconds = 0) { watchdog.expect(ssh_get_fd(session), seconds > 0 ? seconds : options.patienceSeconds); }

    // A sign of life so often, of what may take longer than the patience.
    int beatSeconds() const { return std::max(1, options.patienceSeconds / 4); }

    Error broken();
    Result<> connect(const std::string& to);
    Result<> logIn();
    Result<bool> tried(int answer);
    // A shell that waits for its first line.
    Result<Owned<ssh_channel>> openShell();
    Result<> send(ssh_channel channel, std::string_view bytes);
    // What is there of the answer or of the complaints is put behind `all`; how much, or SSH_ERROR, or SSH_EOF.
    int heard(ssh_channel channel, int patienceMs, bool isError, std::string& all);
    Result<> openFiles();
    Error fileError(const std::string& there, bool isWritten);
};

} // namespace opificio
