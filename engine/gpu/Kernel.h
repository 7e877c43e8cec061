#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "gpu/Device.h"

namespace opificio {

using Spirv = std::vector<std::uint32_t>;

/// GLSL 4.50 with Vulkan's rules to SPIR-V. `name` is for the error, whose `what` is "name:line". Any thread.
Result<Spirv> compileCompute(std::string_view glsl, std::string_view name);
Result<Spirv> compileFragment(std::string_view glsl, std::string_view name);

/// A program that is run once a pixel. Inputs and blocks are found in the SPIR-V by their binding numbers, all in set 0.
/// The output is `layout(location = 0) out vec4`; without a vertex stage of its own `layout(location = 0) in vec2` is
/// the position, (0, 0) at the bottom left and (1, 1) at the top right. Pipelines are made and kept by the device.
class FragmentKernel {
public:
    static Result<std::shared_ptr<const FragmentKernel>> create(Device& device, Spirv fragment, Spirv vertex = {});
    ~FragmentKernel();

private:
    friend class Recorder;
    FragmentKernel() = default;
    struct Data;
    std::unique_ptr<Data> m_data;
};

/// A program over storage buffers and pictures.
///
///     static constexpr std::string_view doubling = R"(#version 450
///         layout(local_size_x = 64) in;
///         layout(binding = 0) buffer Numbers { float numbers[]; };
///         layout(push_constant) uniform Settings { float factor; };
///         void main() { numbers[gl_GlobalInvocationID.x] *= factor; })";
///     TRY(auto spirv, compileCompute(doubling, "doubling"));
///     TRY(auto kernel, ComputeKernel::create(*device, spirv));
///     TRY(auto recorder, Recorder::begin(*device));
///     TRY_DO(recorder.dispatch(*kernel, {count / 64, 1, 1}, {{0, numbers}}, constants(factor)));
///     TRY_DO(recorder.finish());
class ComputeKernel {
public:
    static Result<std::shared_ptr<const ComputeKernel>> create(Device& device, Spirv spirv);
    ~ComputeKernel();

private:
    friend class Recorder;
    ComputeKernel() = default;
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace opificio
