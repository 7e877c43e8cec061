// SPDX-License-Identifier: GPL-3.0-or-later
#include "RenderLoop.h"

#include "base/Log.h"
#include "base/Text.h"

#include "Pace.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>
#include <vector>

namespace opificio {

namespace {

using Clock = std::chrono::steady_clock;
using Moment = Clock::time_point;

// After so long without a change what stands still is rendered in full.
constexpr auto stillness = std::chrono::milliseconds(200);
constexpr auto goodbye = std::chrono::seconds(1);

std::atomic<bool> leftBehind = false;

Moment later(Moment moment, double seconds)
{
    return moment + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

double millisecondsSince(Moment moment)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - moment).count();
}

} // namespace

Size fitting(Size work, Size box)
{
    if (work.width < 1 || work.height < 1 || box.width < 1 || box.height < 1)
        return {};
    if (box.width >= work.width && box.height >= work.height)
        return work;
    int common = std::gcd(work.width, work.height);
    Size step{work.width / common, work.height / common};
    int times = std::min({box.width / step.width, box.height / step.height, common});
    // Steps of a sixteenth at most lose little.
    if (times >= 16)
        return {step.width * times, step.height * times};
    double scale = std::min({double(box.width) / work.width, double(box.height) / work.height, 1.0});
    return {std::max(1, int(std::lround(work.width * scale))), std::max(1, int(std::lround(work.height * scale)))};
}

namespace {

// Whether they make the same pictures: where nodes lie, and what is noted of them, does not count.
bool looksTheSame(const Graph& a, const Graph& b)
{
    return a.links == b.links && a.size == b.size && a.rate == b.rate && a.frames == b.frames
        && std::ranges::equal(a.nodes, b.nodes, [](const auto& one, const auto& other) {
               const Node &x = one.second, &y = other.second;
               return one.first == other.first && x.type == y.type && x.values == y.values && x.keys == y.keys
                   && x.muted == y.muted && x.bypassed == y.bypassed;
           });
}

} // namespace

struct RenderLoop::Shared {
    std::function<void()> wake;
    std::shared_ptr<SharedImage> pictures = std::make_shared<SharedImage>();

    // Guards: everything below.
    mutable std::mutex mutex;
    std::condition_variable changed, ended;
    bool quit = false, hasEnded = false;
    Wish wish;
    std::uint64_t wishes = 0; ///< rises with every change of what is wished
    Moment lastWish;
    std::map<const void*, Size> asked;
    Report report;
    bool restart = false, lose = false;
    struct Question {
        double x, y;
        std::function<void(const Probe&)> answer;
    };
    std::optional<Question> question;
    struct Snapshot {
        std::filesystem::path path;
        std::function<void(Result<>)> answer;
    };
    std::deque<Snapshot> snapshots;

    void told(std::uint64_t& counter)
    {
        ++counter;
        lastWish = Clock::now();
        changed.notify_all();
    }
};

/// What the thread knows. It holds all that it uses, so that it can be left behind.
class RenderLoop::Thread {
public:
    Thread(std::shared_ptr<Shared> shared, const DeviceOptions& options)
        : m(std::move(shared))
        , m_device(options)
    {
    }
    void run();

private:
    struct Shown {
        std::uint64_t wishes = 0;
        Size size;
        Frame frame = -1;
        bool failed = false;
    };
    /// What is to be done next; `at`: not before then.
    struct Step {
        enum class Kind { Wait, Picture } kind = Kind::Wait;
        std::optional<Moment> at;
        Frame frame = 0;
        Size size;
        int reduction = 1;
        bool moves = false; ///< others will follow soon
    };

    Step next(Moment now);
    void picture(const Step& step, std::unique_lock<std::mutex>& lock);
    void answer(Shared::Question question, std::unique_lock<std::mutex>& lock);
    void save(Shared::Snapshot snapshot, std::unique_lock<std::mutex>& lock);
    Result<> start();
    Result<Picture> render(Frame frame, Size size);
    Result<> remember(const Step& step);
    bool mayRoll(Frame at, Frame goal);
    void take();
    void fail(std::string sentence);
    Frame loopBegin() const { return std::clamp<Frame>(m_wish.loopBegin, 0, lastFrame()); }
    Frame loopEnd() const
    {
        return m_wish.loopEnd < 0 ? lastFrame() : std::clamp<Frame>(m_wish.loopEnd, loopBegin(), lastFrame());
    }
    Frame lastFrame() const { return std::max<Frame>(0, m_wish.graph->frames - 1); }

