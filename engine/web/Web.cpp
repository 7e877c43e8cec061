// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/Web.h"

#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Json.h"
#include "base/Settings.h"
#include "base/Text.h"
#include "web/Address.h"
#include "web/Cache.h"

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include <unistd.h>

namespace opificio {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr int longestChain = 8; ///< of redirects
constexpr Milliseconds slice{50}; ///< how long a wish to stop may wait
constexpr std::int64_t longestFreshSeconds = 86'400;
constexpr std::int64_t megabyte = 1'000'000;
constexpr std::int64_t lookEveryBytes = 64 * megabyte; ///< so much comes before the cache is looked at again
constexpr std::chrono::seconds sparedFor{3600};

std::int64_t nowSeconds()
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Error stoppedError(const std::string& address)
{
    return {Error::Code::Cancelled, text("Fetching was stopped."), shownAddress(address)};
}

// What a server said before the body.
struct Headers {
    std::string etag, modified, encoding, retryAfter, range, cacheControl;
};

std::string trimmed(std::string_view value)
{
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
        value.remove_prefix(1);
    while (!value.empty() && static_cast<unsigned char>(value.back()) <= ' ')
        value.remove_suffix(1);
    return std::string(value.substr(0, 1000));
}

std::string lower(std::string_view text)
{
    std::string plain(text);
    std::transform(plain.begin(), plain.end(), plain.begin(), [](unsigned char byte) { return char(std::tolower(byte)); });
    return plain;
}

// One request, while it runs: curl's callbacks write here.
struct Transfer {
    CURL* handle = nullptr;
    Headers headers;
    std::FILE* file = nullptr;
    std::int64_t written = 0, limit = 0;
    std::int64_t resumedFrom = 0;
    bool tooLarge = false, diskFull = false, isKept = false;
    bool begun = false; ///< the first byte of the body was judged
};

std::size_t onHeader(char* bytes, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    const std::string_view line(bytes, size * count);
    if (line.starts_with("HTTP/"))
        transfer.headers = {};
    if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        const std::string name = lower(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
        Headers& headers = transfer.headers;
        for (auto [key, kept] : {std::pair{"etag", &headers.etag}, std::pair{"last-modified", &headers.modified},
                 std::pair{"content-encoding", &headers.encoding}, std::pair{"retry-after", &headers.retryAfter},
                 std::pair{"content-range", &headers.range}, std::pair{"cache-control", &headers.cacheControl}}) {
            if (name == key)
                *kept = value;
        }
    }
    return size * count;
}

std::size_t onBody(char* bytes, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t length = size * count;
    if (!transfer.begun) {
        transfer.begun = true;
        long status = 0;
        curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
        transfer.isKept = status == 200 || status == 206;
        // A server that does not go on where we asked begins anew.
        const bool goesOn
            = status == 206 && transfer.headers.range.starts_with("bytes " + std::to_string(transfer.resumedFrom) + "-");
        if (transfer.isKept && !goesOn) {
            if (status == 206)
                return 0;
            std::rewind(transfer.file);
            if (ftruncate(fileno(transfer.file), 0) != 0)
                return 0;
            transfer.resumedFrom = 0;
        }
        transfer.written = transfer.resumedFrom;
    }
    if (!transfer.isKept)
        return length;
    transfer.written += std::int64_t(length);
    if (transfer.written > transfer.limit) {
        transfer.tooLarge = true;
        return 0;
    }
    if (std::fwrite(bytes, 1, length, transfer.file) != length) {
        transfer.diskFull = true;
        return 0;
    }
    return length;
}

// What is written beside a file of the cache.
struct Remembered {
    std::string address, etag, modified, type, sha256;
    std::int64_t bytes = 0, fresh = 0; ///< seconds since 1970 until which it is taken unasked

