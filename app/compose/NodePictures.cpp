// SPDX-License-Identifier: GPL-3.0-or-later
#include "NodePictures.h"

#include "Text.h"

#include "base/Log.h"
#include "render/Renderer.h"
#include "studio/WorkTools.h"

#include <QCoreApplication>
#include <QImage>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickImageProvider>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sched.h>

namespace opificio {

namespace {

using namespace std::chrono_literals;

constexpr Size most = {160, 90};
constexpr auto restBeat = 250ms;
constexpr auto playBeat = 1000ms;
constexpr std::size_t cacheBytes = std::size_t(32) << 20;
// A node with memory that needs longer to be rolled to its frame has no picture for now.
constexpr auto patience = 1500ms;
constexpr auto goodbye = 300ms;

Size within(Size work)
{
    double scale = std::min({double(most.width) / std::max(1, work.width), double(most.height) / std::max(1, work.height), 1.0});
    return {std::max(1, int(work.width * scale)), std::max(1, int(work.height * scale))};
}

QImage imageOf(const Image& image)
{
    return QImage(reinterpret_cast<const uchar*>(image.pixels().data()), image.size().width, image.size().height,
        qsizetype(image.rowBytes()), QImage::Format_RGBA8888)
        .copy();
}

} // namespace

/// Between the window and the thread that makes pictures. It outlives both.
struct NodePictures::Shared {
    struct Wish {
        std::shared_ptr<const Graph> graph;
        std::shared_ptr<const NodeTypes> types;
        Materials materials;
        std::vector<NodeId> nodes;
        Frame frame = 0;
        bool playing = false;
    };
    struct Made {
        CacheKey key;
        QImage image;
        std::uint64_t serial = 0;
        bool told = false;
    };
    // Guards: everything below.
    mutable std::mutex mutex;
    std::condition_variable changed, ended;
    bool quit = false, posted = false, runs = false;
    Wish wish;
    std::uint64_t wishes = 0;
    std::uint64_t serials = 0;
    std::map<NodeId, Made> made;
    QPointer<NodePictures> owner; ///< only touched on the GUI thread
};

class NodePictures::Provider : public QQuickImageProvider {
public:
    explicit Provider(std::shared_ptr<Shared> shared)
        : QQuickImageProvider(Image)
        , m(std::move(shared))
    {
    }
    QImage requestImage(const QString& id, QSize* size, const QSize&) override
    {
        std::lock_guard lock(m->mutex);
        auto found = m->made.find(utf8(id.section(QLatin1Char('/'), 0, 0)));
        QImage image = found == m->made.end() ? QImage() : found->second.image;
        if (size)
            *size = image.size();
        return image;
    }

private:
    std::shared_ptr<Shared> m;
};

/// The thread.
class NodePictures::Maker {
public:
    explicit Maker(std::shared_ptr<Shared> shared)
        : m(std::move(shared))
    {
    }
    void run()
    {
        // Only what nobody else wants; the threads of a device on the processor inherit it.
        sched_param none{};
        pthread_setschedparam(pthread_self(), SCHED_IDLE, &none);
        std::unique_lock lock(m->mutex);
        while (!m->quit) {
            if (m_round == m->wishes) {
                m->changed.wait(lock);
                continue;
            }
            m_round = m->wishes;
            m_wish = m->wish;
            lock.unlock();
            round();
            lock.lock();
        }
        lock.unlock();
        m_renderer.reset();
    }

private:
    bool isOld() const
    {
        std::lock_guard lock(m->mutex);
        return m->quit || m->wishes != m_round;
    }
    void round()
    {
        if (!m_wish.graph || !m_wish.types || m_wish.nodes.empty())
            return;
        if (!m_renderer && !start())
            return;
        // While something plays one node has its turn, else all, until something else is wished.
        std::size_t count = m_wish.playing ? 1 : m_wish.nodes.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0 && isOld())
                return;
            const NodeId& node = m_wish.nodes[m_turn++ % m_wish.nodes.size()];
            if (m_wish.graph->nodes.contains(node))
                make(node);
        }
    }
    bool start()
    {
        if (m_failed)
            return false;
        RendererOptions options;
        options.cacheBytes = cacheBytes;
        options.mayRoll = [this](Frame, Frame) {
            std::lock_guard lock(m->mutex);
            return !m->quit && std::chrono::steady_clock::now() < m_until;
        };
        Materials materials{.file = [this](const std::string& sha256) { return m_wish.materials.file(sha256); },
            .dataset = [this](const std::string& hash) { return m_wish.materials.dataset(hash); },
            .modelHasMemory = [this](const std::string& sha256) { return m_wish.materials.modelHasMemory(sha256); }};
        auto renderer = Renderer::create(std::move(materials), options);
        if (!renderer) {
            // The stage says it, too, and louder.
            log(Level::Info, "window", renderer.error().message);
            m_failed = true;
            return false;
        }
        m_renderer = std::move(*renderer);
        return true;
    }
    void make(const NodeId& node)
    {
        m_until = std::chrono::steady_clock::now() + patience;
        const Size size = within(m_wish.graph->size);
        auto picture = m_renderer->renderNode(*m_wish.graph, node, *m_wish.types, m_wish.frame, size);
        if (!picture) {
            if (picture.error().code != Error::Code::Cancelled)
                drop(node);
            return;
        }
        if (!picture->image) {
            drop(node);
            return;
        }
        {
            std::lock_guard lock(m->mutex);
            auto known = m->made.find(node);
            if (known != m->made.end() && known->second.key == picture->key)
                return;
        }
        auto image = m_renderer->delivered(*picture, size, Image::Format::Rgba8, Renderer::Background::Black);
        if (!image)
            return;
        std::lock_guard lock(m->mutex);
        m->made[node] = {picture->key, imageOf(*image), ++m->serials, false};
        post();
    }
    void drop(const NodeId& node)
    {
        std::lock_guard lock(m->mutex);
        auto known = m->made.find(node);
        if (known == m->made.end() || known->second.image.isNull())
            return;
        known->second = {{}, {}, ++m->serials, false};
        post();
    }
    // With the lock.
    void post()
    {
        if (std::exchange(m->posted, true) || m->quit)
            return;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [shared = m] {
                if (shared->owner)
                    shared->owner->take();
            },
            Qt::QueuedConnection);
    }

    std::shared_ptr<Shared> m;
    Shared::Wish m_wish;
    std::uint64_t m_round = 0;
    std::size_t m_turn = 0;
    std::unique_ptr<Renderer> m_renderer;
    std::chrono::steady_clock::time_point m_until;
    bool m_failed = false;
};