    std::shared_ptr<Shared> m;
    DeviceOptions m_device;
    std::unique_ptr<Renderer> m_renderer;

    Wish m_wish; ///< the newest that was taken
    std::uint64_t m_taken = 0;
    std::shared_ptr<const Graph> m_graph; ///< with the stand-ins
    Frame m_position = 0; ///< where to be
    std::uint64_t m_seek = 0;
    bool m_wasPlaying = false;
    Moment m_due; ///< of the next frame while playing
    Shown m_shown;
    Picture m_picture;
    struct PictureOf {
        std::shared_ptr<const Graph> graph;
        std::shared_ptr<const NodeTypes> types;
        NodeId node;
        Frame frame = -1;
        Size size;
        friend bool operator==(const PictureOf&, const PictureOf&) = default;
    };
    PictureOf m_pictureOf;
    Pace m_pace;
    std::deque<Moment> m_finished; ///< of the last second of playing
    Moment m_rollSaid;

    // The memory before the frame that is shown and before the loop's first: to render them again without going on.
    struct Mark {
        std::shared_ptr<const Renderer::Mark> memory;
        Frame frame = -1;
        std::shared_ptr<const Graph> graph;
    };
    Mark m_before, m_loopStart;
    /// Whether earlier frames may be rendered on the way: only after it was seen that they are needed.
    enum class Rolls { Ask, Wanted, Allowed } m_rolls = Rolls::Ask;
};

RenderLoop::RenderLoop(const DeviceOptions& options, std::function<void()> wake)
    : m(std::make_shared<Shared>())
{
    m->wake = std::move(wake);
    std::thread([shared = m, options] {
        Thread(shared, options).run();
        std::lock_guard lock(shared->mutex);
        shared->hasEnded = true;
        shared->ended.notify_all();
    }).detach();
}

RenderLoop::~RenderLoop()
{
    std::unique_lock lock(m->mutex);
    m->quit = true;
    m->wake = nullptr;
    m->changed.notify_all();
    if (!m->ended.wait_for(lock, goodbye, [this] { return m->hasEnded; })) {
        leftBehind = true;
        log(Level::Info, "window", "The renderer was left in the middle of a frame.");
    }
}

bool RenderLoop::wasLeftBehind()
{
    return leftBehind;
}

void RenderLoop::leaveBehind()
{
    leftBehind = true;
}

void RenderLoop::wish(Wish wish)
{
    std::lock_guard lock(m->mutex);
    m->wish = std::move(wish);
    m->told(m->wishes);
}

void RenderLoop::ask(const void* viewer, Size pixels)
{
    std::lock_guard lock(m->mutex);
    if (pixels.width < 1 || pixels.height < 1)
        m->asked.erase(viewer);
    else
        m->asked[viewer] = pixels;
    m->changed.notify_all();
}

void RenderLoop::lookAgain()
{
    std::lock_guard lock(m->mutex);
    m->changed.notify_all();
}

RenderLoop::Report RenderLoop::report() const
{
    std::lock_guard lock(m->mutex);
    return m->report;
}

const std::shared_ptr<SharedImage>& RenderLoop::pictures() const
{
    return m->pictures;
}

void RenderLoop::restart()
{
    std::lock_guard lock(m->mutex);
    m->restart = true;
    m->told(m->wishes);
}

void RenderLoop::loseDeviceForTest()
{
    std::lock_guard lock(m->mutex);
    m->lose = true;
    m->told(m->wishes);
}

void RenderLoop::probe(double x, double y, std::function<void(const Probe&)> answer)
{
    std::lock_guard lock(m->mutex);
    m->question = {x, y, std::move(answer)};
    m->changed.notify_all();
}

void RenderLoop::snapshot(const std::filesystem::path& path, std::function<void(Result<>)> answer)
{
    std::lock_guard lock(m->mutex);
    m->snapshots.push_back({path, std::move(answer)});
    m->changed.notify_all();
}

