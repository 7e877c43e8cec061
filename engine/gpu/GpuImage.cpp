// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Vulkan.h"

#include "base/Text.h"

#include <atomic>

namespace opificio {

GpuImage::~GpuImage()
{
    if (m_memory)
        m_device->giveImage(vulkanFormat(m_format), m_size, *m_memory);
}

GpuBuffer::~GpuBuffer()
{
    if (m_memory)
        m_device->giveBuffer(*m_memory);
}

Result<std::shared_ptr<GpuImage>> GpuImageAccess::make(
    const std::shared_ptr<DeviceState>& device, Size size, Image::Format format, ColourSpace space)
{
    if (device->lost)
        return device->lostError();
    int limit = int(device->limits.maxImageDimension2D);
    if (size.width < 1 || size.height < 1)
        return Error{Error::Code::Invalid, text("A picture needs at least one pixel.")};
    if (size.width > limit || size.height > limit)
        return Error{Error::Code::TooLarge,
            text("A picture of {0} by {1} pixels is too large for the graphics device: at most {2} along an edge.", size.width,
                size.height, limit)};
    static std::atomic<std::uint64_t> serial = 0;
    VkImageUsageFlags usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
    // 16-bit integers are for uploads: devices need not draw to them.
    if (format != Image::Format::Rgba16)
        usage |= VK_IMAGE_USAGE_STORAGE_BIT | VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
    TRY(auto memory, device->takeImage(vulkanFormat(format), size, usage));
    std::shared_ptr<GpuImage> image(new GpuImage);
    image->m_memory = std::make_unique<GpuImage::Memory>(GpuImage::Memory{memory});
    image->m_device = device;
    image->m_size = size;
    image->m_format = format;
    image->m_space = space;
    image->m_serial = ++serial;
    return image;
}

Result<std::shared_ptr<GpuBuffer>> GpuImageAccess::makeBuffer(const std::shared_ptr<DeviceState>& device, std::size_t bytes)
{
    if (device->lost)
        return device->lostError();
    if (bytes == 0 || bytes > device->limits.maxStorageBufferRange)
        return Error{Error::Code::TooLarge, text("The graphics device has no buffers of {0} bytes.", bytes)};
    // Whole words: fills and copies work in words.
    TRY(auto memory, device->takeBuffer((bytes + 3) / 4 * 4));
    std::shared_ptr<GpuBuffer> buffer(new GpuBuffer);
    buffer->m_memory = std::make_unique<GpuBuffer::Memory>(GpuBuffer::Memory{memory});
    buffer->m_device = device;
    buffer->m_bytes = bytes;
    return buffer;
}

} // namespace opificio
