#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/Rate.h"
#include "gpu/GpuImage.h"
#include "image/Image.h"

namespace opificio {

struct DeviceOptions {
    /// Core and synchronisation validation; what the layer says goes to log(Level::Error, "gpu", ...).
    bool validation = false;
    /// A wait that lasts longer marks the device as lost: a driver that hangs must not take the program along.
    Seconds watchdogSeconds = 180;
    /// Memory kept for reuse after pictures were dropped; 0: as much as suits the device, little where its memory is the
    /// computer's own.
    std::size_t poolBytes = 0;
    /// Of a device that is the processor: its threads, and the one that makes it, stand back by so many steps (nice(1)), so that
    /// a window keeps its pace. Other devices have queues of their own and nothing is done.
    int standsBack = 0;
};

/// Which graphics device this is, and which driver runs it, for every program on this machine: memory goes from one Vulkan
/// device to another only where both are the same.
struct DeviceIdentity {
    std::array<std::uint8_t, 16> device = {}, driver = {};
    friend bool operator==(const DeviceIdentity&, const DeviceIdentity&) = default;
};

/// One Vulkan 1.3 device, its queue, its memory and its cache of pipelines: the engine's own, never the window's.
/// Any thread; calls of several threads wait for each other.
///
///     TRY(auto device, Device::create());
///     TRY(auto picture, device->upload(image));              // then passes: see gpu/Recorder.h
///     TRY(auto result, device->download(*picture));
///
/// When a call fails with Error::Code::Device the device is lost for good: drop it and its pictures, create another.
class Device {
public:
    static Result<std::shared_ptr<Device>> create(const DeviceOptions& options = {});
    ~Device();

    const std::string& name() const;
    /// True where the processor does the work (lavapipe): slow, and an invocation ends after 65,535 loop turns.
    bool isSoftware() const;
    const DeviceIdentity& identity() const;
    /// Whether pictures can be handed to another Vulkan device; see gpu/SharedImage.h.
    bool canShare() const;
    /// How gladly create() takes a device, by two numbers that Vulkan tells of it (VkPhysicalDeviceType and apiVersion): the
    /// first of those with the highest rank is taken; below 0 it cannot be used. So that the window can take the same one.
    static int rank(int type, std::uint32_t apiVersion);
    bool isLost() const;
    /// From now on everything fails as after a real loss.
    void loseForTest();
    /// Turns that all loops of one shader invocation may make together (see gpu/Translator.h).
    int loopBudget() const;

    /// A copy of `image` on the device: same size, format and space. Blocks.
    Result<GpuImagePtr> upload(const Image& image);
    /// The copy back, bit for bit. Blocks.
    Result<Image> download(const GpuImage& image);

    Result<GpuBufferPtr> buffer(std::size_t bytes);
    /// `offset` and the size of `bytes` in bytes, inside the buffer. Blocks.
    Result<> write(GpuBuffer& buffer, std::span<const std::byte> bytes, std::size_t offset = 0);
    Result<> read(const GpuBuffer& buffer, std::span<std::byte> bytes, std::size_t offset = 0);

    /// Bytes that live pictures and buffers hold, and bytes kept for reuse.
    std::size_t usedBytes() const;
    std::size_t pooledBytes() const;

    DeviceState& state() const { return *m_state; }
    const std::shared_ptr<DeviceState>& sharedState() const { return m_state; }

private:
    explicit Device(std::shared_ptr<DeviceState> state)
        : m_state(std::move(state))
    {
    }
    std::shared_ptr<DeviceState> m_state;
};

} // namespace opificio
