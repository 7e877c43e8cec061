// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/Bring.h"

#include "base/EachLanguage.h"
#include "base/File.h"
#include "base/Hash.h"
#include "base/Id.h"
#include "base/Text.h"
#include "image/ImageFile.h"
#include "image/Thumbnail.h"
#include "library/iiif/ImageService.h"
#include "library/iiif/JoinTiles.h"
#include "library/Thumbnails.h"
#include "web/Address.h"
#include "web/Web.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace opificio {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t atOnce = 8; ///< of all hosts; Web sees to each host
constexpr std::int64_t largestPicture = std::int64_t(1) << 30;
constexpr std::int64_t largestSmall = std::int64_t(32) << 20;
constexpr std::int64_t largestKept = 256 << 10; ///< of a small picture, as it came
constexpr std::size_t storedAtOnce = 8;
// What a picture is reckoned with before it comes: a byte a pixel is more than most JPEGs take.
constexpr std::int64_t leastReserved = 64 << 10, unknownReserved = 4 << 20;

// What came from a server, and is a picture.
struct Came {
    Fetched fetched;
    ImageInfo info;
};

/// The space that pictures may take together: whoever fetches one reserves it first, so that those who fetch at once keep to it
/// as well. Any thread.
class Space {
public:
    explicit Space(std::int64_t limitBytes) ///< 0: no limit
        : m_left(limitBytes > 0 ? limitBytes : std::numeric_limits<std::int64_t>::max())
    {
    }
    // So much, or what is left once nobody else is under way; waits for those who may need less than they reserved.
    Result<std::int64_t> reserve(std::int64_t bytes, const Task& task)
    {
        std::unique_lock lock(m_mutex);
        while (m_left < bytes && m_underway > 0) {
            if (task.stopped())
                return Error{Error::Code::Cancelled, text("Fetching was stopped.")};
            m_changed.wait_for(lock, std::chrono::milliseconds(50));
        }
        m_isUsedUp = m_isUsedUp || m_left <= 0;
        if (m_isUsedUp)
            return Error{Error::Code::TooLarge, text("The space that was set for pictures is used up.")};
        const std::int64_t reserved = std::min(bytes, m_left);
        m_left -= reserved;
        ++m_underway;
        return reserved;
    }
    void settle(std::int64_t reserved, std::int64_t used)
    {
        std::lock_guard lock(m_mutex);
        m_left += reserved - used;
        --m_underway;
        m_changed.notify_all();
    }
    void useUp()
    {
        std::lock_guard lock(m_mutex);
        m_isUsedUp = true;
    }
    bool isUsedUp() const
    {
        std::lock_guard lock(m_mutex);
        return m_isUsedUp;
    }

private:
    // Guards: everything below.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::int64_t m_left;
    int m_underway = 0;
    bool m_isUsedUp = false; ///< nothing is left, or too little for one
};

/// Fetches for one item at a time; used by several threads at once, each with its own items.
class Bringer {
public:
    Bringer(Web& web, const BringOptions& options, Task& task)
        : m_web(web)
        , m_options(options)
        , m_task(task)
        , m_space(options.limitBytes)
    {
    }
    bool isSpaceUsedUp() const { return m_space.isUsedUp(); }

