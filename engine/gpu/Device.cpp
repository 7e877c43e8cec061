// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Vulkan.h"

#include "base/Log.h"
#include "base/Text.h"

#include <algorithm>
#include <cstring>

#include <sys/resource.h>
#include <unistd.h>

namespace opificio {

namespace {

VKAPI_ATTR VkBool32 VKAPI_CALL onMessage(VkDebugUtilsMessageSeverityFlagBitsEXT severity, VkDebugUtilsMessageTypeFlagsEXT,
    const VkDebugUtilsMessengerCallbackDataEXT* data, void*)
{
    if (severity >= VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT)
        log(Level::Error, "gpu", std::string(data->pMessageIdName ? data->pMessageIdName : "validation") + ": " + data->pMessage);
    return VK_FALSE;
}

Error noDevice()
{
    return {Error::Code::Device,
        text("There is no graphics device with Vulkan 1.3 on this machine. The package mesa-vulkan-drivers brings one that uses "
             "the processor.")};
}

bool hasLayer(const char* name)
{
    std::uint32_t count = 0;
    vkEnumerateInstanceLayerProperties(&count, nullptr);
    std::vector<VkLayerProperties> layers(count);
    vkEnumerateInstanceLayerProperties(&count, layers.data());
    return std::any_of(
        layers.begin(), layers.end(), [&](const VkLayerProperties& layer) { return std::strcmp(layer.layerName, name) == 0; });
}

Result<> createInstance(DeviceState& state)
{
    VkApplicationInfo application{VK_STRUCTURE_TYPE_APPLICATION_INFO};
    application.pApplicationName = "opificio";
    application.apiVersion = VK_API_VERSION_1_3;
    VkInstanceCreateInfo info{VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO};
    info.pApplicationInfo = &application;
    const char* layer = "VK_LAYER_KHRONOS_validation";
    const char* extension = VK_EXT_DEBUG_UTILS_EXTENSION_NAME;
    VkValidationFeatureEnableEXT enabled[] = {VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
    VkValidationFeaturesEXT features{VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT};
    features.enabledValidationFeatureCount = 1;
    features.pEnabledValidationFeatures = enabled;
    bool validate = state.options.validation && hasLayer(layer);
    if (state.options.validation && !validate)
        log(Level::Warning, "gpu", "the Vulkan validation layer is not installed");
    if (validate) {
        info.pNext = &features;
        info.enabledLayerCount = 1;
        info.ppEnabledLayerNames = &layer;
        info.enabledExtensionCount = 1;
        info.ppEnabledExtensionNames = &extension;
    }
    if (vkCreateInstance(&info, nullptr, &state.instance) != VK_SUCCESS)
        return noDevice();
    if (validate) {
        VkDebugUtilsMessengerCreateInfoEXT messenger{VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT};
        messenger.messageSeverity
            = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
        messenger.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
        messenger.pfnUserCallback = onMessage;
        auto create = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
            vkGetInstanceProcAddr(state.instance, "vkCreateDebugUtilsMessengerEXT"));
        if (create)
            create(state.instance, &messenger, nullptr, &state.messenger);
    }
    return {};
}

// The features that every pass relies on, or null when the physical device lacks one.
struct Features {
    VkPhysicalDeviceVulkan13Features v13{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES};
    VkPhysicalDeviceVulkan12Features v12{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES};
    VkPhysicalDeviceFeatures2 all{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2};
    Features()
    {
        v12.pNext = &v13;
        all.pNext = &v12;
    }
};

bool wanted(VkPhysicalDevice device, std::uint32_t& family)
{
    Features has;
    vkGetPhysicalDeviceFeatures2(device, &has.all);
    if (!has.v12.timelineSemaphore || !has.v13.synchronization2 || !has.v13.dynamicRendering || !has.v13.maintenance4
        || !has.all.features.fragmentStoresAndAtomics)
        return false;
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    for (std::uint32_t i = 0; i < count; ++i) {
        VkQueueFlags both = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT;
        if ((families[i].queueFlags & both) == both) {
            family = i;
            return true;
        }
    }
    return false;
}

// Whether this device can hand a picture of the shared kind to another one.
bool canShare(VkPhysicalDevice device)
{
    std::uint32_t count = 0;
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> extensions(count);
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data());
    if (std::none_of(extensions.begin(), extensions.end(), [](const VkExtensionProperties& extension) {
            return std::strcmp(extension.extensionName, VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME) == 0;
        }))
        return false;
    VkPhysicalDeviceExternalImageFormatInfo external{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_IMAGE_FORMAT_INFO};
    external.handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
    VkPhysicalDeviceImageFormatInfo2 info{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2};
    info.pNext = &external;
    info.format = sharedFormat;
    info.type = VK_IMAGE_TYPE_2D;
    info.tiling = VK_IMAGE_TILING_OPTIMAL;
    info.usage = sharedUsage;
    VkExternalImageFormatProperties can{VK_STRUCTURE_TYPE_EXTERNAL_IMAGE_FORMAT_PROPERTIES};
    VkImageFormatProperties2 properties{VK_STRUCTURE_TYPE_IMAGE_FORMAT_PROPERTIES_2};
    properties.pNext = &can;
    VkExternalMemoryFeatureFlags both = VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT | VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT;
    return vkGetPhysicalDeviceImageFormatProperties2(device, &info, &properties) == VK_SUCCESS
        && (can.externalMemoryProperties.externalMemoryFeatures & both) == both;
}

Result<> createDevice(DeviceState& state)
{
    std::uint32_t count = 0;
    vkEnumeratePhysicalDevices(state.instance, &count, nullptr);
    std::vector<VkPhysicalDevice> devices(count);
    vkEnumeratePhysicalDevices(state.instance, &count, devices.data());
    int best = -1;
    for (VkPhysicalDevice device : devices) {
        std::uint32_t family = 0;
        VkPhysicalDeviceProperties properties;
        vkGetPhysicalDeviceProperties(device, &properties);
        int rank = Device::rank(properties.deviceType, properties.apiVersion);
        if (rank <= best || !wanted(device, family))
            continue;
        best = rank;
        state.physical = device;
        state.family = family;
        state.name = properties.deviceName;
        state.software = properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU;
        state.limits = properties.limits;
    }
    if (best < 0)
        return noDevice();
    if (state.options.poolBytes == 0)
        state.options.poolBytes = std::size_t(state.software ? 32 : 512) << 20;
    // Linux has this for each thread, and those that the driver starts below inherit it.
    if (state.software && state.options.standsBack > 0)
        ::setpriority(PRIO_PROCESS, id_t(::gettid()), state.options.standsBack);
    vkGetPhysicalDeviceMemoryProperties(state.physical, &state.memory);

    VkPhysicalDeviceIDProperties id{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES};
    VkPhysicalDeviceProperties2 properties{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2};
    properties.pNext = &id;
    vkGetPhysicalDeviceProperties2(state.physical, &properties);
    std::copy(std::begin(id.deviceUUID), std::end(id.deviceUUID), state.identity.device.begin());
    std::copy(std::begin(id.driverUUID), std::end(id.driverUUID), state.identity.driver.begin());
    state.shares = canShare(state.physical);

    Features has;
    vkGetPhysicalDeviceFeatures2(state.physical, &has.all);
    Features use;
    use.v12.timelineSemaphore = VK_TRUE;
    use.v13.synchronization2 = use.v13.dynamicRendering = VK_TRUE;
    use.v13.maintenance4 = VK_TRUE; // glslang writes LocalSizeId for SPIR-V 1.6.
    use.all.features.fragmentStoresAndAtomics = VK_TRUE;
    use.all.features.robustBufferAccess = has.all.features.robustBufferAccess;
    use.all.features.shaderStorageImageWriteWithoutFormat = has.all.features.shaderStorageImageWriteWithoutFormat;
    float priority = 1;
    VkDeviceQueueCreateInfo queue{VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO};
    queue.queueFamilyIndex = state.family;
    queue.queueCount = 1;
    queue.pQueuePriorities = &priority;
    VkDeviceCreateInfo info{VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO};
    info.pNext = &use.all;
    info.queueCreateInfoCount = 1;
    info.pQueueCreateInfos = &queue;
    const char* sharing = VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME;
    if (state.shares) {
        info.enabledExtensionCount = 1;
        info.ppEnabledExtensionNames = &sharing;
    }
    if (vkCreateDevice(state.physical, &info, nullptr, &state.device) != VK_SUCCESS)
        return Error{Error::Code::Device, text("The graphics device {0} refuses to start.", state.name), state.name};
    vkGetDeviceQueue(state.device, state.family, 0, &state.queue);
    if (state.shares)
        state.memoryFile = reinterpret_cast<PFN_vkGetMemoryFdKHR>(vkGetDeviceProcAddr(state.device, "vkGetMemoryFdKHR"));
    state.shares = state.memoryFile;

    VkPipelineCacheCreateInfo cache{VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO};
    TRY_DO(state.check(vkCreatePipelineCache(state.device, &cache, nullptr, &state.pipelineCache)));
    VkSemaphoreTypeCreateInfo type{VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO};
    type.semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE;
    VkSemaphoreCreateInfo semaphore{VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
    semaphore.pNext = &type;
    TRY_DO(state.check(vkCreateSemaphore(state.device, &semaphore, nullptr, &state.timeline)));
    for (int i = 0; i < 2; ++i) {
        VkSamplerCreateInfo sampler{VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO};
        sampler.magFilter = sampler.minFilter = i == 0 ? VK_FILTER_LINEAR : VK_FILTER_NEAREST;
        sampler.addressModeU = sampler.addressModeV = sampler.addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE;
        TRY_DO(state.check(vkCreateSampler(state.device, &sampler, nullptr, &state.samplers[i])));
    }
    return {};
}

} // namespace

VkFormat vulkanFormat(Image::Format format)
{
    switch (format) {
    case Image::Format::Rgba8:
        return VK_FORMAT_R8G8B8A8_UNORM;
    case Image::Format::Rgba16:
        return VK_FORMAT_R16G16B16A16_UNORM;
    case Image::Format::Rgba16F:
        return VK_FORMAT_R16G16B16A16_SFLOAT;
    case Image::Format::Rgba32F:
        return VK_FORMAT_R32G32B32A32_SFLOAT;
    }
    return VK_FORMAT_R8G8B8A8_UNORM;
}

void imageBarrier(VkCommandBuffer commands, VkImage image, VkImageLayout from, VkImageLayout to,
    VkPipelineStageFlags2 sourceStage, VkAccessFlags2 sourceAccess, VkPipelineStageFlags2 stage, VkAccessFlags2 access)
{
    VkImageMemoryBarrier2 barrier{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2};
    barrier.srcStageMask = sourceStage;
    barrier.srcAccessMask = sourceAccess;
    barrier.dstStageMask = stage;
    barrier.dstAccessMask = access;
    barrier.oldLayout = from;
    barrier.newLayout = to;
    barrier.srcQueueFamilyIndex = barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED;
    barrier.image = image;
    barrier.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
    dependency.imageMemoryBarrierCount = 1;
    dependency.pImageMemoryBarriers = &barrier;
    vkCmdPipelineBarrier2(commands, &dependency);
}

void fullBarrier(VkCommandBuffer commands)
{
    VkMemoryBarrier2 barrier{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2};
    barrier.srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
    barrier.srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT;
    barrier.dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT | VK_PIPELINE_STAGE_2_HOST_BIT;
    barrier.dstAccessMask = VK_ACCESS_2_MEMORY_READ_BIT | VK_ACCESS_2_MEMORY_WRITE_BIT | VK_ACCESS_2_HOST_READ_BIT;
    VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
    dependency.memoryBarrierCount = 1;
    dependency.pMemoryBarriers = &barrier;
    vkCmdPipelineBarrier2(commands, &dependency);
}

DeviceState::~DeviceState()
{
    if (device) {
        if (!lost)
            vkDeviceWaitIdle(device);
        kernels.clear();
        for (auto& context : freeContexts) {
            for (auto& block : context->blocks)
                destroy(block.memory);
            for (VkDescriptorPool pool : context->descriptors)
                vkDestroyDescriptorPool(device, pool, nullptr);
            vkDestroyCommandPool(device, context->pool, nullptr);
        }
        trim(0);
        for (VkSampler sampler : samplers)
            vkDestroySampler(device, sampler, nullptr);
        vkDestroySemaphore(device, timeline, nullptr);
        vkDestroyPipelineCache(device, pipelineCache, nullptr);
        vkDestroyDevice(device, nullptr);
    }
    if (messenger) {
        auto remove = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
            vkGetInstanceProcAddr(instance, "vkDestroyDebugUtilsMessengerEXT"));
        remove(instance, messenger, nullptr);
    }
    if (instance)
        vkDestroyInstance(instance, nullptr);
}