void RenderLoop::Thread::run()
{
    std::unique_lock lock(m->mutex);
    // The window is made first: a device takes what both of two cores have.
    m->changed.wait(lock, [this] { return m->quit || m->wishes > 0; });
    if (!m->quit) {
        lock.unlock();
        if (auto started = start(); !started)
            fail(started.error().message);
        lock.lock();
    }
    while (!m->quit) {
        if (m->question) {
            Shared::Question question = std::move(*m->question);
            m->question.reset();
            answer(std::move(question), lock);
            continue;
        }
        take();
        if (!m->snapshots.empty()) {
            Shared::Snapshot snapshot = std::move(m->snapshots.front());
            m->snapshots.pop_front();
            save(std::move(snapshot), lock);
            continue;
        }
        Step step = next(Clock::now());
        if (step.kind == Step::Kind::Picture)
            picture(step, lock);
        else if (step.at)
            m->changed.wait_until(lock, *step.at);
        else
            m->changed.wait(lock);
    }
    lock.unlock();
    // While the last picture goes, its device must still be there.
    m_picture = {};
    m_before = m_loopStart = {};
    m->pictures->letGo();
    m_renderer.reset();
}

// With the lock: what changed since the last look.
void RenderLoop::Thread::take()
{
    if (m->lose && m_renderer)
        m_renderer->device().loseForTest();
    m->lose = false;
    if (m_taken == m->wishes)
        return;
    m_taken = m->wishes;
    bool other = m->wish.graph != m_wish.graph || m->wish.standIns != m_wish.standIns;
    bool nothingBefore = !m_wish.graph;
    m_wish = m->wish;
    if (m_wish.seek != m_seek) {
        m_seek = m_wish.seek;
        m_position = m_wish.frame;
        m_due = Clock::now();
    }
    if (m_wish.playing && !m_wasPlaying) {
        m_due = Clock::now();
        m_finished.clear();
    }
    m_wasPlaying = m_wish.playing;
    if (!m_wish.graph)
        return;
    m_position = std::clamp<Frame>(m_position, 0, lastFrame());
    if (nothingBefore)
        m_pace.reset();
    if (!other)
        return;
    auto graph = m_wish.graph;
    if (!m_wish.standIns.empty()) {
        auto changed = std::make_shared<Graph>(*m_wish.graph);
        for (const auto& [id, model] : m_wish.standIns) {
            if (auto node = changed->nodes.find(id); node != changed->nodes.end()) {
                node->second.values.set("model", model);
                node->second.keys.erase("model");
            }
        }
        graph = std::move(changed);
    }
    if (!m_graph || !looksTheSame(*m_graph, *graph))
        m_graph = std::move(graph);
}

// With the lock.
RenderLoop::Thread::Step RenderLoop::Thread::next(Moment now)
{
    Step step;
    Size most;
    for (const auto& [viewer, pixels] : m->asked) {
        if (std::int64_t(pixels.width) * pixels.height > std::int64_t(most.width) * most.height)
            most = pixels;
    }
    if (!m_wish.graph || !m_wish.types || most.width < 1)
        return step;
    Moment stillAt = m->lastWish + stillness;
    step.moves = m_wish.playing || now < stillAt;
    step.reduction = step.moves ? m_pace.reduction() : 1;
    step.size = fitting(m_wish.graph->size, {most.width / step.reduction, most.height / step.reduction});
    bool fresh = m_shown.wishes == m_taken && m_shown.size == step.size && !m->pictures->isBehind();
    if (m_wish.playing) {
        if (fresh && m_shown.failed)
            return step;
        if (now < m_due) {
            step.at = m_due;
            return step;
        }
        // The frame that was sought comes first, then one after the other.
        bool there = m_shown.frame == m_position && m_shown.wishes != 0 && !m_shown.failed;
        step.frame = there ? m_position + 1 : m_position;
        if (step.frame > loopEnd() || (there && step.frame < loopBegin()))
            step.frame = loopBegin();
        // A loop of one frame stands still.
        if (fresh && step.frame == m_shown.frame)
            return step;
        step.kind = Step::Kind::Picture;
        return step;
    }
    step.frame = m_position;
    if (fresh && m_shown.frame == m_position) {
        if (step.reduction > 1)
            step.at = stillAt;
        return step;
    }
    step.kind = Step::Kind::Picture;
    return step;
}

