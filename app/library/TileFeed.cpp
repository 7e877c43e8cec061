// SPDX-License-Identifier: GPL-3.0-or-later
#include "TileFeed.h"

#include "Background.h"
#include "LibraryReader.h"
#include "OpenTiles.h"
#include "Picture.h"
#include "Text.h"
#include "base/Hash.h"
#include "base/Log.h"
#include "base/Resources.h"
#include "library/Thumbnails.h"

#include <QPointer>

#include <unistd.h>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

namespace opificio {

namespace {

// A server takes its time, and Web sees to it that it does not hear too much at once.
constexpr int serversReaders = 4;
// Looking so close, one soon moves about; further out the file is read quickly enough.
constexpr int closeLevel = 1;

// The window and its render thread keep a core for themselves.
int ownReaders()
{
    return std::max(1, QThread::idealThreadCount() - 1);
}

// Small pictures of the library, which are there from the import on.
QImage smallPicture(const Item& item)
{
    const std::string key = thumbnailKey(item);
    if (!isSha256(key))
        return {};
    const auto path = thumbnailPath(homeFolder() / "thumbnails", key);
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code))
        return {};
    const auto small = readImage(path);
    return small ? qtImage(*small) : QImage();
}

// As the scene graph takes it, so that nothing is left to do on the render thread.
QImage forTheCard(const Image& image)
{
    QImage shown = qtImage(image);
    const bool hasAlpha = [&] {
        for (int y = 0; y < shown.height(); ++y) {
            const uchar* row = shown.constScanLine(y);
            for (int x = 0; x < shown.width(); ++x) {
                if (row[x * 4 + 3] != 255)
                    return true;
            }
        }
        return false;
    }();
    return shown.convertToFormat(hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
}

} // namespace

struct TileFeed::State {
    QPointer<TileFeed> feed;
    Task whole; ///< stopped when the picture is let go
    TileSource source; ///< set once, before anything is wanted
    bool isHastened = false; ///< of the GUI thread

    // Guards: everything below.
    std::mutex mutex;
    std::deque<TilePyramid::Tile> wanted;
    std::map<TilePyramid::Tile, std::shared_ptr<Task>> reading;
    int readers = 0;

    template<typename Function> void tell(const std::shared_ptr<State>& self, Function function)
    {
        post(feed, [self, function = std::move(function)](TileFeed& feed) {
            if (feed.m_state == self)
                function(feed);
        });
    }

    static void open(const std::shared_ptr<State>& self, const Item& item, std::shared_ptr<Web> web)
    {
        if (QImage small = smallPicture(item); !small.isNull())
            self->tell(self, [small](TileFeed& feed) { Q_EMIT feed.smallCame(small); });
        if (self->whole.stopped())
            return;
        auto opened = openTiles(item, std::move(web), self->whole);
        if (!opened) {
            self->tell(self, [words = qt(opened.error().message), hasFile = !item.file.empty()](TileFeed& feed) {
                if (hasFile)
                    Q_EMIT feed.failed(words);
                else
                    Q_EMIT feed.unreached(words);
            });
            return;
        }
        self->source = std::move(opened->source);
        self->tell(self, [self, host = qt(opened->host), remark = qt(opened->remark)](TileFeed& feed) {
            feed.m_pool.setMaxThreadCount(host.isEmpty() ? ownReaders() : serversReaders);
            Q_EMIT feed.opened(self->source.pyramid, host, remark);
            if (self->source.prepare && feed.m_state == self) {
                Q_EMIT feed.preparing(0);
                feed.m_long.start([self] { prepare(self); });
            }
        });
    }

    // What takes long goes on behind the window, and ends when the picture is let go. `told`: how far it is, in hundredths.
    static Result<> behind(const std::shared_ptr<State>& self, const std::function<Result<>(Task&)>& work,
        const std::function<void(int share)>& told)
    {
        // A thread of this pool does nothing else.
        thread_local const bool standsBack = nice(behindTheWindow) != -1;
        (void)standsBack;
        int last = 0;
        Task* running = nullptr;
        Task task([&](const Task::Progress& progress) {
            if (self->whole.stopped())
                running->stop();
            const int share = int(100 * progress.done / progress.of);
            if (share != std::exchange(last, share))
                told(share);
        });
        running = &task;
        if (self->whole.stopped())
            task.stop();
        return work(task);
    }