    // The small picture of an item without a file.
    Result<> small(Item& item)
    {
        const RemotePicture& picture = *item.picture;
        const ImageService service = serviceOf(picture);
        std::vector<std::string> addresses;
        const bool isPart = !picture.region.empty() || !picture.rotation.empty();
        std::optional<ImageService> tiled;
        const bool canAsk = !service.address.empty() && service.width > 0 && (service.level >= 1 || !service.sizes.empty());
        if (!picture.small.empty() && !isPart)
            addresses.push_back(picture.small);
        if (canAsk) {
            const Asked asked = isPart ? askPicture(service, thumbnailEdgePixels, picture.region, picture.rotation)
                                       : askThumbnail(service, thumbnailEdgePixels);
            addresses.push_back(asked.address);
            addresses.push_back(asked.otherwise);
        } else if (!service.address.empty()) {
            auto read = info(item);
            if (read) {
                const Asked asked = askPicture(*read, thumbnailEdgePixels, picture.region, picture.rotation);
                addresses.push_back(asked.address);
                addresses.push_back(asked.otherwise);
                tiled = whereTiled(*read, picture);
            } else if (picture.address.empty() && addresses.empty()) {
                return read.takeError();
            }
        }
        if (!isPart)
            addresses.push_back(picture.address);
        auto tried = firstOf(addresses, largestSmall);
        // A part of what lies in tiles only.
        if (!tried && isPart && tiled && tried.error().code != Error::Code::Cancelled) {
            if (auto joined = joinedSmall(*tiled, picture))
                return writeJpeg(thumbnailPath(m_options.thumbnails, thumbnailKey(item)), *joined, 85);
        }
        TRY(const Came came, std::move(tried));
        auto made = thumbnail(came.fetched.file, thumbnailEdgePixels);
        Result<> written;
        if (made && !keptAsItCame(came, thumbnailPath(m_options.thumbnails, thumbnailKey(item))))
            written = writeJpeg(thumbnailPath(m_options.thumbnails, thumbnailKey(item)), *made, 85);
        drop(came);
        return made ? std::move(written) : Result<>(made.takeError());
    }

