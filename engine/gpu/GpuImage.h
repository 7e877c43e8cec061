#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <memory>

#include "image/Image.h"

namespace opificio {

struct DeviceState;

/// A picture in the memory of a device, never changed once it was handed out. Row 0 is the top. Any thread may hold
/// and drop one; the memory goes back to the device's pool when the last holder drops it. It keeps the device's
/// memory alive, so dropping the Device first is fine. A picture of a lost device can only be dropped.
class GpuImage {
public:
    ~GpuImage();
    GpuImage(const GpuImage&) = delete;
    GpuImage& operator=(const GpuImage&) = delete;

    Size size() const { return m_size; }
    Image::Format format() const { return m_format; }
    /// A tag that travels along; nothing is converted because of it.
    ColourSpace space() const { return m_space; }
    std::size_t bytes() const { return std::size_t(m_size.width) * m_size.height * Image::bytesPerPixel(m_format); }
    /// Never used twice in a process: fit as a cache key.
    std::uint64_t serial() const { return m_serial; }

private:
    friend struct GpuImageAccess;
    struct Memory;
    GpuImage() = default;

    std::shared_ptr<DeviceState> m_device;
    std::unique_ptr<Memory> m_memory;
    Size m_size;
    Image::Format m_format = Image::Format::Rgba8;
    ColourSpace m_space = ColourSpace::Display;
    std::uint64_t m_serial = 0;
};

using GpuImagePtr = std::shared_ptr<const GpuImage>;

/// Numbers in the memory of a device, read and written by compute kernels. Fresh ones are filled with zeros.
class GpuBuffer {
public:
    ~GpuBuffer();
    GpuBuffer(const GpuBuffer&) = delete;
    GpuBuffer& operator=(const GpuBuffer&) = delete;
    std::size_t bytes() const { return m_bytes; }

private:
    friend struct GpuImageAccess;
    struct Memory;
    GpuBuffer() = default;

    std::shared_ptr<DeviceState> m_device;
    std::unique_ptr<Memory> m_memory;
    std::size_t m_bytes = 0;
};

using GpuBufferPtr = std::shared_ptr<GpuBuffer>;

} // namespace opificio