    static void prepare(const std::shared_ptr<State>& self)
    {
        auto done = behind(self, self->source.prepare,
            [&](int share) { self->tell(self, [share](TileFeed& feed) { Q_EMIT feed.preparing(share / 100.0); }); });
        self->tell(self, [words = done ? QString() : qt(done.error().message)](TileFeed& feed) {
            if (words.isEmpty())
                Q_EMIT feed.prepared();
            else
                Q_EMIT feed.failed(words);
        });
    }

    // Nobody waits for it, and what is not kept is read from the file as before.
    static void hasten(const std::shared_ptr<State>& self)
    {
        auto done = behind(self, self->source.hasten, [](int) {});
        if (!done && done.error().code != Error::Code::Cancelled)
            log(Level::Warning, "image", "a picture was not kept in tiles: " + done.error().message);
    }

    static void read(const std::shared_ptr<State>& self)
    {
        for (;;) {
            TilePyramid::Tile tile;
            auto task = std::make_shared<Task>();
            {
                const std::lock_guard lock(self->mutex);
                if (self->wanted.empty()) {
                    --self->readers;
                    return;
                }
                tile = self->wanted.front();
                self->wanted.pop_front();
                self->reading.emplace(tile, task);
            }
            auto image = self->source.tile(tile, *task);
            QImage shown;
            if (image)
                shown = forTheCard(*image);
            {
                const std::lock_guard lock(self->mutex);
                self->reading.erase(tile);
            }
            if (image)
                self->tell(self, [tile, shown](TileFeed& feed) { Q_EMIT feed.came(tile, shown); });
            else if (image.error().code != Error::Code::Busy && image.error().code != Error::Code::Cancelled)
                self->tell(
                    self, [tile, words = qt(image.error().message)](TileFeed& feed) { Q_EMIT feed.tileFailed(tile, words); });
        }
    }
};

TileFeed::TileFeed(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(ownReaders());
    m_long.setMaxThreadCount(1);
}

TileFeed::~TileFeed()
{
    let();
    m_pool.waitForDone();
    m_long.waitForDone();
}

void TileFeed::let()
{
    if (!m_state)
        return;
    want({});
    m_state->whole.stop();
    m_state.reset();
}

void TileFeed::open(const Item& item, std::shared_ptr<Web> web)
{
    let();
    if (!hasTiles(item))
        return;
    m_state = std::make_shared<State>();
    m_state->feed = this;
    m_pool.start([state = m_state, item, web = std::move(web)] { State::open(state, item, web); });
}

void TileFeed::want(std::vector<TilePyramid::Tile> tiles)
{
    if (!m_state)
        return;
    State& state = *m_state;
    const bool isClose
        = std::any_of(tiles.begin(), tiles.end(), [](const TilePyramid::Tile& tile) { return tile.level <= closeLevel; });
    if (isClose && state.source.hasten && !std::exchange(state.isHastened, true))
        m_long.start([self = m_state] { State::hasten(self); });
    int start = 0;
    {
        const std::lock_guard lock(state.mutex);
        for (auto& [tile, task] : state.reading) {
            if (std::find(tiles.begin(), tiles.end(), tile) == tiles.end())
                task->stop();
        }
        state.wanted.clear();
        for (const TilePyramid::Tile& tile : tiles) {
            auto reading = state.reading.find(tile);
            if (reading == state.reading.end() || reading->second->stopped())
                state.wanted.push_back(tile);
        }
        start = std::min(int(state.wanted.size()), m_pool.maxThreadCount() - state.readers);
        state.readers += std::max(0, start);
    }
    for (int reader = 0; reader < start; ++reader)
        m_pool.start([state = m_state] { State::read(state); });
}

bool TileFeed::isIdle() const
{
    if (!m_state)
        return true;
    const std::lock_guard lock(m_state->mutex);
    return m_state->wanted.empty() && m_state->reading.empty();
}

} // namespace opificio