Error DeviceState::lostError() const
{
    return {Error::Code::Device, text("The graphics device {0} was lost. Start the work again: a new one is made.", name), name};
}

Result<> DeviceState::check(VkResult result)
{
    switch (result) {
    case VK_SUCCESS:
        return {};
    case VK_ERROR_OUT_OF_HOST_MEMORY:
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
    case VK_ERROR_TOO_MANY_OBJECTS:
        return Error{Error::Code::OutOfMemory,
            text("The graphics device {0} has no memory left for this. A smaller size needs less.", name), name};
    case VK_ERROR_DEVICE_LOST:
        lost = true;
        return lostError();
    default:
        return Error{
            Error::Code::Device, text("The graphics device {0} refused an order (Vulkan error {1}).", name, int(result)), name};
    }
}

Result<VkDeviceMemory> DeviceState::allocate(const VkMemoryRequirements& requirements, VkMemoryPropertyFlags first,
    VkMemoryPropertyFlags second, const void* next, std::uint32_t* type)
{
    for (VkMemoryPropertyFlags flags : {first, second}) {
        for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i) {
            if (!(requirements.memoryTypeBits >> i & 1) || (memory.memoryTypes[i].propertyFlags & flags) != flags)
                continue;
            VkMemoryAllocateInfo info{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
            info.pNext = next;
            info.allocationSize = requirements.size;
            info.memoryTypeIndex = i;
            if (type)
                *type = i;
            VkDeviceMemory result = VK_NULL_HANDLE;
            VkResult code = vkAllocateMemory(device, &info, nullptr, &result);
            if (code == VK_ERROR_OUT_OF_DEVICE_MEMORY || code == VK_ERROR_OUT_OF_HOST_MEMORY) {
                {
                    std::lock_guard lock(mutex);
                    trim(0);
                }
                code = vkAllocateMemory(device, &info, nullptr, &result);
            }
            TRY_DO(check(code));
            return result;
        }
    }
    return Error{Error::Code::Device, text("The graphics device {0} has no memory of the kind that is needed.", name), name};
}

