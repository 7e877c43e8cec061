// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/SharedImage.h"

#include "base/Log.h"
#include "gpu/Vulkan.h"

#include <atomic>
#include <mutex>

#include <unistd.h>

namespace opificio {

namespace {

// What one view may hold at a time (what it shows, what a frame under way still shows, what comes next), the newest, and
// the one that is being drawn.
constexpr std::size_t slotsOfOneView = 3, slotsBeside = 2;
// Enough for ten views; more would be leases that nobody gives back.
constexpr std::size_t mostSlots = 10 * slotsOfOneView + slotsBeside;

// The drawing side of a slot.
struct Target {
    std::shared_ptr<const GpuImage> image;
    std::shared_ptr<const int> token; ///< copied into every lease
};

} // namespace

SharedImage::Set::~Set()
{
    for (const Slot& slot : slots) {
        if (slot.file >= 0)
            ::close(slot.file);
    }
}

struct SharedImage::Private {
    // The drawing thread's own.
    std::vector<Target> targets;
    std::shared_ptr<const Set> set;
    std::shared_ptr<DeviceState> device;
    bool refused = false; ///< that device did not hand memory over when asked to

    // Guards: everything below, and taking a token.
    mutable std::mutex mutex;
    Lease newest;
    bool copiesAsked = false;

    Result<std::size_t> freeSlot(Device& from, Size size);
    Result<> renew(Device& from, Size size, std::size_t slots);
    void publish(Lease lease)
    {
        std::lock_guard lock(mutex);
        lease.serial = newest.serial + 1;
        newest = std::move(lease);
    }
};

SharedImage::SharedImage()
    : m(std::make_unique<Private>())
{
}
SharedImage::~SharedImage() = default;

SharedImage::Lease SharedImage::latest() const
{
    std::lock_guard lock(m->mutex);
    return m->newest;
}

void SharedImage::askForCopies()
{
    std::lock_guard lock(m->mutex);
    m->copiesAsked = true;
}

bool SharedImage::isBehind() const
{
    std::lock_guard lock(m->mutex);
    return m->copiesAsked && m->newest.set;
}

void SharedImage::letGo()
{
    m->targets.clear();
    m->set.reset();
    m->device.reset();
    m->refused = false;
}

Result<> SharedImage::Private::renew(Device& from, Size size, std::size_t slots)
{
    static std::atomic<std::uint64_t> generations = 0;
    targets.clear();
    set.reset();
    device = from.sharedState();
    auto made = std::make_shared<Set>();
    made->generation = ++generations;
    made->size = size;
    made->format = sharedFormat;
    made->usage = sharedUsage;
    made->identity = from.identity();
    for (std::size_t i = 0; i < slots; ++i) {
        Set::Slot slot;
        TRY(auto image, GpuImageAccess::makeShared(device, size, slot.file, slot.bytes, slot.memoryType));
        made->slots.push_back(slot);
        targets.push_back({std::move(image), std::make_shared<const int>(0)});
    }
    set = std::move(made);
    return {};
}

Result<std::size_t> SharedImage::Private::freeSlot(Device& from, Size size)
{
    if (!set || device != from.sharedState() || set->size != size)
        TRY_DO(renew(from, size, slotsOfOneView + slotsBeside));
    {
        std::lock_guard lock(mutex);
        for (std::size_t i = 0; i < targets.size(); ++i) {
            // The newest holds one, too.
            if (targets[i].token.use_count() == 1)
                return i;
        }
    }
    // There is one more who looks than there are slots for.
    TRY_DO(renew(from, size, std::min(mostSlots, targets.size() + slotsOfOneView)));
    return std::size_t(0);
}

Result<> SharedImage::draw(Device& from, const FragmentKernel& kernel, Size size, const std::vector<Binding>& bindings)
{
    Copied copied = Copied::No;
    if (m->device != from.sharedState())
        m->refused = false;
    if (!from.canShare() || m->refused) {
        copied = Copied::CannotShare;
    } else {
        std::lock_guard lock(m->mutex);
        if (m->copiesAsked)
            copied = Copied::Asked;
    }

    if (copied == Copied::No) {
        auto slot = m->freeSlot(from, size);
        if (slot) {
            TRY(auto recorder, Recorder::begin(from));
            TRY_DO(recorder.drawShared(kernel, m->targets[*slot].image, bindings));
            TRY_DO(recorder.finish());
            Lease lease{.size = size, .set = m->set, .slot = int(*slot)};
            {
                std::lock_guard lock(m->mutex);
                lease.hold = m->targets[*slot].token;
            }
            m->publish(std::move(lease));
            return {};
        }
        letGo();
        if (from.isLost() || slot.error().code != Error::Code::Device)
            return slot.takeError();
        log(Level::Info, "gpu", slot.error().message);
        m->device = from.sharedState();
        m->refused = true;
        copied = Copied::CannotShare;
    }

    m->targets.clear();
    m->set.reset();
    m->device = from.sharedState();
    TRY(auto recorder, Recorder::begin(from));
    TRY(auto image, recorder.draw(kernel, size, Image::Format::Rgba8, ColourSpace::Display, bindings));
    TRY_DO(recorder.finish());
    TRY(auto copy, from.download(*image));
    m->publish({.size = size, .copy = std::move(copy), .copied = copied});
    return {};
}

} // namespace opificio
