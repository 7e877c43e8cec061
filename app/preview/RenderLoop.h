#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "render/Renderer.h"

namespace opificio {

/// The largest size of the work's own shape inside the box, never larger than the work. Where that costs little it is of
/// exactly that shape, so that models with a grid of cells have the same grid at every size.
Size fitting(Size work, Size box);

/// The thread that renders what is looked at, and its mailbox: the newest wish counts, older ones are dropped. Calls go
/// in from any thread and return at once; out comes a wake-up, which should only post, and then report() and pictures().
/// Nothing is done while nothing is wished, changes or plays, or nobody looks.
class RenderLoop {
public:
    struct Wish {
        std::shared_ptr<const Graph> graph; ///< null: nothing is open
        std::shared_ptr<const NodeTypes> types;
        Materials materials;
        NodeId node; ///< empty: the output
        Frame frame = 0; ///< where to be, when `seek` is another one than before
        std::uint64_t seek = 0;
        bool playing = false;
        Frame loopBegin = 0, loopEnd = -1; ///< both included; -1: the work's last
        ViewSettings view;
        /// The setting `model` of these nodes is another one while they are looked at.
        std::map<NodeId, std::string> standIns;
    };
    struct Report {
        std::uint64_t pictures = 0; ///< finished so far
        Frame frame = 0; ///< of the newest
        std::uint64_t seek = 0; ///< that it answers
        double milliseconds = 0; ///< that it took
        double framesPerSecond = 0; ///< while playing
        int reduction = 1; ///< 2 and 4: an edge has a half or a quarter of the pixels that were asked for
        Frame rolledTo = -1, rollsTo = -1; ///< while earlier frames are rendered because nodes remember them
        std::string failure; ///< a sentence; empty when the newest wish could be fulfilled
        std::string device; ///< empty before it has started
        bool isSoftware = false;
    };
    struct Probe {
        std::array<float, 4> light = {}; ///< scene-linear, straight alpha
        int x = 0, y = 0; ///< in pixels of the work
    };

    /// The device is started on the thread.
    RenderLoop(const DeviceOptions& options, std::function<void()> wake);
    /// Waits a second at most. A thread that is deep in a frame is left behind; see wasLeftBehind().
    ~RenderLoop();
    RenderLoop(const RenderLoop&) = delete;
    RenderLoop& operator=(const RenderLoop&) = delete;

    void wish(Wish wish);
    /// How many pixels somebody can show; the most that anybody asks for are rendered. Nothing: does not look any more.
    void ask(const void* viewer, Size pixels);
    /// The way of the pictures has changed: see SharedImage::isBehind().
    void lookAgain();
    Report report() const;
    const std::shared_ptr<SharedImage>& pictures() const;
    /// Starts the device again after it failed for good.
    void restart();

    /// What the newest picture holds at a place, 0 to 1 from its top left. Only the newest question is answered; on the
    /// thread.
    void probe(double x, double y, std::function<void(const Probe&)> answer);
    /// The frame that is shown, at the work's full size and without the ways to look at it, as PNG; answered on the thread.
    void snapshot(const std::filesystem::path& path, std::function<void(Result<>)> answer);

    /// As after a real loss of the device.
    void loseDeviceForTest();
    /// Whether a thread of this process was left in the middle of a frame: then main() ends by std::_Exit, because it still
    /// uses what exit() takes down.
    static bool wasLeftBehind();
    /// Others who render say so of their threads.
    static void leaveBehind();

private:
    struct Shared;
    class Thread;
    std::shared_ptr<Shared> m;
};

} // namespace opificio
