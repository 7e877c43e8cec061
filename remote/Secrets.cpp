// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/Secrets.h"

#include "base/Text.h"

#include <libsecret/secret.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>

#include <dlfcn.h>
#include <unistd.h>

namespace opificio {

namespace {

// Opened when it is needed: it brings a dozen libraries, and a computer without a desktop has none of them.
struct Library {
    decltype(&secret_service_get_sync) service = nullptr;
    decltype(&secret_service_search_sync) search = nullptr;
    decltype(&secret_collection_for_alias_sync) collection = nullptr;
    decltype(&secret_collection_get_locked) isCollectionLocked = nullptr;
    decltype(&secret_item_get_locked) isItemLocked = nullptr;
    decltype(&secret_item_get_secret) secretOf = nullptr;
    decltype(&secret_value_get_text) textOf = nullptr;
    decltype(&secret_value_unref) freeValue = nullptr;
    decltype(&secret_attributes_build) attributes = nullptr;
    decltype(&secret_password_store_sync) store = nullptr;
    decltype(&secret_password_clear_sync) clear = nullptr;
    decltype(&g_cancellable_new) cancellable = nullptr;
    decltype(&g_cancellable_cancel) cancel = nullptr;
    decltype(&g_object_unref) unref = nullptr;
    decltype(&g_hash_table_unref) freeTable = nullptr;
    decltype(&g_list_free) freeList = nullptr;
    decltype(&g_error_free) freeError = nullptr;
    bool isThere = false;
};

const Library& library()
{
    static const Library opened = [] {
        Library names;
        // What it stands on is found by its handle as well.
        void* file = ::dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
        bool isWhole = file != nullptr;
        const auto find = [&](auto& function, const char* name) {
            function = file ? reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(file, name)) : nullptr;
            isWhole = isWhole && function;
        };
        find(names.service, "secret_service_get_sync");
        find(names.search, "secret_service_search_sync");
        find(names.collection, "secret_collection_for_alias_sync");
        find(names.isCollectionLocked, "secret_collection_get_locked");
        find(names.isItemLocked, "secret_item_get_locked");
        find(names.secretOf, "secret_item_get_secret");
        find(names.textOf, "secret_value_get_text");
        find(names.freeValue, "secret_value_unref");
        find(names.attributes, "secret_attributes_build");
        find(names.store, "secret_password_store_sync");
        find(names.clear, "secret_password_clear_sync");
        find(names.cancellable, "g_cancellable_new");
        find(names.cancel, "g_cancellable_cancel");
        find(names.unref, "g_object_unref");
        find(names.freeTable, "g_hash_table_unref");
        find(names.freeList, "g_list_free");
        find(names.freeError, "g_error_free");
        names.isThere = isWhole;
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

struct Released {
    void operator()(void* object) const { library().unref(object); }
};
template<typename T> using Object = std::unique_ptr<T, Released>;

// Calls that are cut off after a while, and when a task is stopped: each would wait for its service as long as that likes.
class Patience {
public:
    Patience(double seconds, const Task* task)
        : m_cancel(library().cancellable())
        , m_task(task)
        , m_until(Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)))
        , m_thread([this] { watch(); })
    {
    }
    ~Patience()
    {
        {
            std::lock_guard lock(m_mutex);
            m_isOver = true;
        }
        m_changed.notify_all();
        m_thread.join();
        clear();
        library().unref(m_cancel);
    }
    GCancellable* cancel() const { return m_cancel; }
    /// For a call's last argument.
    GError** error()
    {
        clear();
        return &m_error;
    }
    bool hasFailed() const { return m_error != nullptr; }
    bool isUp() const
    {
        std::lock_guard lock(m_mutex);
        return m_isUp;
    }
    void clear()
    {
        if (m_error)
            library().freeError(m_error);
        m_error = nullptr;
    }

private:
    using Clock = std::chrono::steady_clock;

