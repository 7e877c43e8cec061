// SPDX-License-Identifier: GPL-3.0-or-later
// <QVulkanInstance> hides Vulkan's functions, so its own header comes first.
#include <vulkan/vulkan.h>

#include "ImportedSet.h"

#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QVulkanInstance>
#include <QtQuick/qsgtexture_platform.h>

#include <cstring>
#include <vector>

#include <unistd.h>

namespace opificio {

namespace {

// The window's device, seen from outside.
struct WindowDevice {
    QVulkanInstance* instance = nullptr;
    VkPhysicalDevice physical = VK_NULL_HANDLE;
    VkDevice device = VK_NULL_HANDLE;
    std::uint32_t family = 0;
    PFN_vkGetDeviceProcAddr find = nullptr;

    explicit WindowDevice(QQuickWindow& window)
    {
        QSGRendererInterface* renderer = window.rendererInterface();
        if (!renderer || renderer->graphicsApi() != QSGRendererInterface::Vulkan)
            return;
        auto resource = [&](QSGRendererInterface::Resource what) { return renderer->getResource(&window, what); };
        instance = static_cast<QVulkanInstance*>(resource(QSGRendererInterface::VulkanInstanceResource));
        auto* physicalAt = static_cast<VkPhysicalDevice*>(resource(QSGRendererInterface::PhysicalDeviceResource));
        auto* deviceAt = static_cast<VkDevice*>(resource(QSGRendererInterface::DeviceResource));
        if (!instance || !physicalAt || !deviceAt)
            return;
        physical = *physicalAt;
        find = ofInstance<PFN_vkGetDeviceProcAddr>("vkGetDeviceProcAddr");
        if (!find)
            return;
        device = *deviceAt;
        // Qt takes the first family that draws and presents, and does not tell.
        auto families = ofInstance<PFN_vkGetPhysicalDeviceQueueFamilyProperties>("vkGetPhysicalDeviceQueueFamilyProperties");
        std::uint32_t count = 0;
        families(physical, &count, nullptr);
        std::vector<VkQueueFamilyProperties> properties(count);
        families(physical, &count, properties.data());
        for (std::uint32_t i = 0; i < count; ++i) {
            if ((properties[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) && instance->supportsPresent(physical, i, &window)) {
                family = i;
                break;
            }
        }
    }
    template<typename Function> Function ofInstance(const char* name) const
    {
        return reinterpret_cast<Function>(instance->getInstanceProcAddr(name));
    }
    template<typename Function> Function ofDevice(const char* name) const
    {
        return reinterpret_cast<Function>(find(device, name));
    }
};

// Why pictures of that set cannot be taken over; empty where they can.
QString refusal(const WindowDevice& window, const SharedImage::Set& set)
{
    if (!window.device)
        return ImportedSet::tr("This window is not drawn with Vulkan.");
    QString otherDevice = ImportedSet::tr("This window is drawn by another graphics device than the pictures.");
    QString cannot = ImportedSet::tr("The graphics device of this window cannot take pictures over.");
    auto properties = window.ofInstance<PFN_vkGetPhysicalDeviceProperties2>("vkGetPhysicalDeviceProperties2");
    auto formats = window.ofInstance<PFN_vkGetPhysicalDeviceImageFormatProperties2>("vkGetPhysicalDeviceImageFormatProperties2");
    if (!properties || !formats)
        return cannot;
    VkPhysicalDeviceIDProperties id{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES};
    VkPhysicalDeviceProperties2 all{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2};
    all.pNext = &id;
    properties(window.physical, &all);
    if (all.properties.apiVersion < VK_API_VERSION_1_1)
        return cannot;
    if (std::memcmp(id.deviceUUID, set.identity.device.data(), 16) != 0
        || std::memcmp(id.driverUUID, set.identity.driver.data(), 16) != 0)
        return otherDevice;
    if (!window.ofDevice<PFN_vkVoidFunction>("vkGetMemoryFdKHR"))
        return cannot;
    VkPhysicalDeviceExternalImageFormatInfo external{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_IMAGE_FORMAT_INFO};
    external.handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    VkPhysicalDeviceImageFormatInfo2 info{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2};
    info.pNext = &external;
    info.format = VkFormat(set.format);
    info.type = VK_IMAGE_TYPE_2D;
    info.tiling = VK_IMAGE_TILING_OPTIMAL;
    info.usage = set.usage;
    VkExternalImageFormatProperties can{VK_STRUCTURE_TYPE_EXTERNAL_IMAGE_FORMAT_PROPERTIES};
    VkImageFormatProperties2 limits{VK_STRUCTURE_TYPE_IMAGE_FORMAT_PROPERTIES_2};
    limits.pNext = &can;
    if (formats(window.physical, &info, &limits) != VK_SUCCESS
        || !(can.externalMemoryProperties.externalMemoryFeatures & VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT))
        return cannot;
    return {};
}

} // namespace

struct ImportedSet::Private {
    WindowDevice window;
    std::shared_ptr<const SharedImage::Set> set;
    struct Slot {
        VkImage image = VK_NULL_HANDLE;
        VkDeviceMemory memory = VK_NULL_HANDLE;
        std::unique_ptr<QSGTexture> texture;
    };
    std::vector<Slot> slots;