    static std::optional<Remembered> read(const fs::path& path)
    {
        auto json = readJson(path, 1 << 20);
        if (!json || textAt(*json, "format") != "opificio.fetched/1")
            return std::nullopt;
        return Remembered{textAt(*json, "address"), textAt(*json, "etag"), textAt(*json, "modified"), textAt(*json, "type"),
            textAt(*json, "sha256"), std::int64_t(numberAt(*json, "bytes")), std::int64_t(numberAt(*json, "fresh"))};
    }
    Result<> write(const fs::path& path) const
    {
        return writeJson(path,
            {{"format", "opificio.fetched/1"}, {"address", address}, {"etag", etag}, {"modified", modified}, {"type", type},
                {"sha256", sha256}, {"bytes", bytes}, {"fresh", fresh}});
    }
};

std::int64_t freshSeconds(const std::string& cacheControl)
{
    const std::string said = lower(cacheControl);
    std::int64_t seconds = 60;
    if (const std::size_t age = said.find("max-age="); age != std::string::npos)
        seconds = std::strtoll(said.c_str() + age + 8, nullptr, 10);
    return std::clamp<std::int64_t>(seconds, 60, longestFreshSeconds);
}

// "12" or a date.
std::optional<Milliseconds> retryAfter(const std::string& said)
{
    if (said.empty())
        return std::nullopt;
    if (std::all_of(said.begin(), said.end(), [](unsigned char byte) { return std::isdigit(byte); }))
        return Milliseconds(1000 * std::min<long long>(std::strtoll(said.c_str(), nullptr, 10), 1'000'000));
    const time_t when = curl_getdate(said.c_str(), nullptr);
    return when < 0 ? std::nullopt : std::optional(Milliseconds(1000 * std::max<std::int64_t>(0, when - nowSeconds())));
}

// How one round with a server ended.
struct Answer {
    CURLcode code = CURLE_OK;
    long status = 0;
    std::string redirect;
    Transfer transfer;
    bool stopped = false;
    bool connected = false;
};

bool isUntrusted(CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CACERT_BADFILE
        || code == CURLE_SSL_CERTPROBLEM;
}

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

} // namespace

std::string typeOfBytes(std::string_view head)
{
    using namespace std::string_view_literals;
    if (head.empty())
        return "empty";
    for (const auto& [magic, type] : {std::pair{"\xff\xd8\xff"sv, "jpeg"}, std::pair{"\x89PNG\r\n\x1a\n"sv, "png"},
             std::pair{"II*\0"sv, "tiff"}, std::pair{"MM\0*"sv, "tiff"}, std::pair{"II+\0"sv, "tiff"},
             std::pair{"MM\0+"sv, "tiff"}, std::pair{"GIF8"sv, "gif"}, std::pair{"\0\0\0\x0cjP  "sv, "jp2"},
             std::pair{"\xff\x4f\xff\x51"sv, "jp2"}, std::pair{"%PDF"sv, "pdf"}, std::pair{"\x1f\x8b"sv, "gzip"}}) {
        if (head.starts_with(magic))
            return type;
    }
    if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP")
        return "webp";
    if (head.starts_with("\xef\xbb\xbf"))
        head.remove_prefix(3);
    while (!head.empty() && (head[0] == ' ' || head[0] == '\n' || head[0] == '\r' || head[0] == '\t'))
        head.remove_prefix(1);
    if (head.empty())
        return "empty";
    if (head[0] == '{' || head[0] == '[')
        return "json";
    const std::string small = lower(head.substr(0, 600));
    if (small[0] != '<')
        return "";
    return small.starts_with("<!doctype html") || small.find("<html") != std::string::npos
            || small.find("<head") != std::string::npos || small.find("<body") != std::string::npos
        ? "html"
        : "xml";
}

struct Web::State {
    Options options;

    // Guards: everything below.
    std::mutex mutex;
    std::condition_variable changed;
    struct Host {
        int running = 0;
        Clock::time_point notBefore;
        std::optional<Error> unreachable;
        Clock::time_point since;
    };
    std::map<std::string, Host> hosts;
    std::set<std::string> underway; ///< files of the cache that somebody fetches
    std::vector<CURLM*> idle; ///< with their open connections
    std::int64_t cameSinceLook = lookEveryBytes; ///< into the cache; the first that comes looks at what is there

