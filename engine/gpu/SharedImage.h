#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <memory>
#include <vector>

#include "gpu/Device.h"
#include "gpu/Kernel.h"
#include "gpu/Recorder.h"
#include "image/Image.h"

namespace opificio {

/// A picture that one thread draws again and again and that windows show with graphics devices of their own: the meeting
/// place between the two. What was drawn is handed over as memory of the graphics device where that is possible, and
/// copied otherwise. It outlives every device: after a loss the next draw() begins a new generation, and what is shown
/// stays shown.
///
///     TRY_DO(shared->draw(*device, *kernel, {1280, 720}, {{0, picture}}));   // the engine's thread
///     SharedImage::Lease lease = shared->latest();                           // a window's thread
class SharedImage {
public:
    /// The pictures of one generation as another device on the same GPU imports them: each an optimally tiled image of
    /// one level with memory of its own. Numbers are Vulkan's. Nothing changes after it was made.
    struct Set {
        struct Slot {
            int file = -1; ///< an OPAQUE_FD; the set closes it, importers duplicate it
            std::uint64_t bytes = 0;
            std::uint32_t memoryType = 0;
        };
        std::uint64_t generation = 0; ///< rises by one with each set of the process
        Size size;
        std::uint32_t format = 0, usage = 0;
        DeviceIdentity identity;
        std::vector<Slot> slots;

        Set() = default;
        Set(const Set&) = delete;
        Set& operator=(const Set&) = delete;
        ~Set();
    };
    /// Why a picture comes as a copy.
    enum class Copied { No, Asked, CannotShare };
    /// A finished picture: Display-encoded Rgba8. While a lease is held nobody draws over it, so it is held until the
    /// last frame that shows it has left the screen's device.
    struct Lease {
        std::uint64_t serial = 0; ///< rises with each picture; 0: there is none yet
        Size size;
        std::shared_ptr<const Set> set; ///< null where it is copied
        int slot = -1;
        Image copy; ///< null where it is shared
        Copied copied = Copied::No;
        std::shared_ptr<const void> hold;
    };

    SharedImage();
    ~SharedImage();

    /// The newest picture. Any thread, at once.
    Lease latest() const;
    /// From now on pictures come as copies: somebody who shows them cannot import. Any thread.
    void askForCopies();
    /// Copies were asked for, and the newest is none: it should be drawn again. Any thread.
    bool isBehind() const;

    /// Draws, waits until the device has finished, and only then makes it the newest: into a slot that nobody holds, of a
    /// new set where device, size or the number of those who look have changed. One thread at a time.
    Result<> draw(Device& device, const FragmentKernel& kernel, Size size, const std::vector<Binding>& bindings);
    /// Gives back what the drawing side holds, the device included; leases stay good. On the thread that draws.
    void letGo();

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace opificio
