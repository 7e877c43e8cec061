#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <variant>
#include <vector>

#include "gpu/Device.h"
#include "gpu/Kernel.h"

namespace opificio {

enum class Sampling { Linear, Nearest }; ///< both clamp to the edge

/// What a kernel finds at a binding number: a picture (sampled or storage, as the kernel declares it), a buffer, or the
/// bytes of a uniform block (std140).
struct Binding {
    unsigned number = 0;
    std::variant<GpuImagePtr, GpuBufferPtr, std::vector<std::byte>> what;
    Sampling sampling = Sampling::Linear;
};

/// The bytes of plain numbers and structs, one behind the other: for push constants and blocks.
template<typename... Values> std::vector<std::byte> constants(const Values&... values)
{
    std::vector<std::byte> bytes((sizeof(Values) + ... + 0));
    std::size_t at = 0;
    ((std::memcpy(bytes.data() + at, &values, sizeof(Values)), at += sizeof(Values)), ...);
    return bytes;
}

/// Collects passes and runs them in the order in which they were recorded; each sees what the ones before it wrote.
/// What a pass uses is kept alive until it has run. One thread at a time.
///
///     TRY(auto recorder, Recorder::begin(device));
///     TRY(auto blurred, recorder.draw(*blur, {1280, 720}, Image::Format::Rgba16F, ColourSpace::SceneLinear, {{0, picture}}));
///     TRY(auto graded, recorder.draw(*grade, {1280, 720}, Image::Format::Rgba8, ColourSpace::Display, {{0, blurred}}));
///     TRY_DO(recorder.finish());
class Recorder {
public:
    static Result<Recorder> begin(Device& device);
    Recorder(Recorder&&) noexcept;
    Recorder& operator=(Recorder&&) noexcept;
    ~Recorder(); ///< what was not finished is dropped

    struct DrawOptions {
        /// Where the kernel declares a storage buffer of one uint at this binding, the recorder gives it one, filled with
        /// ones; finish() fails with what `whenSet` makes of a changed value.
        int flagBinding = -1;
        std::function<Error(std::uint32_t)> whenSet = {};
        /// The value of the shader's specialisation constant 0, where it has one: a pipeline for each.
        std::int32_t variant = 0;
    };
    /// One picture, every pixel once, from transparent black.
    Result<GpuImagePtr> draw(const FragmentKernel& kernel, Size size, Image::Format format, ColourSpace space,
        const std::vector<Binding>& bindings, const DrawOptions& options);
    Result<GpuImagePtr> draw(
        const FragmentKernel& kernel, Size size, Image::Format format, ColourSpace space, const std::vector<Binding>& bindings)
    {
        return draw(kernel, size, format, space, bindings, DrawOptions());
    }

    /// `groups` of the kernel's local size; `pushConstants` at most 128 bytes.
    Result<> dispatch(const ComputeKernel& kernel, std::array<std::uint32_t, 3> groups, const std::vector<Binding>& bindings,
        const std::vector<std::byte>& pushConstants = {});

    /// A transparent picture; dispatch() may write to it as a storage image as long as it has not been handed on.
    Result<GpuImagePtr> emptyImage(Size size, Image::Format format, ColourSpace space);

    /// Runs what was recorded and waits for it. The recorder is empty afterwards and can go on.
    Result<> finish();

private:
    friend class SharedImage;
    Recorder() = default;
    Result<> drawOn(const FragmentKernel& kernel, const GpuImagePtr& output, const std::vector<Binding>& bindings,
        const DrawOptions& options);
    /// Draws a picture that another device shows, and gives it over.
    Result<> drawShared(const FragmentKernel& kernel, const GpuImagePtr& output, const std::vector<Binding>& bindings);
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace opificio