    void watch()
    {
        std::unique_lock lock(m_mutex);
        while (!m_isOver) {
            m_changed.wait_for(lock, std::chrono::milliseconds(50));
            if (m_isOver || m_isUp || !(Clock::now() >= m_until || (m_task && m_task->stopped())))
                continue;
            m_isUp = true;
            lock.unlock();
            library().cancel(m_cancel);
            lock.lock();
        }
    }

    GCancellable* m_cancel;
    const Task* m_task;
    Clock::time_point m_until;
    GError* m_error = nullptr;
    // Guards: what follows.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isOver = false, m_isUp = false;
    std::thread m_thread;
};

std::string lockedWords()
{
    return text("The keyring is locked: it gives and takes nothing until you unlock it.");
}

std::string silentWords(const Patience& patience)
{
    return patience.isUp() ? text("The keyring does not answer.") : std::string();
}

} // namespace

Secrets::Secrets(Keyring keyring, const Task* task, double patienceSeconds)
    : m_isLasting(keyring == Keyring::Use && hasBus() && library().isThere)
    , m_task(task)
    , m_patienceSeconds(patienceSeconds)
{
}

std::optional<std::string> Secrets::find(const std::string& site) const
{
    m_trouble.clear();
    if (auto known = m_memory.find(site); known != m_memory.end())
        return known->second;
    if (!m_isLasting)
        return std::nullopt;
    const Library& names = library();
    Patience patience(m_patienceSeconds, m_task);
    const Object<SecretService> service(names.service(SECRET_SERVICE_OPEN_SESSION, patience.cancel(), patience.error()));
    std::optional<std::string> secret;
    if (service) {
        GHashTable* wanted = names.attributes(&schema, "site", site.c_str(), nullptr);
        GList* found = names.search(service.get(), &schema, wanted,
            SecretSearchFlags(SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS), patience.cancel(), patience.error());
        names.freeTable(wanted);
        for (GList* one = found; one; one = one->next) {
            const Object<SecretItem> item(static_cast<SecretItem*>(one->data));
            if (secret)
                continue;
            if (names.isItemLocked(item.get())) {
                m_trouble = lockedWords();
                continue;
            }
            if (SecretValue* value = names.secretOf(item.get())) {
                if (const char* words = names.textOf(value))
                    secret = words;
                names.freeValue(value);
            }
        }
        names.freeList(found);
    }
    if (secret)
        m_trouble.clear();
    else if (m_trouble.empty())
        m_trouble = silentWords(patience);
    return secret;
}

Result<> Secrets::keep(const std::string& site, const std::string& secret)
{
    m_trouble.clear();
    m_memory[site] = secret;
    if (!m_isLasting)
        return {};
    const Library& names = library();
    Patience patience(m_patienceSeconds, m_task);
    const Object<SecretService> service(names.service(SECRET_SERVICE_OPEN_SESSION, patience.cancel(), patience.error()));
    // To store in one that is locked, or not made yet, would ask the person for a password.
    const Object<SecretCollection> open(service ? names.collection(service.get(), SECRET_COLLECTION_DEFAULT,
                                            SECRET_COLLECTION_NONE, patience.cancel(), patience.error())
                                                : nullptr);
    if (open && names.isCollectionLocked(open.get())) {
        m_trouble = lockedWords();
    } else if (open) {
        const std::string label = "Opificio: " + site;
        const bool isKept = names.store(&schema, SECRET_COLLECTION_DEFAULT, label.c_str(), secret.c_str(), patience.cancel(),
            patience.error(), "site", site.c_str(), nullptr);
        if (isKept)
            return {};
    }
    if (m_trouble.empty())
        m_trouble = silentWords(patience);
    const std::string words = text("The keyring did not take the passphrase. It is kept until the program ends.");
    return Error{Error::Code::ReadOnly, m_trouble.empty() ? words : m_trouble + " " + words};
}

void Secrets::forget(const std::string& site)
{
    m_trouble.clear();
    m_memory.erase(site);
    if (!m_isLasting)
        return;
    const Library& names = library();
    Patience patience(m_patienceSeconds, m_task);
    names.clear(&schema, patience.cancel(), patience.error(), "site", site.c_str(), nullptr);
    m_trouble = silentWords(patience);
}

} // namespace opificio