    ~State()
    {
        for (CURLM* multi : idle)
            curl_multi_cleanup(multi);
    }

    CURLM* takeMulti()
    {
        std::lock_guard lock(mutex);
        if (idle.empty())
            return curl_multi_init();
        CURLM* multi = idle.back();
        idle.pop_back();
        return multi;
    }
    void giveMulti(CURLM* multi)
    {
        std::lock_guard lock(mutex);
        idle.push_back(multi);
    }

    // Waits for a place among those who ask this host.
    Result<> enter(const std::string& host, const Task& task)
    {
        std::unique_lock lock(mutex);
        for (;;) {
            if (task.stopped())
                return stoppedError(host);
            Host& at = hosts[host];
            if (at.unreachable && Clock::now() - at.since > options.forgetsAfter)
                at.unreachable.reset();
            if (at.unreachable)
                return *at.unreachable;
            if (at.running < options.atOncePerHost && Clock::now() >= at.notBefore) {
                ++at.running;
                return {};
            }
            changed.wait_for(lock, slice);
        }
    }
    void leave(const std::string& host)
    {
        std::lock_guard lock(mutex);
        --hosts[host].running;
        changed.notify_all();
    }
    // Nobody asks this host before then: what a server asks of one it asks of all.
    void pauseHost(const std::string& host, Milliseconds pause)
    {
        std::lock_guard lock(mutex);
        hosts[host].notBefore = std::max(hosts[host].notBefore, Clock::now() + pause);
    }
    Result<> wait(Milliseconds pause, const Task& task)
    {
        std::unique_lock lock(mutex);
        for (const auto until = Clock::now() + pause; Clock::now() < until;) {
            if (task.stopped())
                return stoppedError({});
            changed.wait_for(lock, std::min<Clock::duration>(slice, until - Clock::now()));
        }
        return {};
    }
    void rememberUnreachable(const std::string& host, const Error& error)
    {
        std::lock_guard lock(mutex);
        hosts[host].unreachable = error;
        hosts[host].since = Clock::now();
        changed.notify_all();
    }

    // Counts what came into the cache, and now and then makes it smaller.
    void came(std::int64_t bytes)
    {
        {
            std::lock_guard lock(mutex);
            cameSinceLook += bytes;
            if (cameSinceLook < lookEveryBytes)
                return;
            cameSinceLook = 0;
        }
        const std::int64_t limit = options.cacheBytes >= 0 ? options.cacheBytes : limitSetting("web_cache_mb", 2000) * megabyte;
        pruneCache(options.folder, limit, sparedFor);
    }

    Answer ask(const std::string& address, const fs::path& part, const Remembered* copy, const Remembered* begun,
        const FetchOptions& wanted, const Task& task);
    Result<Fetched> fetchInto(const std::string& address, const fs::path& stem, const FetchOptions& wanted, Task& task);
    Error failure(const std::string& address, const Answer& answer) const;
};