Result<> RenderLoop::Thread::start()
{
    RendererOptions options;
    options.device = m_device;
    options.mayRoll = [this](Frame at, Frame goal) { return mayRoll(at, goal); };
    // Those of the newest wish, whatever work it is of.
    Materials materials{.file = [this](const std::string& sha256) { return m_wish.materials.file(sha256); },
        .dataset = [this](const std::string& hash) { return m_wish.materials.dataset(hash); },
        .modelHasMemory = [this](const std::string& sha256) { return m_wish.materials.modelHasMemory(sha256); }};
    TRY(m_renderer, Renderer::create(std::move(materials), options));
    std::lock_guard lock(m->mutex);
    m->report.device = m_renderer->device().name();
    m->report.isSoftware = m_renderer->device().isSoftware();
    if (m->wake)
        m->wake();
    return {};
}

bool RenderLoop::Thread::mayRoll(Frame at, Frame goal)
{
    if (m_rolls != Rolls::Allowed) {
        m_rolls = Rolls::Wanted;
        return false;
    }
    std::lock_guard lock(m->mutex);
    if (m->quit)
        return false;
    // Ways to look at it, and where the loop ends, can wait.
    if (m->wishes != m_taken
        && (m->wish.seek != m_wish.seek || m->wish.graph != m_wish.graph || m->wish.node != m_wish.node
            || m->wish.standIns != m_wish.standIns))
        return false;
    m->report.rolledTo = at;
    m->report.rollsTo = goal;
    if (millisecondsSince(m_rollSaid) > 100) {
        m_rollSaid = Clock::now();
        if (m->wake)
            m->wake();
    }
    return true;
}

Result<Picture> RenderLoop::Thread::render(Frame frame, Size size)
{
    NodeId node = m_wish.node.empty() || !m_graph->nodes.contains(m_wish.node) ? m_graph->output() : m_wish.node;
    if (node.empty())
        return m_renderer->render(*m_graph, *m_wish.types, frame, size);
    return m_renderer->renderNode(*m_graph, node, *m_wish.types, frame, size);
}

// m_picture for that step. Nodes with memory are where a run from the start would have them: rendering the same frame once
// more, with other pixels, does not let them go on, and a loop begins as it began before.
Result<> RenderLoop::Thread::remember(const Step& step)
{
    PictureOf wanted{m_graph, m_wish.types, m_wish.node, step.frame, step.size};
    if (m_pictureOf == wanted && !m_renderer->device().isLost())
        return {};
    m_pictureOf = {};
    if (m_before.frame == step.frame && m_before.graph == m_graph) {
        m_renderer->goBack(m_before.memory);
    } else if (m_loopStart.frame == step.frame && m_loopStart.graph == m_graph) {
        m_renderer->goBack(m_loopStart.memory);
        m_before = m_loopStart;
    } else {
        m_before = {m_renderer->mark(), step.frame, m_graph};
    }
    m_rolls = Rolls::Ask;
    auto made = render(step.frame, step.size);
    if (!made && m_rolls == Rolls::Wanted) {
        // Frames before it are needed: all but the last first, so that its own beginning can be kept.
        m_before = {};
        m_rolls = Rolls::Allowed;
        TRY([[maybe_unused]] auto earlier, render(step.frame - 1, step.size));
        m_before = {m_renderer->mark(), step.frame, m_graph};
        made = render(step.frame, step.size);
    }
    TRY(m_picture, std::move(made));
    m_pictureOf = std::move(wanted);
    if (step.frame == loopBegin())
        m_loopStart = m_before;
    return {};
}