    // The picture itself: the item has its file afterwards.
    Result<std::int64_t> whole(Item& item)
    {
        RemotePicture& picture = *item.picture;
        std::vector<std::string> addresses;
        Size expected;
        std::optional<ImageService> tiled;
        if (!picture.service.empty()) {
            auto read = info(item);
            if (read) {
                tiled = whereTiled(*read, picture);
                const Asked asked = askPicture(*read, m_options.size, picture.region, picture.rotation);
                if (asked.address.empty())
                    return Error{Error::Code::Invalid, text("The part that is meant lies outside of its picture.")};
                addresses = {asked.address, asked.otherwise};
                expected = asked.size;
            } else if (read.error().code == Error::Code::Cancelled || picture.address.empty() || !picture.region.empty()
                || !picture.rotation.empty()) {
                return read.takeError();
            }
        }
        // As the source names it: where nothing else is known, or the service fails.
        const bool isWhole = picture.region.empty() && picture.rotation.empty();
        if (isWhole && !tiled)
            addresses.push_back(picture.address);
        if (m_options.limitBytes <= 0)
            return fetchInto(item, addresses, expected, tiled, largestPicture);
        const Size size = expected.width > 0 ? expected : Size{picture.width, picture.height};
        const std::int64_t reckoned
            = size.width > 0 ? std::max(leastReserved, std::int64_t(size.width) * size.height) : unknownReserved;
        const std::vector<Note> notes = item.notes;
        // What turns out larger than it was reckoned with waits until it can have all that is left.
        for (std::int64_t wanted : {std::min(reckoned, largestPicture), largestPicture}) {
            TRY(const std::int64_t reserved, m_space.reserve(wanted, m_task));
            item.notes = notes;
            auto bytes = fetchInto(item, addresses, expected, tiled, reserved);
            m_space.settle(reserved, bytes ? *bytes : 0);
            if (bytes || bytes.error().code != Error::Code::TooLarge)
                return bytes;
            if (reserved == largestPicture)
                return bytes;
        }
        m_space.useUp();
        return Error{Error::Code::TooLarge, text("The space that was set for pictures is used up.")};
    }

private:
    // From the first address that has it, with no more than `limit` bytes.
    Result<std::int64_t> fetchInto(Item& item, const std::vector<std::string>& addresses, Size expected,
        const std::optional<ImageService>& tiled, std::int64_t limit)
    {
        RemotePicture& picture = *item.picture;
        auto tried = firstOf(addresses, limit);
        // Pictures that were cut for the web and put on a plain server have tiles, and often no whole.
        if (!tried && tiled && tried.error().code != Error::Code::Cancelled && tried.error().code != Error::Code::DiskFull
            && (tried.error().code != Error::Code::TooLarge || limit == largestPicture)) {
            if (auto joined = fromTiles(*tiled, limit, item)) {
                expected = joined->info.size;
                tried = std::move(joined);
            } else if (picture.region.empty() && picture.rotation.empty()) {
                if (auto named = firstOf({picture.address}, limit))
                    tried = std::move(named);
            }
        }
        TRY(Came came, std::move(tried));
        if (came.fetched.bytes > limit) {
            drop(came);
            return Error{Error::Code::TooLarge, text("Its tiles are too many to be put together."), picture.service};
        }
        // This decodes all of it: a picture that is cut short is found here.
        Result<> looked;
        if (m_options.thumbnails.empty()) {
            if (auto image = readImage(came.fetched.file, 64); !image)
                looked = image.takeError();
        } else if (auto made = makeThumbnail(m_options.thumbnails, came.fetched.file, came.fetched.sha256); !made) {
            looked = made.takeError();
        }
        if (!looked) {
            drop(came);
            return looked.takeError();
        }
        const std::string ending = came.info.type == "jpeg" ? "jpg" : came.info.type == "tiff" ? "tif" : came.info.type;
        const std::string& hash = came.fetched.sha256;
        const fs::path file = m_options.pictures / hash.substr(0, 2) / (hash + "." + ending);
        TRY_DO(makeFolder(file.parent_path()));
        std::error_code code;
        fs::rename(came.fetched.file, file, code);
        if (code)
            return writeError(file, code.value());
        const Size size = came.info.size;
        const Size smaller = {expected.width - expected.width / 100 - 1, expected.height - expected.height / 100 - 1};
        if (expected.width > 0 && (size.width < smaller.width || size.height < smaller.height))
            item.notes.push_back({textInEach(words("Its server handed out {0} × {1} pixels where {2} × {3} were asked for."),
                {std::to_string(size.width), std::to_string(size.height), std::to_string(expected.width),
                    std::to_string(expected.height)})});
        item.file = file;
        item.sha256 = hash;
        item.bytes = came.fetched.bytes;
        item.type = came.info.type;
        item.width = size.width;
        item.height = size.height;
        picture.asked = m_options.size;
        return item.bytes;
    }

    // What the picture's service says of itself, also for the item: its size, its rights, what must be shown.
    Result<ImageService> info(Item& item)
    {
        RemotePicture& picture = *item.picture;
        TRY(const Fetched fetched,
            m_web.fetch(picture.service + "/info.json",
                {.limitBytes = 4 << 20, .accept = "application/ld+json, application/json;q=0.9, */*;q=0.5"}, m_task));
        const std::string name = shownAddress(picture.service);
        if (fetched.type != "json")
            return Error{Error::Code::Unreadable, text("{0} is no picture service of IIIF.", name), name};
        TRY(const std::string bytes, readFile(fetched.file, 4 << 20));
        TRY(const Json json, parseJson(bytes, name));
        TRY(ImageService service, imageServiceFromJson(json, picture.service));
        picture.info = toJson(service);
        if (picture.width == 0) {
            picture.width = service.width;
            picture.height = service.height;
        }
        if (!service.rights.empty()) {
            const std::string said = takeRights(service.rights, item);
            if (strictness(said) > strictness(item.rights.object))
                item.rights.object = said;
        }
        const Note duty{service.attribution, true};
        if (!duty.words.empty() && std::find(item.notes.begin(), item.notes.end(), duty) == item.notes.end())
            item.notes.push_back(duty);
        return service;
    }

