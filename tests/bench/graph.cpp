// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine costs at 1280x720. G1: one node that changes at every frame, against the same shader through Vulkan alone on a
// device of its own (milliseconds more a frame). G2: twelve pointwise nodes against one. G6: fifty nodes of which the last
// changes, against that node alone. Pairs, the median of five.
#include "gpu/Kernel.h"
#include "image/ImageFile.h"
#include "render/Renderer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>
#include <vulkan/vulkan.h>

using namespace opificio;

namespace {

constexpr Size size = {1280, 720};
constexpr int framesAMeasure = 30;

double now()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

[[noreturn]] void stop(const std::string& why)
{
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

template<typename T> T need(Result<T> result)
{
    if (!result)
        stop(result.error().message);
    return std::move(*result);
}

void need(VkResult result)
{
    if (result != VK_SUCCESS)
        stop("Vulkan answered " + std::to_string(int(result)));
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// The least that a program must do: everything is made beforehand; a frame is a recording, a submission and a wait.
class Bare {
public:
    Bare()
    {
        VkApplicationInfo application{VK_STRUCTURE_TYPE_APPLICATION_INFO};
        application.apiVersion = VK_API_VERSION_1_3;
        VkInstanceCreateInfo instanceInfo{VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO};
        instanceInfo.pApplicationInfo = &application;
        need(vkCreateInstance(&instanceInfo, nullptr, &m_instance));
        std::uint32_t count = 1;
        VkPhysicalDevice physical;
        VkResult listed = vkEnumeratePhysicalDevices(m_instance, &count, &physical);
        if (listed != VK_INCOMPLETE)
            need(listed);
        vkGetPhysicalDeviceMemoryProperties(physical, &m_memory);
        float priority = 1;
        VkDeviceQueueCreateInfo queueInfo{VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO};
        queueInfo.queueCount = 1;
        queueInfo.pQueuePriorities = &priority;
        VkPhysicalDeviceVulkan13Features features{VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES};
        features.dynamicRendering = features.synchronization2 = features.maintenance4 = VK_TRUE;
        VkDeviceCreateInfo deviceInfo{VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO};
        deviceInfo.pNext = &features;
        deviceInfo.queueCreateInfoCount = 1;
        deviceInfo.pQueueCreateInfos = &queueInfo;
        need(vkCreateDevice(physical, &deviceInfo, nullptr, &m_device));
        vkGetDeviceQueue(m_device, 0, 0, &m_queue);
        VkCommandPoolCreateInfo poolInfo{VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO};
        poolInfo.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
        VkCommandPool pool;
        need(vkCreateCommandPool(m_device, &poolInfo, nullptr, &pool));
        VkCommandBufferAllocateInfo commandsInfo{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO};
        commandsInfo.commandPool = pool;
        commandsInfo.commandBufferCount = 1;
        need(vkAllocateCommandBuffers(m_device, &commandsInfo, &m_commands));
        VkFenceCreateInfo fenceInfo{VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
        need(vkCreateFence(m_device, &fenceInfo, nullptr, &m_fence));
        makePictures();
        makePipeline();
    }

    double frame(float amount)
    {
        double begin = now();
        VkCommandBufferBeginInfo beginInfo{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
        need(vkBeginCommandBuffer(m_commands, &beginInfo));
        barrier(m_target, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
        VkRenderingAttachmentInfo attachment{VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO};
        attachment.imageView = m_targetView;
        attachment.imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
        attachment.loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR;
        attachment.storeOp = VK_ATTACHMENT_STORE_OP_STORE;
        VkRenderingInfo rendering{VK_STRUCTURE_TYPE_RENDERING_INFO};
        rendering.renderArea.extent = {std::uint32_t(size.width), std::uint32_t(size.height)};
        rendering.layerCount = 1;
        rendering.colorAttachmentCount = 1;
        rendering.pColorAttachments = &attachment;
        vkCmdBeginRendering(m_commands, &rendering);
        vkCmdBindPipeline(m_commands, VK_PIPELINE_BIND_POINT_GRAPHICS, m_pipeline);
        vkCmdBindDescriptorSets(m_commands, VK_PIPELINE_BIND_POINT_GRAPHICS, m_layout, 0, 1, &m_set, 0, nullptr);
        vkCmdPushConstants(m_commands, m_layout, VK_SHADER_STAGE_FRAGMENT_BIT, 0, sizeof amount, &amount);
        VkViewport viewport{0, 0, float(size.width), float(size.height), 0, 1};
        vkCmdSetViewport(m_commands, 0, 1, &viewport);
        vkCmdSetScissor(m_commands, 0, 1, &rendering.renderArea);
        vkCmdDraw(m_commands, 3, 1, 0, 0);
        vkCmdEndRendering(m_commands);
        barrier(m_target, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL);
        need(vkEndCommandBuffer(m_commands));
        submit();
        return now() - begin;
    }

private:
    void submit()
    {
        VkSubmitInfo info{VK_STRUCTURE_TYPE_SUBMIT_INFO};
        info.commandBufferCount = 1;
        info.pCommandBuffers = &m_commands;
        need(vkQueueSubmit(m_queue, 1, &info, m_fence));
        need(vkWaitForFences(m_device, 1, &m_fence, VK_TRUE, UINT64_MAX));
        need(vkResetFences(m_device, 1, &m_fence));
    }
    void barrier(VkImage image, VkImageLayout from, VkImageLayout to)
    {
        VkImageMemoryBarrier2 one{VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2};
        one.srcStageMask = one.dstStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT;
        one.srcAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT;
        one.dstAccessMask = VK_ACCESS_2_MEMORY_WRITE_BIT | VK_ACCESS_2_MEMORY_READ_BIT;
        one.oldLayout = from;
        one.newLayout = to;
        one.image = image;
        one.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
        VkDependencyInfo all{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
        all.imageMemoryBarrierCount = 1;
        all.pImageMemoryBarriers = &one;
        vkCmdPipelineBarrier2(m_commands, &all);
    }
    VkImageView makePicture(VkImage& image)
    {
        VkImageCreateInfo info{VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO};
        info.imageType = VK_IMAGE_TYPE_2D;
        info.format = VK_FORMAT_R16G16B16A16_SFLOAT;
        info.extent = {std::uint32_t(size.width), std::uint32_t(size.height), 1};
        info.mipLevels = info.arrayLayers = 1;
        info.samples = VK_SAMPLE_COUNT_1_BIT;
        info.usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_SAMPLED_BIT;
        need(vkCreateImage(m_device, &info, nullptr, &image));
        VkMemoryRequirements requirements;
        vkGetImageMemoryRequirements(m_device, image, &requirements);
        VkMemoryAllocateInfo allocation{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO};
        allocation.allocationSize = requirements.size;
        for (std::uint32_t i = 0; i < m_memory.memoryTypeCount; ++i) {
            if (requirements.memoryTypeBits >> i & 1) {
                allocation.memoryTypeIndex = i;
                break;
            }
        }
        VkDeviceMemory memory;
        need(vkAllocateMemory(m_device, &allocation, nullptr, &memory));
        need(vkBindImageMemory(m_device, image, memory, 0));
        VkImageViewCreateInfo viewInfo{VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO};
        viewInfo.image = image;
        viewInfo.viewType = VK_IMAGE_VIEW_TYPE_2D;
        viewInfo.format = info.format;
        viewInfo.subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
        VkImageView view;
        need(vkCreateImageView(m_device, &viewInfo, nullptr, &view));
        return view;
    }
    void makePictures()
    {
        m_sourceView = makePicture(m_source);
        m_targetView = makePicture(m_target);
        VkCommandBufferBeginInfo beginInfo{VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
        need(vkBeginCommandBuffer(m_commands, &beginInfo));
        barrier(m_source, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL);
        need(vkEndCommandBuffer(m_commands));
        submit();
    }
    VkShaderModule module(const Spirv& spirv)
    {
        VkShaderModuleCreateInfo info{VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO};
        info.codeSize = spirv.size() * 4;
        info.pCode = spirv.data();
        VkShaderModule made;
        need(vkCreateShaderModule(m_device, &info, nullptr, &made));
        return made;
    }
    void makePipeline()
    {
        // Reads as the node's shader does, through the format's flipped coordinates and a linear sampler.
        auto fragment = need(compileFragment(R"(#version 450
            layout(binding = 0) uniform sampler2D picture;
            layout(push_constant) uniform Settings { float amount; };
            layout(location = 0) out vec4 color;
            void main() { vec4 p = texture(picture, gl_FragCoord.xy / vec2(textureSize(picture, 0))); color = vec4(p.rgb * exp2(amount), p.a); })",
            "bare"));
        // vec4(vertex << 1 & 2, vertex & 2) * 2 - 1: a triangle that covers everything.
        static const std::uint32_t vertex[] = {
#include "triangle.spv.inc"
        };
        VkSamplerCreateInfo samplerInfo{VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO};
        samplerInfo.magFilter = samplerInfo.minFilter = VK_FILTER_LINEAR;
        samplerInfo.addressModeU = samplerInfo.addressModeV = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE;
        VkSampler sampler;
        need(vkCreateSampler(m_device, &samplerInfo, nullptr, &sampler));
        VkDescriptorSetLayoutBinding binding{
            0, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1, VK_SHADER_STAGE_FRAGMENT_BIT, nullptr};
        VkDescriptorSetLayoutCreateInfo setInfo{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO};
        setInfo.bindingCount = 1;
        setInfo.pBindings = &binding;
        VkDescriptorSetLayout setLayout;
        need(vkCreateDescriptorSetLayout(m_device, &setInfo, nullptr, &setLayout));
        VkPushConstantRange range{VK_SHADER_STAGE_FRAGMENT_BIT, 0, 4};
        VkPipelineLayoutCreateInfo layoutInfo{VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO};
        layoutInfo.setLayoutCount = layoutInfo.pushConstantRangeCount = 1;
        layoutInfo.pSetLayouts = &setLayout;
        layoutInfo.pPushConstantRanges = &range;
        need(vkCreatePipelineLayout(m_device, &layoutInfo, nullptr, &m_layout));
        VkDescriptorPoolSize poolSize{VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, 1};
        VkDescriptorPoolCreateInfo poolInfo{VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO};
        poolInfo.maxSets = poolInfo.poolSizeCount = 1;
        poolInfo.pPoolSizes = &poolSize;
        VkDescriptorPool pool;
        need(vkCreateDescriptorPool(m_device, &poolInfo, nullptr, &pool));
        VkDescriptorSetAllocateInfo setAllocation{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO};
        setAllocation.descriptorPool = pool;
        setAllocation.descriptorSetCount = 1;
        setAllocation.pSetLayouts = &setLayout;
        need(vkAllocateDescriptorSets(m_device, &setAllocation, &m_set));
        VkDescriptorImageInfo picture{sampler, m_sourceView, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL};
        VkWriteDescriptorSet write{VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET};
        write.dstSet = m_set;
        write.descriptorCount = 1;
        write.descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER;
        write.pImageInfo = &picture;
        vkUpdateDescriptorSets(m_device, 1, &write, 0, nullptr);

        VkPipelineShaderStageCreateInfo stages[2]
            = {{VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO}, {VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO}};
        stages[0].stage = VK_SHADER_STAGE_VERTEX_BIT;
        stages[0].module = module(Spirv(std::begin(vertex), std::end(vertex)));
        stages[1].stage = VK_SHADER_STAGE_FRAGMENT_BIT;
        stages[1].module = module(fragment);
        stages[0].pName = stages[1].pName = "main";
        VkPipelineVertexInputStateCreateInfo input{VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO};
        VkPipelineInputAssemblyStateCreateInfo assembly{VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO};
        assembly.topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST;
        VkPipelineViewportStateCreateInfo viewport{VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO};
        viewport.viewportCount = viewport.scissorCount = 1;
        VkPipelineRasterizationStateCreateInfo raster{VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO};
        raster.lineWidth = 1;
        VkPipelineMultisampleStateCreateInfo samples{VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO};
        samples.rasterizationSamples = VK_SAMPLE_COUNT_1_BIT;
        VkPipelineColorBlendAttachmentState attachment{};
        attachment.colorWriteMask = 15;
        VkPipelineColorBlendStateCreateInfo blend{VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO};
        blend.attachmentCount = 1;
        blend.pAttachments = &attachment;
        VkDynamicState states[] = {VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
        VkPipelineDynamicStateCreateInfo dynamic{VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO};
        dynamic.dynamicStateCount = 2;
        dynamic.pDynamicStates = states;
        VkFormat format = VK_FORMAT_R16G16B16A16_SFLOAT;
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
        info.layout = m_layout;
        need(vkCreateGraphicsPipelines(m_device, VK_NULL_HANDLE, 1, &info, nullptr, &m_pipeline));
    }

    VkInstance m_instance = VK_NULL_HANDLE;
    VkDevice m_device = VK_NULL_HANDLE;
    VkQueue m_queue = VK_NULL_HANDLE;
    VkCommandBuffer m_commands = VK_NULL_HANDLE;
    VkFence m_fence = VK_NULL_HANDLE;
    VkPhysicalDeviceMemoryProperties m_memory = {};
    VkImage m_source = VK_NULL_HANDLE, m_target = VK_NULL_HANDLE;
    VkImageView m_sourceView = VK_NULL_HANDLE, m_targetView = VK_NULL_HANDLE;
    VkPipelineLayout m_layout = VK_NULL_HANDLE;
    VkPipeline m_pipeline = VK_NULL_HANDLE;
    VkDescriptorSet m_set = VK_NULL_HANDLE;
};

// item -> exposure ... exposure -> output; the last (or all) of them move with time.
Graph chain(const NodeTypes& types, const std::string& sha256, int count, bool all)
{
    Graph graph;
    NodeId last = graph.add("item");
    graph.nodes.at(last).values.set("item", sha256);
    for (int i = 0; i < count; ++i) {
        NodeId next = graph.add("exposure");
        graph.nodes.at(next).values.set("amount", 0.01);
        if (all || i == count - 1)
            graph.nodes.at(next).keys["amount"] = {{.time = 0, .value = -1.0}, {.time = 1000, .value = 1.0}};
        if (!graph.connect({last, "image", next, "inputImage"}, types))
            stop("link");
        last = next;
    }
    NodeId output = graph.add("output");
    if (!graph.connect({last, "image", output, "image"}, types))
        stop("output");
    return graph;
}

struct Runner {
    Renderer& renderer;
    const NodeTypes& types;
    Frame next = 0;
    // The median frame of a number of new ones, in milliseconds.
    double measure(const Graph& graph)
    {
        std::vector<double> each;
        for (int i = 0; i < framesAMeasure; ++i) {
            double begin = now();
            need(renderer.render(graph, types, next++, size));
            each.push_back(now() - begin);
        }
        return median(each);
    }
};

void report(const char* name, double ratio, double limit, const char* words)
{
    if (limit > 0)
        std::printf("{\"bench\": \"%s\", \"ratio\": %.3f, \"limit\": %.2f, \"words\": \"%s\"}\n", name, ratio, limit, words);
    else
        std::printf("{\"bench\": \"%s\", \"ratio\": %.3f, \"words\": \"%s\"}\n", name, ratio, words);
    std::fflush(stdout);
}

} // namespace

int main()
{
    std::filesystem::path picture
        = std::filesystem::temp_directory_path() / ("opificio-bench-" + std::to_string(::getpid()) + ".png");
    std::vector<std::byte> pixels(std::size_t(size.width) * size.height * 4);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = std::byte(i % 4 == 3 ? 255 : (i * 2654435761u) >> 24);
    if (!writePng(picture, Image(size, Image::Format::Rgba8, ColourSpace::Display, pixels)))
        stop("picture");
    Materials materials{.file = [&](const std::string&) -> Result<std::filesystem::path> { return picture; },
        .dataset = {},
        .modelHasMemory = {}};
    auto renderer = need(Renderer::create(materials));
    auto types = need(NodeTypes::builtIn());
    std::string sha256(64, 'a');
    Graph one = chain(types, sha256, 1, true), twelve = chain(types, sha256, 12, true), fifty = chain(types, sha256, 50, false);
    Runner runner{*renderer, types};
    Bare bare;
    for (const Graph* graph : {&one, &twelve, &fifty})
        runner.measure(*graph);
    // Until the pictures that are kept fill their room: from then on memory goes round, as in a piece that runs.
    for (int i = 0; i < 4; ++i)
        runner.measure(one);
    bare.frame(0);

    std::vector<double> overhead, twelveRatio, fiftyRatio;
    for (int pair = 0; pair < 5; ++pair) {
        std::vector<double> each;
        for (int i = 0; i < framesAMeasure; ++i)
            each.push_back(bare.frame(0.01f * float(i)));
        double alone = runner.measure(one);
        overhead.push_back(alone - median(each));
        twelveRatio.push_back(runner.measure(twelve) / alone);
        fiftyRatio.push_back(runner.measure(fifty) / runner.measure(one));
    }
    report("graph G1", median(overhead), 1.0, "milliseconds a frame more than Vulkan alone, one node");
    report("graph G2", median(twelveRatio), 0, "twelve pointwise nodes over one");
    report("graph G6", median(fiftyRatio), 1.1, "fifty nodes of which one changes, over that one");
    std::filesystem::remove(picture);
}