// One request and its answer; the body goes into `part`, after what lies there already where `begun` says what it is of.
Answer Web::State::ask(const std::string& address, const fs::path& part, const Remembered* copy, const Remembered* begun,
    const FetchOptions& wanted, const Task& task)
{
    Answer answer;
    Transfer& transfer = answer.transfer;
    std::error_code code;
    std::unique_ptr<std::FILE, FileCloser> file(std::fopen(part.c_str(), begun ? "r+b" : "w+b"));
    if (!file) {
        transfer.diskFull = true;
        answer.code = CURLE_WRITE_ERROR;
        return answer;
    }
    transfer.file = file.get();
    transfer.limit = wanted.limitBytes;
    if (begun) {
        std::fseek(file.get(), 0, SEEK_END);
        transfer.resumedFrom = std::ftell(file.get());
        transfer.written = transfer.resumedFrom;
    }
    CURL* easy = curl_easy_init();
    CURLM* multi = takeMulti();
    transfer.handle = easy;
    curl_slist* lines = curl_slist_append(nullptr, ("Accept: " + wanted.accept).c_str());
    auto add = [&](const std::string& line) { lines = curl_slist_append(lines, line.c_str()); };
    if (begun) {
        add("If-Range: " + (begun->etag.empty() ? begun->modified : begun->etag));
        curl_easy_setopt(easy, CURLOPT_RANGE, (std::to_string(transfer.resumedFrom) + "-").c_str());
    } else {
        if (copy && !copy->etag.empty())
            add("If-None-Match: " + copy->etag);
        if (copy && !copy->modified.empty())
            add("If-Modified-Since: " + copy->modified);
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    }
    curl_easy_setopt(easy, CURLOPT_URL, address.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, ("Opificio/" + std::string(version())).c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, long(options.connectSeconds));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 100L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, long(options.stallSeconds));
    if (!options.authorities.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, options.authorities.c_str());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_multi_add_handle(multi, easy);
    for (int running = 1; running > 0 && !answer.stopped;) {
        curl_multi_perform(multi, &running);
        if (running > 0)
            curl_multi_poll(multi, nullptr, 0, int(slice.count()), nullptr);
        answer.stopped = task.stopped();
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
        if (message->msg == CURLMSG_DONE)
            answer.code = message->data.result;
    }
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_off_t connectTime = 0;
    curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connectTime);
    answer.connected = connectTime > 0;
    if (answer.status >= 301 && answer.status <= 308) {
        char* where = nullptr;
        curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &where);
        answer.redirect = where ? where : "";
    }
    curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
    curl_slist_free_all(lines);
    giveMulti(multi);
    transfer.handle = nullptr;
    transfer.file = nullptr;
    // An answer without a body leaves the file as it was; the right one is empty then.
    if (answer.status == 200 && !transfer.begun && answer.code == CURLE_OK && begun)
        fs::resize_file(part, 0, code);
    if (std::fflush(file.get()) != 0)
        transfer.diskFull = true;
    return answer;
}

// The sentence for an answer that is no answer.
Error Web::State::failure(const std::string& address, const Answer& answer) const
{
    const std::string host = hostOf(address), what = shownAddress(address);
    if (isUntrusted(answer.code))
        return {Error::Code::Network,
            text("{0} cannot prove that it is {0}: its certificate is not valid. Nothing was taken from it.", host), what};
    switch (answer.code) {
    case CURLE_OK:
        break;
    case CURLE_COULDNT_RESOLVE_HOST:
        return {Error::Code::Network, text("Cannot find {0}. Check the address, and whether this computer is connected.", host),
            what};
    case CURLE_COULDNT_CONNECT:
        return {Error::Code::Network, text("{0} cannot be reached: it refuses connections. Try again later.", host), what};
    case CURLE_OPERATION_TIMEDOUT:
        return {Error::Code::Network, text("{0} did not answer in time. Try again later.", host), what};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return {Error::Code::Invalid, text("“{0}” is not an address that can be asked.", what), what};
    default:
        return {Error::Code::Network, text("The connection to {0} broke off. Try again later.", host), what};
    }
    switch (answer.status) {
    case 404:
    case 410:
        return {Error::Code::NotFound, text("{0} has nothing at {1}.", host, what), what};
    case 401:
    case 402:
    case 403:
        return {Error::Code::Network,
            text("{0} does not hand out {1} without a login or a permission ({2}).", host, what, answer.status), what};
    case 429:
        return {Error::Code::Network, text("{0} asks for a pause: it was asked too much. Try again later.", host), what};
    default:
        break;
    }
    if (answer.status >= 500)
        return {Error::Code::Network, text("{0} has a fault of its own ({1}). Try again later.", host, answer.status), what};
    return {Error::Code::Network, text("{0} refused {1} ({2}).", host, what, answer.status), what};
}

