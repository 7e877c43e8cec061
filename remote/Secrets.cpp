// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Secrets.h"

#include "base/Text.h"

#include <libsecret/secret.h>

#include <cstdlib>
#include <filesystem>

#include <dlfcn.h>
#include <unistd.h>

namespace opificio {

namespace {

// Opened when it is needed: it brings a dozen libraries, and a computer without a desktop has none of them.
struct Library {
    decltype(&secret_password_lookup_sync) lookup = nullptr;
    decltype(&secret_password_store_sync) store = nullptr;
    decltype(&secret_password_clear_sync) clear = nullptr;
    decltype(&secret_password_free) free = nullptr;
    decltype(&g_error_free) freeError = nullptr;

    bool isThere() const { return lookup && store && clear && free && freeError; }
};

const Library& library()
{
    static const Library opened = [] {
        Library names;
        void* file = ::dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
        void* glib = ::dlopen("libglib-2.0.so.0", RTLD_NOW | RTLD_LOCAL);
        if (!file || !glib)
            return names;
        names.lookup = reinterpret_cast<decltype(names.lookup)>(::dlsym(file, "secret_password_lookup_sync"));
        names.store = reinterpret_cast<decltype(names.store)>(::dlsym(file, "secret_password_store_sync"));
        names.clear = reinterpret_cast<decltype(names.clear)>(::dlsym(file, "secret_password_clear_sync"));
        names.free = reinterpret_cast<decltype(names.free)>(::dlsym(file, "secret_password_free"));
        names.freeError = reinterpret_cast<decltype(names.freeError)>(::dlsym(glib, "g_error_free"));
        return names;
    }();
    return opened;
}

const SecretSchema schema = {"org.opificio.Site", SECRET_SCHEMA_NONE, {{"site", SECRET_SCHEMA_ATTRIBUTE_STRING}}};

// Without a bus of the session, libsecret would try to start one.
bool hasBus()
{
    const char* named = std::getenv("DBUS_SESSION_BUS_ADDRESS");
    std::error_code code;
    return (named && *named) || std::filesystem::exists("/run/user/" + std::to_string(::getuid()) + "/bus", code);
}

} // namespace

Secrets::Secrets(Keyring keyring)
    : m_isLasting(keyring == Keyring::Use && hasBus() && library().isThere())
{
}

std::optional<std::string> Secrets::find(const std::string& site) const
{
    if (auto known = m_memory.find(site); known != m_memory.end())
        return known->second;
    if (!m_isLasting)
        return std::nullopt;
    GError* error = nullptr;
    char* found = library().lookup(&schema, nullptr, &error, "site", site.c_str(), nullptr);
    if (error)
        library().freeError(error);
    if (!found)
        return std::nullopt;
    std::string secret = found;
    library().free(found);
    return secret;
}

Result<> Secrets::keep(const std::string& site, const std::string& secret)
{
    m_memory[site] = secret;
    if (!m_isLasting)
        return {};
    GError* error = nullptr;
    const std::string label = "Opificio: " + site;
    library().store(
        &schema, SECRET_COLLECTION_DEFAULT, label.c_str(), secret.c_str(), nullptr, &error, "site", site.c_str(), nullptr);
    if (!error)
        return {};
    library().freeError(error);
    return Error{Error::Code::ReadOnly, text("The keyring did not take the passphrase. It is kept until the program ends.")};
}

void Secrets::forget(const std::string& site)
{
    m_memory.erase(site);
    if (!m_isLasting)
        return;
    GError* error = nullptr;
    library().clear(&schema, nullptr, &error, "site", site.c_str(), nullptr);
    if (error)
        library().freeError(error);
}

} // namespace opificio