    // Nothing where there are no tiles, or where they would have to be turned by another angle than a right one.
    static std::optional<ImageService> whereTiled(const ImageService& service, const RemotePicture& picture)
    {
        return service.tiles.empty() || orientationOf(picture.rotation) == 0 ? std::nullopt : std::optional(service);
    }

    Result<JoinedTiles> joined(const ImageService& service, const RemotePicture& picture, int edge, std::int64_t limit)
    {
        return joinTiles(service, edge, picture.region, picture.rotation, [&](const Asked& asked) -> Result<Image> {
            TRY(const Came came, firstOf({asked.address, asked.otherwise}, limit));
            auto image = readImage(came.fetched.file);
            drop(came);
            return image;
        });
    }

    Result<Image> joinedSmall(const ImageService& service, const RemotePicture& picture)
    {
        TRY(const JoinedTiles made, joined(service, picture, thumbnailEdgePixels, largestSmall));
        const Size size = made.image.size();
        const double scale = std::min(1.0, double(thumbnailEdgePixels) / std::max(size.width, size.height));
        return scaled(made.image, {std::max(1, int(size.width * scale + 0.5)), std::max(1, int(size.height * scale + 0.5))});
    }

    // The picture, put together from the tiles of its service: of the smallest level that is large enough.
    Result<Came> fromTiles(const ImageService& service, std::int64_t limit, Item& item)
    {
        TRY(const JoinedTiles made, joined(service, *item.picture, m_options.size, std::min(limit, largestSmall)));
        const fs::path file = m_options.pictures / (newId() + ".jpg");
        TRY_DO(makeFolder(m_options.pictures));
        TRY_DO(writeJpeg(file, made.image, 95));
        Came came{{.file = file, .type = "jpeg"}, {"jpeg", made.image.size()}};
        TRY(came.fetched.sha256, sha256OfFile(file));
        std::error_code code;
        came.fetched.bytes = std::int64_t(fs::file_size(file, code));
        item.notes.push_back({textInEach(
            words("Its server hands out no whole picture: it was put together from {0} tiles."), {std::to_string(made.tiles)})});
        return came;
    }

    // The first of the addresses that answers with a picture; the error is the first one's.
    Result<Came> firstOf(const std::vector<std::string>& addresses, std::int64_t limit)
    {
        std::optional<Error> first;
        std::vector<std::string> tried;
        for (const std::string& address : addresses) {
            if (address.empty() || std::find(tried.begin(), tried.end(), address) != tried.end())
                continue;
            tried.push_back(address);
            auto came = pictureAt(address, limit);
            if (came)
                return came;
            Error error = came.takeError();
            if (error.code == Error::Code::Cancelled || error.code == Error::Code::DiskFull)
                return error;
            if (!first)
                first = std::move(error);
        }
        if (first)
            return std::move(*first);
        return Error{Error::Code::NotFound, text("Nobody says where this picture can be fetched.")};
    }

    Result<Came> pictureAt(const std::string& address, std::int64_t limit)
    {
        TRY(Fetched fetched, m_web.fetch(address, {.limitBytes = limit, .keeps = false, .accept = "image/*, */*;q=0.5"}, m_task));
        Came came{std::move(fetched), {}};
        auto info = probeImage(came.fetched.file);
        if (info) {
            came.info = *info;
            return came;
        }
        const std::string& kind = came.fetched.type;
        const std::string host = hostOf(address), shown = shownAddress(address);
        Error error = kind == "html" || kind == "xml" || kind == "json"
            ? Error{Error::Code::Unreadable, text("{0} answered with a page and not with a picture: {1}", host, shown), shown}
            : kind == "empty" ? Error{Error::Code::Unreadable, text("{0} answered with nothing: {1}", host, shown), shown}
            : kind == "jpeg" || kind == "png" || kind == "tiff" || kind == "webp"
            ? info.takeError()
            : Error{Error::Code::Unsupported, text("{0} handed out a kind of picture that cannot be read here: {1}", host, shown),
                shown};
        drop(came);
        return error;
    }