void DeviceState::destroy(ImageMemory& image)
{
    vkDestroyImageView(device, image.view, nullptr);
    vkDestroyImage(device, image.image, nullptr);
    vkFreeMemory(device, image.memory, nullptr);
    image = {};
}

void DeviceState::destroy(BufferMemory& buffer)
{
    vkDestroyBuffer(device, buffer.buffer, nullptr);
    vkFreeMemory(device, buffer.memory, nullptr);
    buffer = {};
}

void DeviceState::trim(std::size_t limit)
{
    auto drop = [&](auto& list, auto&& memoryOf) {
        std::size_t count = 0;
        while (count < list.size() && pooled > limit) {
            pooled -= memoryOf(list[count]).bytes;
            destroy(memoryOf(list[count]));
            ++count;
        }
        list.erase(list.begin(), list.begin() + std::ptrdiff_t(count));
    };
    drop(freeImages, [](FreeImage& image) -> ImageMemory& { return image.memory; });
    drop(freeBuffers, [](BufferMemory& buffer) -> BufferMemory& { return buffer; });
    drop(freeStaging, [](BufferMemory& buffer) -> BufferMemory& { return buffer; });
}

Result<ImageMemory> DeviceState::takeImage(VkFormat format, Size size, VkImageUsageFlags usage)
{
    {
        std::lock_guard lock(mutex);
        for (auto found = freeImages.rbegin(); found != freeImages.rend(); ++found) {
            if (found->format == format && found->size == size) {
                ImageMemory image = found->memory;
                pooled -= image.bytes;
                freeImages.erase(std::next(found).base());
                used += image.bytes;
                return image;
            }
        }
    }
    ImageMemory image;
    VkImageCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO};
    info.imageType = VK_IMAGE_TYPE_2D;
    info.format = format;
    info.extent = {std::uint32_t(size.width), std::uint32_t(size.height), 1};
    info.mipLevels = info.arrayLayers = 1;
    info.samples = VK_SAMPLE_COUNT_1_BIT;
    info.tiling = VK_IMAGE_TILING_OPTIMAL;
    info.usage = usage;
    TRY_DO(check(vkCreateImage(device, &info, nullptr, &image.image)));
    VkMemoryRequirements requirements;
    vkGetImageMemoryRequirements(device, image.image, &requirements);
    image.bytes = requirements.size;
    auto allocated = allocate(requirements, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0);
    if (!allocated) {
        vkDestroyImage(device, image.image, nullptr);
        return allocated.takeError();
    }
    image.memory = *allocated;
    VkImageViewCreateInfo view{VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO};
    auto result = check(vkBindImageMemory(device, image.image, image.memory, 0));
    if (result) {
        view.image = image.image;
        view.viewType = VK_IMAGE_VIEW_TYPE_2D;
        view.format = format;
        view.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
        result = check(vkCreateImageView(device, &view, nullptr, &image.view));
    }
    if (!result) {
        destroy(image);
        return result.takeError();
    }
    used += image.bytes;
    return image;
}

