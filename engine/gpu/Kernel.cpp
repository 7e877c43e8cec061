// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Vulkan.h"

#include "base/Text.h"
#include "gpu/Compile.h"

#include <algorithm>
#include <map>

namespace opificio {

namespace {

// The quad of every kernel without a vertex stage of its own.
constexpr const char* quad = R"(#version 450
layout(location = 0) out vec2 position;
void main()
{
    position = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1);
    gl_Position = vec4(position.x * 2.0 - 1.0, 1.0 - position.y * 2.0, 0.0, 1.0);
}
)";

Error badSpirv()
{
    return {Error::Code::Shader, text("A compiled shader is damaged.")};
}

// SPIR-V, section 2.3 and 3: only what is needed to find the variables of set 0.
enum Op : std::uint32_t {
    OpTypeImage = 25,
    OpTypeSampledImage = 27,
    OpTypeArray = 28,
    OpTypeStruct = 30,
    OpTypePointer = 32,
    OpVariable = 59,
    OpDecorate = 71,
};

CacheKey keyOf(const Spirv& first, const Spirv& second)
{
    auto bytes
        = [](const Spirv& spirv) { return std::string_view(reinterpret_cast<const char*>(spirv.data()), spirv.size() * 4); };
    return Hasher().add(bytes(first)).add(bytes(second)).key();
}

Result<VkShaderModule> makeModule(DeviceState& state, const Spirv& spirv)
{
    VkShaderModuleCreateInfo info{VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO};
    info.codeSize = spirv.size() * 4;
    info.pCode = spirv.data();
    VkShaderModule module = VK_NULL_HANDLE;
    TRY_DO(state.check(vkCreateShaderModule(state.device, &info, nullptr, &module)));
    return module;
}

Result<std::shared_ptr<KernelData>> makeKernel(DeviceState& state, const Spirv& first, const Spirv& vertex, Stage stage)
{
    if (state.lost)
        return state.lostError();
    CacheKey key = keyOf(first, vertex);
    {
        std::lock_guard lock(state.mutex);
        if (auto found = state.kernels.find(key); found != state.kernels.end())
            return found->second;
    }
    auto kernel = std::make_shared<KernelData>();
    kernel->device = state.device;
    TRY(kernel->declared, declaredBindings(first));
    if (!vertex.empty()) {
        TRY(auto more, declaredBindings(vertex));
        for (const Declared& binding : more) {
            auto same = std::find_if(kernel->declared.begin(), kernel->declared.end(),
                [&](const Declared& other) { return other.number == binding.number; });
            if (same == kernel->declared.end())
                kernel->declared.push_back(binding);
            else if (same->type != binding.type)
                return badSpirv();
        }
    }
    VkShaderStageFlags stages
        = stage == Stage::Compute ? VK_SHADER_STAGE_COMPUTE_BIT : VK_SHADER_STAGE_FRAGMENT_BIT | VK_SHADER_STAGE_VERTEX_BIT;
    std::vector<VkDescriptorSetLayoutBinding> bindings;
    for (const Declared& binding : kernel->declared)
        bindings.push_back({binding.number, binding.type, 1, stages, nullptr});
    VkDescriptorSetLayoutCreateInfo set{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO};
    set.bindingCount = std::uint32_t(bindings.size());
    set.pBindings = bindings.data();
    TRY_DO(state.check(vkCreateDescriptorSetLayout(state.device, &set, nullptr, &kernel->setLayout)));
    VkPushConstantRange range{stages, 0, 128};
    VkPipelineLayoutCreateInfo layout{VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO};
    layout.setLayoutCount = 1;
    layout.pSetLayouts = &kernel->setLayout;
    layout.pushConstantRangeCount = 1;
    layout.pPushConstantRanges = &range;
    TRY_DO(state.check(vkCreatePipelineLayout(state.device, &layout, nullptr, &kernel->layout)));
    if (stage == Stage::Compute) {
        TRY(kernel->compute, makeModule(state, first));
        VkComputePipelineCreateInfo info{VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO};
        info.stage = {VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO};
        info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
        info.stage.module = kernel->compute;
        info.stage.pName = "main";
        info.layout = kernel->layout;
        TRY_DO(state.check(
            vkCreateComputePipelines(state.device, state.pipelineCache, 1, &info, nullptr, &kernel->computePipeline)));
    } else {
        TRY(kernel->fragment, makeModule(state, first));
        static const Compiled standard = compile(quad, Stage::Vertex);
        TRY(kernel->vertex, makeModule(state, vertex.empty() ? standard.spirv : vertex));
    }
    std::lock_guard lock(state.mutex);
    if (state.kernels.size() >= 512)
        std::erase_if(state.kernels, [](const auto& entry) { return entry.second.use_count() == 1; });
    state.kernels.emplace(key, kernel);
    return kernel;
}

} // namespace