NodePictures::NodePictures(QObject* parent)
    : QObject(parent)
    , m(std::make_shared<Shared>())
{
    m->owner = this;
    m_beat.setSingleShot(true);
    connect(&m_beat, &QTimer::timeout, this, &NodePictures::beat);
}

NodePictures::~NodePictures()
{
    std::unique_lock lock(m->mutex);
    m->quit = true;
    m->changed.notify_all();
    if (!m->ended.wait_for(lock, goodbye, [this] { return !m->runs; }))
        RenderLoop::leaveBehind();
}

void NodePictures::componentComplete()
{
    if (QQmlEngine* engine = qmlEngine(this))
        engine->addImageProvider(QStringLiteral("nodes"), new Provider(m));
    connect(m_session->document(), &Document::changed, this, &NodePictures::ask);
    connect(m_session->transport(), &Transport::frameChanged, this, &NodePictures::ask);
    connect(m_session->transport(), &Transport::playingChanged, this, &NodePictures::ask);
    connect(m_session, &Session::typesChanged, this, &NodePictures::ask);
    m->runs = true;
    std::thread([shared = m] {
        Maker(shared).run();
        std::lock_guard lock(shared->mutex);
        shared->runs = false;
        shared->ended.notify_all();
    }).detach();
    ask();
}

void NodePictures::setNodes(const QStringList& nodes)
{
    if (nodes == m_nodes)
        return;
    m_nodes = nodes;
    Q_EMIT nodesChanged();
    ask();
}

void NodePictures::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    Q_EMIT activeChanged();
    ask();
}

// Something may look otherwise: at the next beat.
void NodePictures::ask()
{
    m_asks = true;
    if (m_session && m_active && !m_beat.isActive())
        m_beat.start(m_session->transport()->isPlaying() ? playBeat : restBeat);
}

void NodePictures::beat()
{
    if (!std::exchange(m_asks, false) || !m_active)
        return;
    Document* document = m_session->document();
    Shared::Wish wish;
    if (document->isOpen()) {
        if (m_folder != document->folder()) {
            m_folder = document->folder();
            m_materials = materialsIn(pathOf(m_folder));
        }
        wish.graph = std::make_shared<const Graph>(document->graph());
        wish.types = m_session->types();
        wish.materials = m_materials;
        wish.frame = m_session->transport()->frame();
        wish.playing = m_session->transport()->isPlaying();
        for (const QString& node : m_nodes)
            wish.nodes.push_back(utf8(node));
    }
    // Playing goes on by itself, and each beat shows one node of another moment.
    if (wish.playing)
        ask();
    std::lock_guard lock(m->mutex);
    m->wish = std::move(wish);
    ++m->wishes;
    m->changed.notify_all();
}

void NodePictures::take()
{
    std::vector<std::pair<NodeId, std::uint64_t>> here;
    {
        std::lock_guard lock(m->mutex);
        m->posted = false;
        for (auto& [node, made] : m->made) {
            if (!std::exchange(made.told, true))
                here.emplace_back(node, made.image.isNull() ? 0 : made.serial);
        }
    }
    for (const auto& [node, serial] : here) {
        if (serial == 0)
            Q_EMIT gone(qt(node));
        else
            Q_EMIT this->made(qt(node), QStringLiteral("image://nodes/%1/%2").arg(qt(node)).arg(serial));
    }
}

} // namespace opificio