    // What is small, upright and a JPEG already is the small picture; it was decoded, and is whole.
    static bool keptAsItCame(const Came& came, const fs::path& place)
    {
        const ImageInfo& info = came.info;
        if (info.type != "jpeg" || info.orientation != 1 || info.hasProfile
            || std::max(info.size.width, info.size.height) > thumbnailEdgePixels || came.fetched.bytes > largestKept
            || !makeFolder(place.parent_path()))
            return false;
        std::error_code code;
        fs::rename(came.fetched.file, place, code);
        return !code;
    }

    // Nothing of it is kept: Web handed it over.
    static void drop(const Came& came)
    {
        std::error_code code;
        fs::remove(came.fetched.file, code);
    }

    Web& m_web;
    const BringOptions& m_options;
    Task& m_task;
    Space m_space;
};

/// What the threads that fetch have to say ("museum.example asks for a pause of 20 s"), until the one that listens says it.
class Sayings {
public:
    void add(std::string words)
    {
        std::lock_guard lock(m_mutex);
        m_words.push_back(std::move(words));
    }
    std::vector<std::string> take()
    {
        std::lock_guard lock(m_mutex);
        return std::exchange(m_words, {});
    }

private:
    std::mutex m_mutex;
    std::vector<std::string> m_words;
};

// Does `work` for every item on several threads; what is done comes back here, one after the other. In between, `turn` is
// called every now and then.
Result<> inParallel(std::vector<Item>& items, Task& task, const std::function<Result<>(Item&)>& work,
    const std::function<Result<>(Item& item, Result<> done)>& take, const std::function<void()>& turn)
{
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::pair<std::size_t, Result<>>> done; // guarded by the mutex, as are the next two
    std::size_t next = 0, working = std::min(atOnce, items.size());
    bool ends = false;
    std::vector<std::thread> threads;
    for (std::size_t number = working; number > 0; --number) {
        threads.emplace_back([&] {
            std::unique_lock lock(mutex);
            while (next < items.size() && !task.stopped() && !ends) {
                const std::size_t index = next++;
                lock.unlock();
                Result<> result = work(items[index]);
                lock.lock();
                done.emplace_back(index, std::move(result));
                changed.notify_one();
            }
            --working;
            changed.notify_one();
        });
    }
    Result<> outcome;
    std::unique_lock lock(mutex);
    while (working > 0 || !done.empty()) {
        changed.wait_for(lock, std::chrono::milliseconds(50), [&] { return working == 0 || !done.empty(); });
        lock.unlock();
        turn();
        lock.lock();
        while (!done.empty()) {
            auto [index, result] = std::move(done.front());
            done.pop_front();
            lock.unlock();
            auto taken = take(items[index], std::move(result));
            lock.lock();
            if (!taken && outcome) {
                outcome = std::move(taken);
                ends = true;
            }
        }
    }
    lock.unlock();
    for (std::thread& thread : threads)
        thread.join();
    return outcome;
}

} // namespace