void DeviceState::giveImage(VkFormat format, Size size, ImageMemory image)
{
    used -= image.bytes;
    std::lock_guard lock(mutex);
    freeImages.push_back({format, size, image});
    pooled += image.bytes;
    trim(options.poolBytes);
}

Result<BufferMemory> DeviceState::makeBuffer(VkDeviceSize bytes, VkBufferUsageFlags usage, bool host)
{
    BufferMemory buffer;
    VkBufferCreateInfo info{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
    info.size = bytes;
    info.usage = usage;
    TRY_DO(check(vkCreateBuffer(device, &info, nullptr, &buffer.buffer)));
    VkMemoryRequirements requirements;
    vkGetBufferMemoryRequirements(device, buffer.buffer, &requirements);
    buffer.bytes = bytes;
    VkMemoryPropertyFlags coherent = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    auto allocated = host ? allocate(requirements, coherent | VK_MEMORY_PROPERTY_HOST_CACHED_BIT, coherent)
                          : allocate(requirements, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0);
    if (!allocated) {
        vkDestroyBuffer(device, buffer.buffer, nullptr);
        return allocated.takeError();
    }
    buffer.memory = *allocated;
    auto result = check(vkBindBufferMemory(device, buffer.buffer, buffer.memory, 0));
    if (result && host) {
        void* mapped = nullptr;
        result = check(vkMapMemory(device, buffer.memory, 0, VK_WHOLE_SIZE, 0, &mapped));
        buffer.mapped = static_cast<std::byte*>(mapped);
    }
    if (!result) {
        destroy(buffer);
        return result.takeError();
    }
    return buffer;
}

Result<BufferMemory> DeviceState::takeStaging(VkDeviceSize bytes)
{
    // Powers of two, so that pictures of similar sizes share one.
    VkDeviceSize rounded = 64 << 10;
    while (rounded < bytes)
        rounded *= 2;
    {
        std::lock_guard lock(mutex);
        for (auto found = freeStaging.begin(); found != freeStaging.end(); ++found) {
            if (found->bytes == rounded) {
                BufferMemory buffer = *found;
                pooled -= buffer.bytes;
                freeStaging.erase(found);
                return buffer;
            }
        }
    }
    return makeBuffer(rounded, VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT, true);
}

void DeviceState::giveStaging(BufferMemory buffer)
{
    std::lock_guard lock(mutex);
    freeStaging.push_back(buffer);
    pooled += buffer.bytes;
    trim(options.poolBytes);
}

Result<BufferMemory> DeviceState::takeBuffer(VkDeviceSize bytes)
{
    {
        std::lock_guard lock(mutex);
        for (auto found = freeBuffers.begin(); found != freeBuffers.end(); ++found) {
            if (found->bytes == bytes) {
                BufferMemory buffer = *found;
                pooled -= buffer.bytes;
                freeBuffers.erase(found);
                used += buffer.bytes;
                return buffer;
            }
        }
    }
    auto buffer = makeBuffer(bytes,
        VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT
            | VK_BUFFER_USAGE_TRANSFER_DST_BIT,
        false);
    if (buffer)
        used += buffer->bytes;
    return buffer;
}

void DeviceState::giveBuffer(BufferMemory buffer)
{
    used -= buffer.bytes;
    std::lock_guard lock(mutex);
    freeBuffers.push_back(buffer);
    pooled += buffer.bytes;
    trim(options.poolBytes);
}

Result<std::unique_ptr<Context>> DeviceState::takeStaged(VkDeviceSize bytes)
{
    TRY(BufferMemory staging, takeStaging(bytes));
    auto context = takeContext();
    if (context)
        (*context)->staging.push_back(staging);
    else
        giveStaging(staging);
    return context;
}

Result<std::unique_ptr<Context>> DeviceState::takeContext()
{
    if (lost)
        return lostError();
    std::unique_ptr<Context> context;
    {
        std::lock_guard lock(mutex);
        if (!freeContexts.empty()) {
            context = std::move(freeContexts.back());
            freeContexts.pop_back();
        }
    }
    if (!context) {
        context = std::make_unique<Context>();
        VkCommandPoolCreateInfo pool{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
        pool.queueFamilyIndex = family;
        TRY_DO(check(vkCreateCommandPool(device, &pool, nullptr, &context->pool)));
        VkCommandBufferAllocateInfo buffer{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
        buffer.commandPool = context->pool;
        buffer.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
        buffer.commandBufferCount = 1;
        TRY_DO(check(vkAllocateCommandBuffers(device, &buffer, &context->commands)));
    }
    VkCommandBufferBeginInfo begin{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
    begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
    TRY_DO(check(vkBeginCommandBuffer(context->commands, &begin)));
    return context;
}

void DeviceState::giveContext(std::unique_ptr<Context> context)
{
    if (hung) {
        // The device may still use all of it, for ever: it is left alone, and with it this state.
        context.release();
        return;
    }
    vkResetCommandPool(device, context->pool, 0);
    for (VkDescriptorPool pool : context->descriptors)
        vkResetDescriptorPool(device, pool, 0);
    context->descriptorPoolInUse = 0;
    for (auto& block : context->blocks)
        block.used = 0;
    for (BufferMemory buffer : context->staging)
        giveStaging(buffer);
    context->staging.clear();
    context->kept.clear();
    std::lock_guard lock(mutex);
    freeContexts.push_back(std::move(context));
}

Result<> DeviceState::run(Context& context)
{
    if (lost)
        return lostError();
    fullBarrier(context.commands);
    TRY_DO(check(vkEndCommandBuffer(context.commands)));
    std::uint64_t value = 0;
    {
        std::lock_guard lock(mutex);
        value = ++submitted;
        VkCommandBufferSubmitInfo commands{VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO};
        commands.commandBuffer = context.commands;
        VkSemaphoreSubmitInfo signal{VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO};
        signal.semaphore = timeline;
        signal.value = value;
        signal.stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
        VkSubmitInfo2 submit{VK_STRUCTURE_TYPE_SUBMIT_INFO_2};
        submit.commandBufferInfoCount = 1;
        submit.pCommandBufferInfos = &commands;
        submit.signalSemaphoreInfoCount = 1;
        submit.pSignalSemaphoreInfos = &signal;
        TRY_DO(check(vkQueueSubmit2(queue, 1, &submit, VK_NULL_HANDLE)));
    }
    VkSemaphoreWaitInfo wait{VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO};
    wait.semaphoreCount = 1;
    wait.pSemaphores = &timeline;
    wait.pValues = &value;
    VkResult result = vkWaitSemaphores(device, &wait, std::uint64_t(options.watchdogSeconds * 1e9));
    if (result == VK_TIMEOUT) {
        lost = hung = true;
        return Error{Error::Code::Device,
            text("The graphics device {0} has not answered for {1} seconds and was given up.", name, options.watchdogSeconds),
            name};
    }
    return check(result);
}

Result<std::shared_ptr<Device>> Device::create(const DeviceOptions& options)
{
    auto state = std::make_shared<DeviceState>();
    state->options = options;
    TRY_DO(createInstance(*state));
    TRY_DO(createDevice(*state));
    return std::shared_ptr<Device>(new Device(std::move(state)));
}

Device::~Device() = default;
const std::string& Device::name() const
{
    return m_state->name;
}
bool Device::isSoftware() const
{
    return m_state->software;
}
const DeviceIdentity& Device::identity() const
{
    return m_state->identity;
}
bool Device::canShare() const
{
    return m_state->shares;
}
int Device::rank(int type, std::uint32_t apiVersion)
{
    if (apiVersion < VK_API_VERSION_1_3)
        return -1;
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return 4;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return 3;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
        return 2;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return 1;
    default:
        return 0;
    }
}
bool Device::isLost() const
{
    return m_state->lost;
}
void Device::loseForTest()
{
    m_state->lost = true;
}
int Device::loopBudget() const
{
    return m_state->software ? 64'500 : 8'000'000;
}
std::size_t Device::usedBytes() const
{
    return m_state->used;
}
std::size_t Device::pooledBytes() const
{
    std::lock_guard lock(m_state->mutex);
    return m_state->pooled;
}

Result<GpuImagePtr> Device::upload(const Image& image)
{
    DeviceState& state = *m_state;
    TRY(auto result, GpuImageAccess::make(m_state, image.size(), image.format(), image.space()));
    TRY(auto context, state.takeStaged(result->bytes()));
    const BufferMemory& staging = context->staging.back();
    std::memcpy(staging.mapped, image.pixels().data(), image.pixels().size());
    context->kept.push_back(result);
    VkImage target = GpuImageAccess::memory(*result).image;
    imageBarrier(context->commands, target, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL,
        VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_WRITE_BIT, VK_PIPELINE_STAGE_2_COPY_BIT,
        VK_ACCESS_2_TRANSFER_WRITE_BIT);
    VkBufferImageCopy copy = {};
    copy.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
    copy.imageExtent = {std::uint32_t(image.size().width), std::uint32_t(image.size().height), 1};
    vkCmdCopyBufferToImage(context->commands, staging.buffer, target, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &copy);
    imageBarrier(context->commands, target, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, restingLayout, VK_PIPELINE_STAGE_2_COPY_BIT,
        VK_ACCESS_2_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_READ_BIT);
    auto done = state.run(*context);
    state.giveContext(std::move(context));
    if (!done)
        return done.takeError();
    return GpuImagePtr(result);
}

Result<Image> Device::download(const GpuImage& image)
{
    DeviceState& state = *m_state;
    if (GpuImageAccess::device(image) != m_state.get())
        return Error{Error::Code::Device, text("The picture belongs to a graphics device that was lost.")};
    TRY(auto context, state.takeStaged(image.bytes()));
    const BufferMemory& staging = context->staging.back();
    VkImage source = GpuImageAccess::memory(image).image;
    imageBarrier(context->commands, source, restingLayout, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
        VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_WRITE_BIT, VK_PIPELINE_STAGE_2_COPY_BIT,
        VK_ACCESS_2_TRANSFER_READ_BIT);
    VkBufferImageCopy copy = {};
    copy.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1};
    copy.imageExtent = {std::uint32_t(image.size().width), std::uint32_t(image.size().height), 1};
    vkCmdCopyImageToBuffer(context->commands, source, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, staging.buffer, 1, &copy);
    imageBarrier(context->commands, source, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, restingLayout, VK_PIPELINE_STAGE_2_COPY_BIT,
        VK_ACCESS_2_TRANSFER_READ_BIT, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_READ_BIT);
    auto done = state.run(*context);
    std::vector<std::byte> pixels;
    if (done)
        pixels.assign(staging.mapped, staging.mapped + image.bytes());
    state.giveContext(std::move(context));
    if (!done)
        return done.takeError();
    return Image(image.size(), image.format(), image.space(), std::move(pixels));
}

Result<GpuBufferPtr> Device::buffer(std::size_t bytes)
{
    TRY(auto buffer, GpuImageAccess::makeBuffer(m_state, bytes));
    TRY(auto context, m_state->takeContext());
    vkCmdFillBuffer(context->commands, GpuImageAccess::memory(*buffer).buffer, 0, VK_WHOLE_SIZE, 0);
    auto done = m_state->run(*context);
    m_state->giveContext(std::move(context));
    if (!done)
        return done.takeError();
    return buffer;
}

Result<> Device::write(GpuBuffer& buffer, std::span<const std::byte> bytes, std::size_t offset)
{
    if (bytes.empty())
        return {};
    if (offset > buffer.bytes() || bytes.size() > buffer.bytes() - offset)
        return Error{Error::Code::Internal, text("A buffer of the graphics device is smaller than what should go into it.")};
    TRY(auto context, m_state->takeStaged(bytes.size()));
    const BufferMemory& staging = context->staging.back();
    std::memcpy(staging.mapped, bytes.data(), bytes.size());
    fullBarrier(context->commands);
    VkBufferCopy copy{0, offset, bytes.size()};
    vkCmdCopyBuffer(context->commands, staging.buffer, GpuImageAccess::memory(buffer).buffer, 1, &copy);
    auto done = m_state->run(*context);
    m_state->giveContext(std::move(context));
    return done;
}

Result<> Device::read(const GpuBuffer& buffer, std::span<std::byte> bytes, std::size_t offset)
{
    if (bytes.empty())
        return {};
    if (offset > buffer.bytes() || bytes.size() > buffer.bytes() - offset)
        return Error{Error::Code::Internal, text("A buffer of the graphics device is smaller than what should come out of it.")};
    TRY(auto context, m_state->takeStaged(bytes.size()));
    const BufferMemory& staging = context->staging.back();
    fullBarrier(context->commands);
    VkBufferCopy copy{offset, 0, bytes.size()};
    vkCmdCopyBuffer(context->commands, GpuImageAccess::memory(buffer).buffer, staging.buffer, 1, &copy);
    auto done = m_state->run(*context);
    if (done)
        std::memcpy(bytes.data(), staging.mapped, bytes.size());
    m_state->giveContext(std::move(context));
    return done;
}

} // namespace opificio
