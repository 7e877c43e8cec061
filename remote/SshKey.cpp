// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/SshKey.h"

#include "base/Text.h"
#include "remote/SshPrivate.h"

#include <algorithm>
#include <cstdlib>

#include <sys/stat.h>
#include <unistd.h>

namespace opificio {

// What keeps a key from being used is for a person to settle: each of it is a sentence of its own.
KeyLook readKey(const std::filesystem::path& file, const std::string& passphrase, Owned<ssh_key>& key)
{
    using State = KeyLook::State;
    struct stat about = {};
    if (::stat(file.c_str(), &about) != 0 || !S_ISREG(about.st_mode))
        return {State::Unusable, text("Cannot use the key {0}: it is not there.", file.string())};
    if (::access(file.c_str(), R_OK) != 0)
        return {State::Unusable, text("Cannot use the key {0}: you may not read it.", file.string())};
    // Without a way to ask, a key with a passphrase is an error instead of a question on the terminal.
    bool isAsked = false;
    const auto silent = [](const char*, char*, std::size_t, int, int, void* asked) {
        *static_cast<bool*>(asked) = true;
        return -1;
    };
    ssh_key raw = nullptr;
    if (ssh_pki_import_privkey_file(file.c_str(), nullptr, silent, &isAsked, &raw) == SSH_OK)
        key.reset(raw);
    else if (!isAsked)
        return {State::Unusable, text("Cannot use the key {0}: the file holds no private key, or is damaged.", file.string())};
    // Said of a private key alone: the public one beside it is for everybody.
    if (about.st_uid == ::getuid() && (about.st_mode & 077) != 0)
        return {State::Unusable, text("Cannot use the key {0}: others may read it. In a terminal: chmod 600 {0}", file.string())};
    if (key)
        return {};
    if (passphrase.empty())
        return {State::NeedsPassphrase, text("Cannot use the key {0}: it needs its passphrase.", file.string())};
    if (ssh_pki_import_privkey_file(file.c_str(), passphrase.c_str(), nullptr, nullptr, &raw) != SSH_OK)
        return {State::OtherPassphrase, text("Cannot use the key {0}: its passphrase is another one.", file.string())};
    key.reset(raw);
    return {};
}

KeyLook lookAtKey(const std::filesystem::path& file, const std::string& passphrase)
{
    Owned<ssh_key> key;
    return readKey(file, passphrase, key);
}

std::filesystem::path typedFile(const std::string& typed)
{
    const char* home = std::getenv("HOME");
    if (typed.empty())
        return {};
    if (home && *home && (typed == "~" || typed.starts_with("~/")))
        return (std::filesystem::path(home) / typed.substr(std::min<std::size_t>(2, typed.size()))).lexically_normal();
    std::error_code code;
    return std::filesystem::absolute(typed, code).lexically_normal();
}

} // namespace opificio