Result<Fetched> Web::State::fetchInto(const std::string& first, const fs::path& stem, const FetchOptions& wanted, Task& task)
{
    // What is handed over has a name of its own, or the next who fetches the same would take it away.
    const fs::path body = stem.string() + (wanted.keeps ? ".body" : "." + newId() + ".body"), note = stem.string() + ".json",
                   part = stem.string() + ".part", partNote = stem.string() + ".part.json";
    std::error_code code;
    auto copy = wanted.keeps ? Remembered::read(note) : std::nullopt;
    // A copy that is not what it was is none.
    if (copy) {
        auto hash = sha256OfFile(body);
        if (!hash || *hash != copy->sha256)
            copy.reset();
    }
    auto fromCopy = [&] {
        // What is used stays longest when the cache is made smaller.
        fs::last_write_time(body, fs::file_time_type::clock::now(), code);
        return Fetched{body, copy->type, copy->sha256, copy->bytes, copy->address, true};
    };
    if (copy && copy->bytes <= wanted.limitBytes
        && (wanted.reuse == FetchOptions::Reuse::Kept
            || (wanted.reuse == FetchOptions::Reuse::Fresh && nowSeconds() < copy->fresh)))
        return fromCopy();
    TRY_DO(makeFolder(stem.parent_path()));

    std::string address = first;
    int chain = 0, hostFailures = 0;
    Milliseconds pause = options.pause;
    for (int attempt = 1;; ++attempt) {
        auto begun = Remembered::read(partNote);
        if (begun && (begun->address != address || fs::file_size(part, code) == 0 || code))
            begun.reset();
        const std::string host = hostOf(address);
        TRY_DO(enter(host, task));
        Answer answer = ask(address, part, copy ? &*copy : nullptr, begun ? &*begun : nullptr, wanted, task);
        leave(host);
        const Transfer& transfer = answer.transfer;
        const Headers& headers = transfer.headers;
        auto dropPart = [&] {
            fs::remove(part, code);
            fs::remove(partNote, code);
        };
        if (transfer.diskFull) {
            dropPart();
            return writeError(part, errno ? errno : ENOSPC);
        }
        if (transfer.tooLarge) {
            dropPart();
            return Error{Error::Code::TooLarge,
                text("What lies at {0} is larger than {1} MB; it was left where it is.", shownAddress(address),
                    std::max<std::int64_t>(1, wanted.limitBytes >> 20)),
                shownAddress(address)};
        }
        const bool isBody = answer.status == 200 || answer.status == 206;
        // What broke off is gone on with where the server can say that it is still the same.
        const bool hasMark = (!headers.etag.empty() && !headers.etag.starts_with("W/")) || !headers.modified.empty();
        if (isBody && (answer.code != CURLE_OK || answer.stopped)) {
            if (transfer.written > 0 && hasMark && headers.encoding.empty()) {
                const std::string etag = headers.etag.starts_with("W/") ? std::string() : headers.etag;
                TRY_DO((Remembered{.address = address, .etag = etag, .modified = headers.modified}.write(partNote)));
            } else {
                dropPart();
            }
        }
        if (answer.stopped)
            return stoppedError(address);
        if (answer.code == CURLE_OK && answer.status == 304 && copy) {
            dropPart();
            copy->fresh = nowSeconds() + freshSeconds(headers.cacheControl);
            TRY_DO(copy->write(note));
            return fromCopy();
        }
        if (answer.code == CURLE_OK && isBody) {
            fs::remove(partNote, code);
            std::string head(600, '\0');
            if (std::unique_ptr<std::FILE, FileCloser> file{std::fopen(part.c_str(), "rb")})
                head.resize(std::fread(head.data(), 1, head.size(), file.get()));
            else
                head.clear();
            TRY(const std::string hash, sha256OfFile(part));
            const Remembered now{.address = address,
                .etag = headers.etag,
                .modified = headers.modified,
                .type = typeOfBytes(head),
                .sha256 = hash,
                .bytes = std::int64_t(fs::file_size(part, code)),
                .fresh = nowSeconds() + freshSeconds(headers.cacheControl)};
            // The note is gone while the file changes, so that the two never disagree.
            if (wanted.keeps)
                fs::remove(note, code);
            fs::rename(part, body, code);
            if (code)
                return writeError(body, code.value());
            if (wanted.keeps)
                TRY_DO(now.write(note));
            if (wanted.keeps)
                came(now.bytes);
            return Fetched{body, now.type, now.sha256, now.bytes, address, false};
        }
        if (answer.code == CURLE_OK && !answer.redirect.empty()) {
            --attempt;
            const std::string next = sendable(answer.redirect);
            const bool isSafe = isWebAddress(next);
            const bool isStep = address.starts_with("https:") && !lower(next).starts_with("https:");
            if (!isSafe || isStep || ++chain > longestChain) {
                dropPart();
                return Error{Error::Code::Network,
                    !isSafe      ? text("{0} leads to something that is no web address; it was not followed.", host)
                        : isStep ? text("{0} leads from a protected address to an unprotected one; it was not followed.", host)
                                 : text("{0} leads from one address to the next without end.", host),
                    shownAddress(address)};
            }
            dropPart();
            address = next;
            continue;
        }
        if (begun && (answer.status == 416 || answer.code == CURLE_WRITE_ERROR)) {
            dropPart();
            if (chain++ < longestChain)
                continue;
        }
        if (!isBody)
            fs::remove(part, code);
        Error error = failure(address, answer);
        const bool notReached = answer.code == CURLE_COULDNT_RESOLVE_HOST || answer.code == CURLE_COULDNT_CONNECT
            || (answer.code == CURLE_OPERATION_TIMEDOUT && !answer.connected);
        const bool notTrusted = isUntrusted(answer.code);
        hostFailures += notReached;
        if (notTrusted || hostFailures >= 2) {
            rememberUnreachable(host, error);
            return error;
        }
        const bool isAsked = answer.code == CURLE_OK && (answer.status == 429 || answer.status == 503);
        const bool isFault = answer.code == CURLE_OK && answer.status >= 500 && answer.status != 501 && answer.status != 505;
        const bool isBroken = answer.code != CURLE_OK && error.code == Error::Code::Network;
        // A fault that comes twice is about this address, and the others need not wait for it.
        const int tries = isAsked || isBroken || answer.status == 408 ? options.attempts : isFault ? 2 : 1;
        if (attempt >= tries)
            return error;
        const Milliseconds asked = std::min(retryAfter(headers.retryAfter).value_or(pause), options.longestPause);
        if (isAsked) {
            pauseHost(host, asked);
            if (asked >= Milliseconds(1000))
                task.progress(0, 0, text("{0} asks for a pause of {1} s.", host, (asked.count() + 999) / 1000));
        } else {
            TRY_DO(wait(asked, task));
        }
        pause = std::min(pause * 2, options.longestPause);
    }
}

