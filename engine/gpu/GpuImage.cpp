// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Vulkan.h"

#include "base/Text.h"

#include <atomic>

namespace opificio {

GpuImage::~GpuImage()
{
    if (!m_memory)
        return;
    if (m_memory->isShared) {
        m_device->used -= m_memory->bytes;
        m_device->destroy(*m_memory);
    } else {
        m_device->giveImage(vulkanFormat(m_format), m_size, *m_memory);
    }
}

GpuBuffer::~GpuBuffer()
{
    if (m_memory)
        m_device->giveBuffer(*m_memory);
}

namespace {

Result<> fits(const DeviceState& device, Size size)
{
    if (device.lost)
        return device.lostError();
    int limit = int(device.limits.maxImageDimension2D);
    if (size.width < 1 || size.height < 1)
        return Error{Error::Code::Invalid, text("A picture needs at least one pixel.")};
    if (size.width > limit || size.height > limit)
        return Error{Error::Code::TooLarge,
            text("A picture of {0} by {1} pixels is too large for the graphics device: at most {2} along an edge.", size.width,
                size.height, limit)};
    return {};
}

std::uint64_t nextSerial()
{
    static std::atomic<std::uint64_t> serial = 0;
    return ++serial;
}

} // namespace

Result<std::shared_ptr<GpuImage>> GpuImageAccess::make(
    const std::shared_ptr<DeviceState>& device, Size size, Image::Format format, ColourSpace space)
{
    TRY_DO(fits(*device, size));
    VkImageUsageFlags usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
    // 16-bit integers are for uploads: devices need not draw to them.
    if (format != Image::Format::Rgba16)
        usage |= VK_IMAGE_USAGE_STORAGE_BIT | VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
    TRY(auto memory, device->takeImage(vulkanFormat(format), size, usage));
    std::shared_ptr<GpuImage> image(new GpuImage);
    image->m_memory = std::make_unique<GpuImage::Memory>(GpuImage::Memory{memory, false});
    image->m_device = device;
    image->m_size = size;
    image->m_format = format;
    image->m_space = space;
    image->m_serial = nextSerial();
    return image;
}

Result<std::shared_ptr<const GpuImage>> GpuImageAccess::makeShared(
    const std::shared_ptr<DeviceState>& device, Size size, int& file, std::uint64_t& bytes, std::uint32_t& memoryType)
{
    TRY_DO(fits(*device, size));
    std::shared_ptr<GpuImage> image(new GpuImage);
    image->m_device = device;
    image->m_size = size;
    image->m_format = Image::Format::Rgba8;
    image->m_space = ColourSpace::Display;
    image->m_serial = nextSerial();
    image->m_memory = std::make_unique<GpuImage::Memory>();
    // From here on the picture's end cleans up, whatever fails.
    GpuImage::Memory& memory = *image->m_memory;
    memory.isShared = true;
    VkExternalMemoryImageCreateInfo external{VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_IMAGE_CREATE_INFO};
    external.handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    VkImageCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO};
    info.pNext = &external;
    info.imageType = VK_IMAGE_TYPE_2D;
    info.format = sharedFormat;
    info.extent = {std::uint32_t(size.width), std::uint32_t(size.height), 1};
    info.mipLevels = info.arrayLayers = 1;
    info.samples = VK_SAMPLE_COUNT_1_BIT;
    info.tiling = VK_IMAGE_TILING_OPTIMAL;
    info.usage = sharedUsage;
    TRY_DO(device->check(vkCreateImage(device->device, &info, nullptr, &memory.image)));
    VkMemoryRequirements requirements;
    vkGetImageMemoryRequirements(device->device, memory.image, &requirements);
    VkMemoryDedicatedAllocateInfo dedicated{VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO};
    dedicated.image = memory.image;
    VkExportMemoryAllocateInfo exported{VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO};
    exported.pNext = &dedicated;
    exported.handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    TRY(memory.memory, device->allocate(requirements, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0, &exported, &memoryType));
    memory.bytes = bytes = requirements.size;
    device->used += memory.bytes;
    TRY_DO(device->check(vkBindImageMemory(device->device, memory.image, memory.memory, 0)));
    VkImageViewCreateInfo view{VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO};
    view.image = memory.image;
    view.viewType = VK_IMAGE_VIEW_TYPE_2D;
    view.format = sharedFormat;
    view.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    TRY_DO(device->check(vkCreateImageView(device->device, &view, nullptr, &memory.view)));
    VkMemoryGetFdInfoKHR get{VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR};
    get.memory = memory.memory;
    get.handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    TRY_DO(device->check(device->memoryFile(device->device, &get, &file)));
    return std::shared_ptr<const GpuImage>(std::move(image));
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
