#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder: the only header with Vulkan's types in it.

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/Hash.h"
#include "base/Result.h"
#include "gpu/Device.h"
#include "gpu/GpuImage.h"
#include "gpu/Kernel.h"

#include <vulkan/vulkan.h>

namespace opificio {

struct ImageMemory {
    VkImage image = VK_NULL_HANDLE;
    VkImageView view = VK_NULL_HANDLE;
    VkDeviceMemory memory = VK_NULL_HANDLE;
    VkDeviceSize bytes = 0;
};

struct BufferMemory {
    VkBuffer buffer = VK_NULL_HANDLE;
    VkDeviceMemory memory = VK_NULL_HANDLE;
    VkDeviceSize bytes = 0;
    std::byte* mapped = nullptr; ///< null for memory of the device's own
};

struct GpuImage::Memory : ImageMemory {
    bool isShared = false; ///< handed to another device; never reused
};
struct GpuBuffer::Memory : BufferMemory { };

/// What SPIR-V declares at a binding number.
struct Declared {
    unsigned number = 0;
    VkDescriptorType type = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER;
};

struct KernelData {
    VkDevice device = VK_NULL_HANDLE;
    std::vector<Declared> declared;
    VkDescriptorSetLayout setLayout = VK_NULL_HANDLE;
    VkPipelineLayout layout = VK_NULL_HANDLE;
    VkShaderModule vertex = VK_NULL_HANDLE, fragment = VK_NULL_HANDLE, compute = VK_NULL_HANDLE;
    VkPipeline computePipeline = VK_NULL_HANDLE;
    // Guards: pipelines.
    std::mutex mutex;
    std::map<std::pair<VkFormat, std::int32_t>, VkPipeline> pipelines; ///< by format and variant
    ~KernelData();
};

struct FragmentKernel::Data {
    std::shared_ptr<DeviceState> device;
    std::shared_ptr<KernelData> kernel;
};
struct ComputeKernel::Data {
    std::shared_ptr<DeviceState> device;
    std::shared_ptr<KernelData> kernel;
};

/// What one recorder needs to run, reused by the next one.
struct Context {
    VkCommandPool pool = VK_NULL_HANDLE;
    VkCommandBuffer commands = VK_NULL_HANDLE;
    std::vector<VkDescriptorPool> descriptors;
    std::size_t descriptorPoolInUse = 0;
    struct Block {
        BufferMemory memory;
        VkDeviceSize used = 0;
    };
    std::vector<Block> blocks;
    std::vector<std::shared_ptr<const void>> kept;
    std::vector<BufferMemory> staging; ///< given back to the pool after the run
};

struct DeviceState : std::enable_shared_from_this<DeviceState> {
    ~DeviceState();

    DeviceOptions options;
    std::string name;
    bool software = false;
    VkInstance instance = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT messenger = VK_NULL_HANDLE;
    VkPhysicalDevice physical = VK_NULL_HANDLE;
    VkDevice device = VK_NULL_HANDLE;
    VkQueue queue = VK_NULL_HANDLE;
    std::uint32_t family = 0;
    VkPhysicalDeviceLimits limits = {};
    VkPhysicalDeviceMemoryProperties memory = {};
    DeviceIdentity identity;
    bool shares = false;
    PFN_vkGetMemoryFdKHR memoryFile = nullptr;
    VkPipelineCache pipelineCache = VK_NULL_HANDLE;
    VkSampler samplers[2] = {};
    VkSemaphore timeline = VK_NULL_HANDLE;
    std::atomic<bool> lost = false;
    std::atomic<bool> hung = false;
    std::atomic<std::size_t> used = 0;

    // Guards: everything below, and the queue.
    mutable std::mutex mutex;
    std::uint64_t submitted = 0;
    struct FreeImage {
        VkFormat format;
        Size size;
        ImageMemory memory;
    };
    std::vector<FreeImage> freeImages; ///< the oldest first
    std::vector<BufferMemory> freeStaging;
    std::vector<BufferMemory> freeBuffers;
    std::size_t pooled = 0;
    std::vector<std::unique_ptr<Context>> freeContexts;
    std::map<CacheKey, std::shared_ptr<KernelData>> kernels;

    Result<> check(VkResult result);
    Error lostError() const;

    Result<ImageMemory> takeImage(VkFormat format, Size size, VkImageUsageFlags usage);
    void giveImage(VkFormat format, Size size, ImageMemory memory);
    Result<BufferMemory> takeStaging(VkDeviceSize bytes);
    void giveStaging(BufferMemory memory);
    Result<BufferMemory> takeBuffer(VkDeviceSize bytes);
    void giveBuffer(BufferMemory memory);
    Result<BufferMemory> makeBuffer(VkDeviceSize bytes, VkBufferUsageFlags usage, bool host);
    void destroy(ImageMemory& memory);
    void destroy(BufferMemory& memory);
    /// `next`: more that Vulkan should know; `type`: out, the index of the memory's type.
    Result<VkDeviceMemory> allocate(const VkMemoryRequirements& requirements, VkMemoryPropertyFlags first,
        VkMemoryPropertyFlags second, const void* next = nullptr, std::uint32_t* type = nullptr);
    void trim(std::size_t limit); ///< with the mutex held

    Result<std::unique_ptr<Context>> takeContext(); ///< recording has begun
    /// The same, with memory of the processor's to copy through as the context's last staging.
    Result<std::unique_ptr<Context>> takeStaged(VkDeviceSize bytes);
    void giveContext(std::unique_ptr<Context> context);
    /// Ends the recording, runs it and waits.
    Result<> run(Context& context);
};

struct GpuImageAccess {
    static Result<std::shared_ptr<GpuImage>> make(
        const std::shared_ptr<DeviceState>& device, Size size, Image::Format format, ColourSpace space);
    /// One that another device can import; `file` belongs to the caller.
    static Result<std::shared_ptr<const GpuImage>> makeShared(
        const std::shared_ptr<DeviceState>& device, Size size, int& file, std::uint64_t& bytes, std::uint32_t& memoryType);
    static Result<std::shared_ptr<GpuBuffer>> makeBuffer(const std::shared_ptr<DeviceState>& device, std::size_t bytes);
    static const ImageMemory& memory(const GpuImage& image) { return *image.m_memory; }
    static const BufferMemory& memory(const GpuBuffer& buffer) { return *buffer.m_memory; }
    static DeviceState* device(const GpuImage& image) { return image.m_device.get(); }
    static DeviceState* device(const GpuBuffer& buffer) { return buffer.m_device.get(); }
};

VkFormat vulkanFormat(Image::Format format);
/// Of pictures that another device imports: every field must be the same there.
constexpr VkFormat sharedFormat = VK_FORMAT_R8G8B8A8_UNORM;
constexpr VkImageUsageFlags sharedUsage
    = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
Result<std::vector<Declared>> declaredBindings(const Spirv& spirv);

void imageBarrier(VkCommandBuffer commands, VkImage image, VkImageLayout from, VkImageLayout to,
    VkPipelineStageFlags2 sourceStage, VkAccessFlags2 sourceAccess, VkPipelineStageFlags2 stage, VkAccessFlags2 access);
/// Everything before is done and seen by everything after.
void fullBarrier(VkCommandBuffer commands);
/// Between passes every picture rests in this layout.
constexpr VkImageLayout restingLayout = VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL;

} // namespace opificio