Web::Web()
    : Web(Options{})
{
}

Web::Web(Options options)
    : m_state(std::make_unique<State>())
{
    // Once for the process, before the first handle; thread-safe and counted since libcurl 7.84.
    curl_global_init(CURL_GLOBAL_DEFAULT);
    m_state->options = std::move(options);
}

Web::~Web() = default;

Result<Fetched> Web::fetch(const std::string& address, const FetchOptions& options, Task& task)
{
    const std::string asked = sendable(address);
    if (!isWebAddress(asked))
        return Error{Error::Code::Invalid, text("“{0}” is not an address that can be asked.", shownAddress(address)),
            shownAddress(address)};
    const std::string key = sha256(asked);
    const fs::path stem = m_state->options.folder / key.substr(0, 2) / key;
    {
        // The second who wants the same waits for the first and finds it in the cache.
        std::unique_lock lock(m_state->mutex);
        while (!m_state->underway.insert(key).second) {
            if (task.stopped())
                return stoppedError(address);
            m_state->changed.wait_for(lock, slice);
        }
    }
    auto fetched = m_state->fetchInto(asked, stem, options, task);
    std::lock_guard lock(m_state->mutex);
    m_state->underway.erase(key);
    m_state->changed.notify_all();
    return fetched;
}

} // namespace opificio
