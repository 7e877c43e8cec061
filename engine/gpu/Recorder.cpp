// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Recorder.h"

#include "base/Text.h"
#include "gpu/Vulkan.h"

#include <algorithm>

namespace opificio {

namespace {

constexpr VkDeviceSize blockBytes = 256 << 10;

// `bytes` of host memory that the shaders of this run can read and write.
struct Slot {
    VkBuffer buffer = VK_NULL_HANDLE;
    VkDeviceSize offset = 0;
    std::byte* mapped = nullptr;
};

Result<Slot> takeSlot(DeviceState& state, Context& context, VkDeviceSize bytes)
{
    VkDeviceSize step = std::max(
        {state.limits.minUniformBufferOffsetAlignment, state.limits.minStorageBufferOffsetAlignment, VkDeviceSize(16)});
    bytes = (bytes + step - 1) / step * step;
    for (auto& block : context.blocks) {
        if (block.memory.bytes - block.used >= bytes) {
            Slot slot{block.memory.buffer, block.used, block.memory.mapped + block.used};
            block.used += bytes;
            return slot;
        }
    }
    TRY(auto memory,
        state.makeBuffer(
            std::max(bytes, blockBytes), VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT | VK_BUFFER_USAGE_STORAGE_BUFFER_BIT, true));
    context.blocks.push_back({memory, bytes});
    return Slot{memory.buffer, 0, memory.mapped};
}

Result<VkDescriptorSet> takeSet(DeviceState& state, Context& context, VkDescriptorSetLayout layout)
{
    while (true) {
        if (context.descriptorPoolInUse == context.descriptors.size()) {
            VkDescriptorPoolSize sizes[]
                = {{VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1024}, {VK_DESCRIPTOR_TYPE_STORAGE_IMAGE, 128},
                    {VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 128}, {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 512}};
            VkDescriptorPoolCreateInfo info{VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO};
            info.maxSets = 128;
            info.poolSizeCount = std::uint32_t(std::size(sizes));
            info.pPoolSizes = sizes;
            VkDescriptorPool pool = VK_NULL_HANDLE;
            TRY_DO(state.check(vkCreateDescriptorPool(state.device, &info, nullptr, &pool)));
            context.descriptors.push_back(pool);
        }
        VkDescriptorSetAllocateInfo info{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO};
        info.descriptorPool = context.descriptors[context.descriptorPoolInUse];
        info.descriptorSetCount = 1;
        info.pSetLayouts = &layout;
        VkDescriptorSet set = VK_NULL_HANDLE;
        VkResult code = vkAllocateDescriptorSets(state.device, &info, &set);
        if (code == VK_ERROR_OUT_OF_POOL_MEMORY || code == VK_ERROR_FRAGMENTED_POOL) {
            ++context.descriptorPoolInUse;
            continue;
        }
        TRY_DO(state.check(code));
        return set;
    }
}

} // namespace

struct Recorder::Data {
    std::shared_ptr<DeviceState> device;
    std::unique_ptr<Context> context;
    struct Flag {
        const std::byte* value;
        std::function<Error(std::uint32_t)> whenSet;
    };
    std::vector<Flag> flags;