Result<BringReport> bringPictures(Library& library, std::span<const std::string> ids, const BringOptions& options, Task& task)
{
    BringReport report;
    std::unique_ptr<Web> own;
    if (!options.web)
        own = std::make_unique<Web>();
    // The threads have a task of their own, since a task is spoken through by one.
    Sayings sayings;
    Task inner([&](const Task::Progress& progress) { sayings.add(progress.words); });
    Bringer bringer(options.web ? *options.web : *own, options, inner);
    std::error_code code;
    std::vector<Item> missing, without;
    for (const std::string& id : ids) {
        TRY(Item item, library.item(id));
        const bool isHere = !item.file.empty() && fs::exists(item.file, code);
        if (isHere || !item.picture) {
            ++report.already;
            continue;
        }
        if (!options.thumbnails.empty() && !fs::exists(thumbnailPath(options.thumbnails, thumbnailKey(item)), code))
            without.push_back(item);
        missing.push_back(std::move(item));
    }
    auto skip = [&](const Item& item, const Error& error) {
        report.skipped.push_back({titleOf(item, language()), titleOf(item, language()) + ": " + error.message});
    };
    std::size_t count = 0;
    auto said = [&](std::string_view line, std::size_t of) { task.progress(double(++count), double(of), line); };
    auto turnOf = [&](std::size_t of) {
        return [&, of] {
            if (task.stopped())
                inner.stop();
            for (const std::string& words : sayings.take())
                task.progress(double(count), double(of), words);
        };
    };
    TRY_DO(inParallel(
        without, inner, [&](Item& item) { return bringer.small(item); },
        [&](Item& item, Result<> done) -> Result<> {
            if (!done && done.error().code == Error::Code::DiskFull)
                return done;
            // Where the picture itself is fetched next, its own sentence will do.
            if (!done && done.error().code != Error::Code::Cancelled && options.size == 0)
                skip(item, done.error());
            said(text("{0} of {1} small pictures", count + 1, without.size()), without.size());
            return {};
        },
        turnOf(without.size())));
    if (options.size > 0) {
        count = 0;
        std::vector<Item> stored;
        auto store = [&]() -> Result<> {
            TRY(const auto changes, library.put(stored));
            stored.clear();
            return {};
        };
        auto isUsedUp = [&](const Error& error) { return error.code == Error::Code::TooLarge && bringer.isSpaceUsedUp(); };
        auto outcome = inParallel(
            missing, inner,
            [&](Item& item) -> Result<> {
                auto bytes = bringer.whole(item);
                return bytes ? Result<>() : Result<>(bytes.takeError());
            },
            [&](Item& item, Result<> done) -> Result<> {
                if (!done && (done.error().code == Error::Code::DiskFull || isUsedUp(done.error())))
                    return done;
                if (!done && done.error().code != Error::Code::Cancelled)
                    skip(item, done.error());
                if (done) {
                    ++report.brought;
                    report.bytes += item.bytes;
                    stored.push_back(std::move(item));
                    if (stored.size() >= storedAtOnce)
                        TRY_DO(store());
                }
                said(text("{0} of {1} pictures fetched", count + 1, missing.size()), missing.size());
                return {};
            },
            turnOf(missing.size()));
        TRY_DO(store());
        if (!outcome && isUsedUp(outcome.error()))
            report.skipped.push_back({text("pictures"), outcome.error().message});
        else if (!outcome)
            return outcome.takeError();
    }
    report.stopped = task.stopped();
    return report;
}

Result<> bringSmall(Item item, const BringOptions& options, Task& task)
{
    assert(item.picture);
    std::unique_ptr<Web> own;
    if (!options.web)
        own = std::make_unique<Web>();
    return Bringer(options.web ? *options.web : *own, options, task).small(item);
}

Error notFetched(std::span<const Item> items)
{
    constexpr std::size_t mostNamed = 5;
    std::string titles, ids;
    for (const Item& item : items.first(std::min(items.size(), mostNamed))) {
        titles += (titles.empty() ? "" : ", ") + titleOf(item, language());
        // For a shell: ids are addresses, with all that these may hold.
        std::string id = item.id;
        for (std::size_t at = id.find('\''); at != std::string::npos; at = id.find('\'', at + 4))
            id.replace(at, 1, "'\\''");
        ids += (ids.empty() ? "'" : " '") + id + "'";
    }
    if (items.size() > mostNamed) {
        titles += ", …";
        ids += " …";
    }
    return {Error::Code::NotFound,
        text("Only the address of these pictures is known, and their files are not here: {0}. Fetch them first: opificio-cli "
             "fetch "
             "{1}",
            titles, ids),
        items.front().id};
}

} // namespace opificio