// Takes the lock away while it renders.
void RenderLoop::Thread::picture(const Step& step, std::unique_lock<std::mutex>& lock)
{
    std::uint64_t wishes = m_taken, seek = m_seek;
    bool restart = m->restart;
    m->restart = false;
    lock.unlock();
    Moment began = Clock::now();
    auto result = [&]() -> Result<> {
        if (restart)
            m_renderer.reset();
        if (!m_renderer)
            TRY_DO(start());
        for (int tries = 0;; ++tries) {
            TRY_DO(remember(step));
            auto shown = m_renderer->show(m_picture, step.size, m_wish.view, *m->pictures);
            // Lost between the two: rendering again starts another device.
            if (shown || tries > 0 || shown.error().code != Error::Code::Device)
                return shown;
            m_pictureOf = {};
        }
    }();
    if (!result && result.error().code == Error::Code::Device) {
        // Everything of a device that is lost for good goes; another one is tried when something else is wished.
        m_picture = {};
        m_pictureOf = {};
        m_before = m_loopStart = {};
        m->pictures->letGo();
        m_renderer.reset();
    }
    double took = millisecondsSince(began);
    bool usual = result && m_shown.size == step.size && m_rolls != Rolls::Allowed;
    lock.lock();
    m->report.rolledTo = m->report.rollsTo = -1;
    if (!result && result.error().code == Error::Code::Cancelled)
        return;
    m_shown = {wishes, step.size, step.frame, !result};
    m_position = step.frame;
    if (!result) {
        if (result.error().message != m->report.failure)
            log(Level::Info, "window", result.error().message);
        m->report.failure = result.error().message;
        if (m->wake)
            m->wake();
        return;
    }
    if (usual && step.moves)
        m_pace.took(took);
    Moment now = Clock::now();
    if (m_wish.playing) {
        // Late ones are not made up for.
        double each = 1 / std::max(0.1, double(m_wish.graph->rate.numerator) / double(m_wish.graph->rate.denominator));
        m_due = std::max(later(m_due, each), later(began, each * 0.5));
        m_finished.push_back(now);
        while (m_finished.size() > 2 && now - m_finished.front() > std::chrono::seconds(1))
            m_finished.pop_front();
        double span = std::chrono::duration<double>(now - m_finished.front()).count();
        m->report.framesPerSecond = span > 0 ? double(m_finished.size() - 1) / span : 0;
    } else {
        m->report.framesPerSecond = 0;
    }
    ++m->report.pictures;
    m->report.frame = step.frame;
    m->report.seek = seek;
    m->report.milliseconds = took;
    m->report.reduction = step.reduction;
    m->report.failure.clear();
    if (m->wake)
        m->wake();
}

void RenderLoop::Thread::fail(std::string sentence)
{
    std::lock_guard lock(m->mutex);
    log(Level::Warning, "window", sentence);
    m->report.failure = std::move(sentence);
    if (m->wake)
        m->wake();
}

void RenderLoop::Thread::answer(Shared::Question question, std::unique_lock<std::mutex>& lock)
{
    lock.unlock();
    if (m_renderer && m_picture.image && m_wish.graph) {
        auto at = [](double place, int edge) { return std::clamp(int(std::floor(place * edge)), 0, edge - 1); };
        Size size = m_picture.image->size(), work = m_wish.graph->size;
        auto light = m_renderer->pixel(m_picture, at(question.x, size.width), at(question.y, size.height));
        if (light)
            question.answer({*light, at(question.x, work.width), at(question.y, work.height)});
    }
    lock.lock();
}

void RenderLoop::Thread::save(Shared::Snapshot snapshot, std::unique_lock<std::mutex>& lock)
{
    lock.unlock();
    auto result = [&]() -> Result<> {
        if (!m_wish.graph || !m_wish.types)
            return Error{Error::Code::Invalid, text("There is no picture yet that could be kept.")};
        if (!m_renderer)
            TRY_DO(start());
        Size size = m_wish.graph->size;
        // Nodes with memory are as they were when the frame that is seen was rendered, and afterwards as they are.
        auto now = m_renderer->mark();
        if (m_before.frame == m_position && m_before.graph == m_graph)
            m_renderer->goBack(m_before.memory);
        auto kept = [&]() -> Result<> {
            m_rolls = Rolls::Allowed;
            TRY(auto picture, render(m_position, size));
            TRY(auto image, m_renderer->delivered(picture, size, Image::Format::Rgba8, Renderer::Background::Transparent));
            return writePng(snapshot.path, image);
        }();
        m_renderer->goBack(now);
        return kept;
    }();
    snapshot.answer(std::move(result));
    lock.lock();
}

} // namespace opificio