    ~Data()
    {
        if (context)
            device->giveContext(std::move(context));
    }
    Result<> bind(
        const KernelData& kernel, VkPipelineBindPoint point, const std::vector<Binding>& bindings, const DrawOptions* options);
};

// Writes one descriptor set for what the kernel declares; what it does not declare is ignored.
Result<> Recorder::Data::bind(
    const KernelData& kernel, VkPipelineBindPoint point, const std::vector<Binding>& bindings, const DrawOptions* options)
{
    if (kernel.declared.empty())
        return {};
    TRY(auto set, takeSet(*device, *context, kernel.setLayout));
    std::vector<VkWriteDescriptorSet> writes;
    std::vector<VkDescriptorImageInfo> images(kernel.declared.size());
    std::vector<VkDescriptorBufferInfo> buffers(kernel.declared.size());
    auto unfit = [](unsigned number) {
        return Error{
            Error::Code::Internal, text("A pass was given nothing, or the wrong kind of thing, at binding {0}.", number)};
    };
    auto lostPicture = [] { return Error{Error::Code::Device, text("The picture belongs to a graphics device that was lost.")}; };
    for (std::size_t i = 0; i < kernel.declared.size(); ++i) {
        const Declared& declared = kernel.declared[i];
        VkWriteDescriptorSet write{VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET};
        write.dstSet = set;
        write.dstBinding = declared.number;
        write.descriptorCount = 1;
        write.descriptorType = declared.type;
        write.pImageInfo = &images[i];
        write.pBufferInfo = &buffers[i];
        bool isImage
            = declared.type == VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER || declared.type == VK_DESCRIPTOR_TYPE_STORAGE_IMAGE;
        if (options && options->flagBinding == int(declared.number) && declared.type == VK_DESCRIPTOR_TYPE_STORAGE_BUFFER) {
            TRY(auto slot, takeSlot(*device, *context, 4));
            std::memset(slot.mapped, 0xff, 4);
            buffers[i] = {slot.buffer, slot.offset, 4};
            flags.push_back({slot.mapped, options->whenSet});
            writes.push_back(write);
            continue;
        }
        auto found = std::find_if(
            bindings.begin(), bindings.end(), [&](const Binding& binding) { return binding.number == declared.number; });
        if (found == bindings.end())
            return unfit(declared.number);
        if (auto image = std::get_if<GpuImagePtr>(&found->what)) {
            if (!*image || !isImage)
                return unfit(declared.number);
            if (GpuImageAccess::device(**image) != device.get())
                return lostPicture();
            context->kept.push_back(*image);
            images[i].imageView = GpuImageAccess::memory(**image).view;
            images[i].imageLayout = declared.type == VK_DESCRIPTOR_TYPE_STORAGE_IMAGE ? VK_IMAGE_LAYOUT_GENERAL : restingLayout;
            images[i].sampler = device->samplers[int(found->sampling)];
        } else if (auto buffer = std::get_if<GpuBufferPtr>(&found->what)) {
            if (!*buffer || isImage)
                return unfit(declared.number);
            if (GpuImageAccess::device(**buffer) != device.get())
                return lostPicture();
            context->kept.push_back(*buffer);
            buffers[i] = {GpuImageAccess::memory(**buffer).buffer, 0, VK_WHOLE_SIZE};
        } else {
            const auto& bytes = std::get<std::vector<std::byte>>(found->what);
            if (isImage || bytes.empty())
                return unfit(declared.number);
            TRY(auto slot, takeSlot(*device, *context, bytes.size()));
            std::memcpy(slot.mapped, bytes.data(), bytes.size());
            buffers[i] = {slot.buffer, slot.offset, bytes.size()};
        }
        writes.push_back(write);
    }
    vkUpdateDescriptorSets(device->device, std::uint32_t(writes.size()), writes.data(), 0, nullptr);
    vkCmdBindDescriptorSets(context->commands, point, kernel.layout, 0, 1, &set, 0, nullptr);
    return {};
}

namespace {

Result<VkPipeline> pipelineFor(DeviceState& state, KernelData& kernel, VkFormat format, std::int32_t variant)
{
    std::lock_guard lock(kernel.mutex);
    if (auto found = kernel.pipelines.find({format, variant}); found != kernel.pipelines.end())
        return found->second;
    VkPipelineShaderStageCreateInfo stages[2]
        = {{VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO}, {VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO}};
    stages[0].stage = VK_SHADER_STAGE_VERTEX_BIT;
    stages[0].module = kernel.vertex;
    stages[1].stage = VK_SHADER_STAGE_FRAGMENT_BIT;
    stages[1].module = kernel.fragment;
    stages[0].pName = stages[1].pName = "main";
    VkSpecializationMapEntry entry{0, 0, sizeof variant};
    VkSpecializationInfo constants{1, &entry, sizeof variant, &variant};
    stages[1].pSpecializationInfo = &constants;
    VkPipelineVertexInputStateCreateInfo input{VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO};
    VkPipelineInputAssemblyStateCreateInfo assembly{VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO};
    assembly.topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_STRIP;
    VkPipelineViewportStateCreateInfo viewport{VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO};
    viewport.viewportCount = viewport.scissorCount = 1;
    VkPipelineRasterizationStateCreateInfo raster{VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO};
    raster.lineWidth = 1;
    VkPipelineMultisampleStateCreateInfo samples{VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO};
    samples.rasterizationSamples = VK_SAMPLE_COUNT_1_BIT;
    VkPipelineColorBlendAttachmentState attachment = {};
    attachment.colorWriteMask
        = VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT | VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT;
    VkPipelineColorBlendStateCreateInfo blend{VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO};
    blend.attachmentCount = 1;
    blend.pAttachments = &attachment;
    VkDynamicState states[] = {VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
    VkPipelineDynamicStateCreateInfo dynamic{VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO};
    dynamic.dynamicStateCount = 2;
    dynamic.pDynamicStates = states;
    VkPipelineRenderingCreateInfo rendering{VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO};
    rendering.colorAttachmentCount = 1;
    rendering.pColorAttachmentFormats = &format;
    VkGraphicsPipelineCreateInfo info{VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO};
    info.pNext = &rendering;
    info.stageCount = 2;
    info.pStages = stages;
    info.pVertexInputState = &input;
    info.pInputAssemblyState = &assembly;
    info.pViewportState = &viewport;
    info.pRasterizationState = &raster;
    info.pMultisampleState = &samples;
    info.pColorBlendState = &blend;
    info.pDynamicState = &dynamic;
    info.layout = kernel.layout;
    VkPipeline pipeline = VK_NULL_HANDLE;
    TRY_DO(state.check(vkCreateGraphicsPipelines(state.device, state.pipelineCache, 1, &info, nullptr, &pipeline)));
    kernel.pipelines.emplace(std::pair(format, variant), pipeline);
    return pipeline;
}

bool usesBuffers(const KernelData& kernel)
{
    return std::any_of(kernel.declared.begin(), kernel.declared.end(), [](const Declared& declared) {
        return declared.type == VK_DESCRIPTOR_TYPE_STORAGE_BUFFER || declared.type == VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
    });
}

} // namespace

Result<Recorder> Recorder::begin(Device& device)
{
    Recorder recorder;
    recorder.m_data = std::make_unique<Data>();
    recorder.m_data->device = device.sharedState();
    TRY(recorder.m_data->context, device.state().takeContext());
    return recorder;
}

Recorder::Recorder(Recorder&&) noexcept = default;
Recorder& Recorder::operator=(Recorder&&) noexcept = default;
Recorder::~Recorder() = default;

Result<GpuImagePtr> Recorder::draw(const FragmentKernel& kernel, Size size, Image::Format format, ColourSpace space,
    const std::vector<Binding>& bindings, const DrawOptions& options)
{
    DeviceState& state = *m_data->device;
    if (state.lost)
        return state.lostError();
    if (kernel.m_data->device != m_data->device)
        return Error{Error::Code::Device, text("The shader belongs to a graphics device that was lost.")};
    if (!m_data->context) {
        TRY(m_data->context, state.takeContext());
    }
    TRY(auto output, GpuImageAccess::make(m_data->device, size, format, space));
    TRY_DO(drawOn(kernel, output, bindings, options));
    return GpuImagePtr(output);
}

Result<> Recorder::drawOn(
    const FragmentKernel& kernel, const GpuImagePtr& output, const std::vector<Binding>& bindings, const DrawOptions& options)
{
    DeviceState& state = *m_data->device;
    KernelData& data = *kernel.m_data->kernel;
    Size size = output->size();
    TRY(auto pipeline, pipelineFor(state, data, vulkanFormat(output->format()), options.variant));
    VkCommandBuffer commands = m_data->context->commands;
    m_data->context->kept.push_back(kernel.m_data->kernel);
    m_data->context->kept.push_back(output);
    TRY_DO(m_data->bind(data, VK_PIPELINE_BIND_POINT_GRAPHICS, bindings, &options));
    if (usesBuffers(data))
        fullBarrier(commands);
    const ImageMemory& memory = GpuImageAccess::memory(*output);
    imageBarrier(commands, memory.image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
        VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_WRITE_BIT, VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
        VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT | VK_ACCESS_2_COLOR_ATTACHMENT_READ_BIT);
    VkRenderingAttachmentInfo attachment{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
    attachment.imageView = memory.view;
    attachment.imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
    attachment.loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR;
    attachment.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
    VkRenderingInfo rendering{VK_STRUCTURE_TYPE_RENDERING_INFO};
    rendering.renderArea = {{0, 0}, {std::uint32_t(size.width), std::uint32_t(size.height)}};
    rendering.layerCount = 1;
    rendering.colorAttachmentCount = 1;
    rendering.pColorAttachments = &attachment;
    vkCmdBeginRendering(commands, &rendering);
    VkViewport viewport{0, 0, float(size.width), float(size.height), 0, 1};
    vkCmdSetViewport(commands, 0, 1, &viewport);
    vkCmdSetScissor(commands, 0, 1, &rendering.renderArea);
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline);
    vkCmdDraw(commands, 4, 1, 0, 0);
    vkCmdEndRendering(commands);
    imageBarrier(commands, memory.image, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, restingLayout,
        VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT, VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT,
        VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_READ_BIT);
    return {};
}

Result<> Recorder::drawShared(const FragmentKernel& kernel, const GpuImagePtr& output, const std::vector<Binding>& bindings)
{
    DeviceState& state = *m_data->device;
    if (state.lost)
        return state.lostError();
    if (kernel.m_data->device != m_data->device)
        return Error{Error::Code::Device, text("The shader belongs to a graphics device that was lost.")};
    TRY_DO(drawOn(kernel, output, bindings, DrawOptions()));
    // Giving it over changes nothing but the owner: the other side takes it with the same two layouts. It need not be
    // taken back, because the next drawing begins from nothing.
    VkImageMemoryBarrier2 barrier{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2};
    barrier.srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
    barrier.oldLayout = barrier.newLayout = restingLayout;
    barrier.srcQueueFamilyIndex = state.family;
    barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL;
    barrier.image = GpuImageAccess::memory(*output).image;
    barrier.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
    dependency.imageMemoryBarrierCount = 1;
    dependency.pImageMemoryBarriers = &barrier;
    vkCmdPipelineBarrier2(m_data->context->commands, &dependency);
    return {};
}

Result<> Recorder::dispatch(const ComputeKernel& kernel, std::array<std::uint32_t, 3> groups,
    const std::vector<Binding>& bindings, const std::vector<std::byte>& pushConstants)
{
    DeviceState& state = *m_data->device;
    if (state.lost)
        return state.lostError();
    if (kernel.m_data->device != m_data->device)
        return Error{Error::Code::Device, text("The shader belongs to a graphics device that was lost.")};
    if (pushConstants.size() > 128 || pushConstants.size() % 4 != 0)
        return Error{Error::Code::Internal, text("A pass takes at most 128 bytes of push constants.")};
    for (int i = 0; i < 3; ++i) {
        if (groups[i] == 0 || groups[i] > state.limits.maxComputeWorkGroupCount[i])
            return Error{Error::Code::TooLarge, text("The graphics device cannot run {0} groups at once.", groups[i])};
    }
    if (!m_data->context) {
        TRY(m_data->context, state.takeContext());
    }
    KernelData& data = *kernel.m_data->kernel;
    VkCommandBuffer commands = m_data->context->commands;
    m_data->context->kept.push_back(kernel.m_data->kernel);
    TRY_DO(m_data->bind(data, VK_PIPELINE_BIND_POINT_COMPUTE, bindings, nullptr));
    fullBarrier(commands);
    std::vector<VkImage> storage;
    for (const Declared& declared : data.declared) {
        if (declared.type != VK_DESCRIPTOR_TYPE_STORAGE_IMAGE)
            continue;
        auto found = std::find_if(
            bindings.begin(), bindings.end(), [&](const Binding& binding) { return binding.number == declared.number; });
        VkImage image = GpuImageAccess::memory(*std::get<GpuImagePtr>(found->what)).image;
        if (std::find(storage.begin(), storage.end(), image) == storage.end())
            storage.push_back(image);
    }
    for (VkImage image : storage)
        imageBarrier(commands, image, restingLayout, VK_IMAGE_LAYOUT_GENERAL, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
            VK_ACCESS_2_MEMORY_WRITE_BIT, VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT,
            VK_ACCESS_2_SHADER_STORAGE_READ_BIT | VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT);
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, data.computePipeline);
    if (!pushConstants.empty())
        vkCmdPushConstants(
            commands, data.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, std::uint32_t(pushConstants.size()), pushConstants.data());
    vkCmdDispatch(commands, groups[0], groups[1], groups[2]);
    for (VkImage image : storage)
        imageBarrier(commands, image, VK_IMAGE_LAYOUT_GENERAL, restingLayout, VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT,
            VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_READ_BIT);
    return {};
}

Result<GpuImagePtr> Recorder::emptyImage(Size size, Image::Format format, ColourSpace space)
{
    if (!m_data->context) {
        TRY(m_data->context, m_data->device->takeContext());
    }
    TRY(auto output, GpuImageAccess::make(m_data->device, size, format, space));
    VkCommandBuffer commands = m_data->context->commands;
    VkImage image = GpuImageAccess::memory(*output).image;
    imageBarrier(commands, image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL,
        VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_WRITE_BIT, VK_PIPELINE_STAGE_2_CLEAR_BIT,
        VK_ACCESS_2_TRANSFER_WRITE_BIT);
    VkClearColorValue clear = {};
    VkImageSubresourceRange range{VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
    vkCmdClearColorImage(commands, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, &clear, 1, &range);
    imageBarrier(commands, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, restingLayout, VK_PIPELINE_STAGE_2_CLEAR_BIT,
        VK_ACCESS_2_TRANSFER_WRITE_BIT, VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT, VK_ACCESS_2_MEMORY_READ_BIT);
    m_data->context->kept.push_back(output);
    return GpuImagePtr(output);
}

Result<> Recorder::finish()
{
    if (!m_data->context)
        return {};
    auto context = std::move(m_data->context);
    auto flags = std::move(m_data->flags);
    m_data->flags.clear();
    auto result = m_data->device->run(*context);
    if (result) {
        for (const Data::Flag& flag : flags) {
            std::uint32_t value;
            std::memcpy(&value, flag.value, 4);
            if (value != 0xffffffffu && flag.whenSet) {
                result = flag.whenSet(value);
                break;
            }
        }
    }
    m_data->device->giveContext(std::move(context));
    return result;
}

} // namespace opificio