KernelData::~KernelData()
{
    for (auto [which, pipeline] : pipelines)
        vkDestroyPipeline(device, pipeline, nullptr);
    vkDestroyPipeline(device, computePipeline, nullptr);
    for (VkShaderModule module : {vertex, fragment, compute})
        vkDestroyShaderModule(device, module, nullptr);
    vkDestroyPipelineLayout(device, layout, nullptr);
    vkDestroyDescriptorSetLayout(device, setLayout, nullptr);
}

Result<std::vector<Declared>> declaredBindings(const Spirv& spirv)
{
    struct Type {
        std::uint32_t op = 0, storage = 0, inner = 0, sampled = 0;
    };
    std::map<std::uint32_t, Type> types;
    std::map<std::uint32_t, unsigned> numbers;
    std::vector<std::array<std::uint32_t, 3>> variables;
    if (spirv.size() < 5 || spirv[0] != 0x07230203)
        return badSpirv();
    for (std::size_t at = 5; at < spirv.size();) {
        std::uint32_t op = spirv[at] & 0xffff, length = spirv[at] >> 16;
        if (length == 0 || length > spirv.size() - at)
            return badSpirv();
        const std::uint32_t* words = &spirv[at];
        if (op == OpDecorate && length >= 4 && words[2] == 33)
            numbers[words[1]] = words[3];
        else if (op == OpTypeImage && length >= 9)
            types[words[1]] = {op, 0, 0, words[7]};
        else if (op == OpTypePointer && length >= 4)
            types[words[1]] = {op, words[2], words[3]};
        else if ((op == OpTypeSampledImage || op == OpTypeStruct || op == OpTypeArray) && length >= 2)
            types[words[1]] = {op};
        else if (op == OpVariable && length >= 4)
            variables.push_back({words[1], words[2], words[3]});
        at += length;
    }
    std::vector<Declared> declared;
    for (auto [type, id, storage] : variables) {
        auto number = numbers.find(id);
        if (number == numbers.end())
            continue;
        const Type& inner = types[types[type].inner];
        VkDescriptorType kind;
        if (inner.op == OpTypeSampledImage)
            kind = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER;
        else if (inner.op == OpTypeImage && inner.sampled == 2)
            kind = VK_DESCRIPTOR_TYPE_STORAGE_IMAGE;
        else if (inner.op == OpTypeStruct)
            kind = storage == 12 ? VK_DESCRIPTOR_TYPE_STORAGE_BUFFER : VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
        else
            return badSpirv();
        declared.push_back({number->second, kind});
    }
    return declared;
}

Result<std::shared_ptr<const FragmentKernel>> FragmentKernel::create(Device& device, Spirv fragment, Spirv vertex)
{
    TRY(auto data, makeKernel(device.state(), fragment, vertex, Stage::Fragment));
    std::shared_ptr<FragmentKernel> kernel(new FragmentKernel);
    kernel->m_data = std::make_unique<Data>(Data{device.sharedState(), std::move(data)});
    return std::shared_ptr<const FragmentKernel>(std::move(kernel));
}

FragmentKernel::~FragmentKernel() = default;

Result<std::shared_ptr<const ComputeKernel>> ComputeKernel::create(Device& device, Spirv spirv)
{
    TRY(auto data, makeKernel(device.state(), spirv, {}, Stage::Compute));
    std::shared_ptr<ComputeKernel> kernel(new ComputeKernel);
    kernel->m_data = std::make_unique<Data>(Data{device.sharedState(), std::move(data)});
    return std::shared_ptr<const ComputeKernel>(std::move(kernel));
}

ComputeKernel::~ComputeKernel() = default;

} // namespace opificio