    bool import(const SharedImage::Set::Slot& from, Slot& slot) const;
};

ImportedSet::ImportedSet() = default;

bool ImportedSet::Private::import(const SharedImage::Set::Slot& from, Slot& slot) const
{
    // Every field as where the picture was made.
    VkExternalMemoryImageCreateInfo external{VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_IMAGE_CREATE_INFO};
    external.handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    VkImageCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO};
    info.pNext = &external;
    info.imageType = VK_IMAGE_TYPE_2D;
    info.format = VkFormat(set->format);
    info.extent = {std::uint32_t(set->size.width), std::uint32_t(set->size.height), 1};
    info.mipLevels = info.arrayLayers = 1;
    info.samples = VK_SAMPLE_COUNT_1_BIT;
    info.tiling = VK_IMAGE_TILING_OPTIMAL;
    info.usage = set->usage;
    if (window.ofDevice<PFN_vkCreateImage>("vkCreateImage")(window.device, &info, nullptr, &slot.image) != VK_SUCCESS)
        return false;
    VkMemoryRequirements requirements;
    window.ofDevice<PFN_vkGetImageMemoryRequirements>("vkGetImageMemoryRequirements")(window.device, slot.image, &requirements);
    if (requirements.size > from.bytes)
        return false;
    VkMemoryDedicatedAllocateInfo dedicated{VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO};
    dedicated.image = slot.image;
    VkImportMemoryFdInfoKHR import{VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR};
    import.pNext = &dedicated;
    import.handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    import.fd = ::dup(from.file);
    if (import.fd < 0)
        return false;
    VkMemoryAllocateInfo allocate{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
    allocate.pNext = &import;
    allocate.allocationSize = from.bytes;
    allocate.memoryTypeIndex = from.memoryType;
    if (window.ofDevice<PFN_vkAllocateMemory>("vkAllocateMemory")(window.device, &allocate, nullptr, &slot.memory)
        != VK_SUCCESS) {
        // Only an import that works owns the file.
        ::close(import.fd);
        return false;
    }
    return window.ofDevice<PFN_vkBindImageMemory>("vkBindImageMemory")(window.device, slot.image, slot.memory, 0) == VK_SUCCESS;
}

std::unique_ptr<ImportedSet> ImportedSet::create(
    QQuickWindow& window, std::shared_ptr<const SharedImage::Set> set, QString& reason)
{
    WindowDevice device(window);
    reason = refusal(device, *set);
    if (!reason.isEmpty())
        return {};
    std::unique_ptr<ImportedSet> imported(new ImportedSet);
    imported->m = std::make_unique<Private>(Private{device, std::move(set), {}});
    Private& m = *imported->m;
    QSize size(m.set->size.width, m.set->size.height);
    for (const auto& from : m.set->slots) {
        auto& slot = m.slots.emplace_back();
        if (m.import(from, slot))
            slot.texture.reset(QNativeInterface::QSGVulkanTexture::fromNative(
                slot.image, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL, &window, size));
        if (!slot.texture) {
            reason = ImportedSet::tr("The graphics device of this window did not take the pictures over.");
            return {};
        }
    }
    return imported;
}

ImportedSet::~ImportedSet()
{
    if (!m)
        return;
    m->window.ofDevice<PFN_vkDeviceWaitIdle>("vkDeviceWaitIdle")(m->window.device);
    auto destroy = m->window.ofDevice<PFN_vkDestroyImage>("vkDestroyImage");
    auto free = m->window.ofDevice<PFN_vkFreeMemory>("vkFreeMemory");
    for (auto& slot : m->slots) {
        slot.texture.reset();
        destroy(m->window.device, slot.image, nullptr);
        free(m->window.device, slot.memory, nullptr);
    }
}

const std::shared_ptr<const SharedImage::Set>& ImportedSet::set() const
{
    return m->set;
}

QSGTexture* ImportedSet::texture(int slot) const
{
    return m->slots[std::size_t(slot)].texture.get();
}

void ImportedSet::acquire(QQuickWindow& window, int slot) const
{
    window.beginExternalCommands();
    auto* commands = static_cast<VkCommandBuffer*>(
        window.rendererInterface()->getResource(&window, QSGRendererInterface::CommandListResource));
    if (commands) {
        VkImageMemoryBarrier barrier{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER};
        barrier.dstAccessMask = VK_ACCESS_SHADER_READ_BIT;
        barrier.oldLayout = barrier.newLayout = VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL;
        barrier.srcQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL;
        barrier.dstQueueFamilyIndex = m->window.family;
        barrier.image = m->slots[std::size_t(slot)].image;
        barrier.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
        m->window.ofDevice<PFN_vkCmdPipelineBarrier>("vkCmdPipelineBarrier")(*commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT,
            VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT, 0, 0, nullptr, 0, nullptr, 1, &barrier);
    }
    window.endExternalCommands();
}

} // namespace opificio
