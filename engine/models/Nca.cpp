// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Nca.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>

namespace opificio {

#define NCA_KERNEL(name)                                                                                                         \
    namespace name {                                                                                                             \
    void stepRows(const NcaPrepared&, const float*, float*, int, int, int, int, std::uint32_t, std::uint32_t);                   \
    void stepBack(                                                                                                               \
        const NcaPrepared&, const float*, const float*, float*, int, int, std::uint32_t, std::uint32_t, NcaGradients&);          \
    }
NCA_KERNEL(nca_plain)
#ifdef OPIFICIO_X86
NCA_KERNEL(nca_avx2)
NCA_KERNEL(nca_avx512)
#endif

namespace {

struct Kernel {
    const char* name;
    decltype(&nca_plain::stepRows) stepRows;
    decltype(&nca_plain::stepBack) stepBack;
};

const Kernel& kernel()
{
    static const Kernel chosen = [] {
#ifdef OPIFICIO_X86
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
            return Kernel{"avx512", nca_avx512::stepRows, nca_avx512::stepBack};
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            return Kernel{"avx2", nca_avx2::stepRows, nca_avx2::stepBack};
#endif
        return Kernel{"plain", nca_plain::stepRows, nca_plain::stepBack};
    }();
    return chosen;
}

} // namespace

NcaState ncaStart(Size size, std::uint32_t seed)
{
    NcaState state{size, std::vector<float>(std::size_t(size.width) * size.height * ncaChannels), 0};
    std::uint32_t key = pcgHash(seed ^ 0x51ed270bu);
    // 24 bits, so that a float holds the number exactly and a shader makes the same.
    for (std::size_t i = 0; i < state.cells.size(); ++i)
        state.cells[i] = (float(pcgHash(std::uint32_t(i) ^ key) >> 8) * (1.0f / 16777216.0f) - 0.5f) * 0.2f;
    return state;
}

NcaPrepared::NcaPrepared(const NcaWeights& weights)
{
    std::memcpy(w1, weights.w1.data(), sizeof w1);
    std::memcpy(b1, weights.b1.data(), sizeof b1);
    std::memset(w2, 0, sizeof w2);
    for (int j = 0; j < ncaHidden; ++j) {
        for (int c = 0; c < ncaChannels; ++c)
            w2[j][c] = w2Turned[c][j] = weights.w2[j][c];
        for (int k = 0; k < ncaSeen; ++k)
            w1Turned[j][k] = weights.w1[k][j];
    }
}

void NcaGradients::add(const NcaGradients& other)
{
    for (int k = 0; k < ncaSeen; ++k)
        for (int j = 0; j < ncaHidden; ++j)
            w1[k][j] += other.w1[k][j];
    for (int j = 0; j < ncaHidden; ++j) {
        b1[j] += other.b1[j];
        for (int c = 0; c < ncaChannels; ++c)
            w2[j][c] += other.w2[j][c];
    }
}

void ncaStepRows(const NcaPrepared& weights, const float* from, float* to, Size size, int firstRow, int endRow,
    std::uint32_t seed, std::uint32_t step)
{
    kernel().stepRows(weights, from, to, size.width, size.height, firstRow, endRow, seed, step);
}

void ncaStepBack(const NcaPrepared& weights, const float* from, const float* gradientOut, float* gradientIn, Size size,
    std::uint32_t seed, std::uint32_t step, NcaGradients& gradients)
{
    kernel().stepBack(weights, from, gradientOut, gradientIn, size.width, size.height, seed, step, gradients);
}

void ncaRun(const NcaPrepared& weights, NcaState& state, int steps, std::uint32_t seed, int threads)
{
    std::vector<float> other(state.cells.size());
    threads = std::clamp(threads, 1, std::max(1, state.size.height / 8));
    for (int i = 0; i < steps; ++i, ++state.step) {
        auto part = [&](int index) {
            int first = int(std::int64_t(state.size.height) * index / threads);
            int end = int(std::int64_t(state.size.height) * (index + 1) / threads);
            ncaStepRows(weights, state.cells.data(), other.data(), state.size, first, end, seed, state.step);
        };
        std::vector<std::thread> helpers;
        for (int index = 1; index < threads; ++index)
            helpers.emplace_back(part, index);
        part(0);
        for (std::thread& helper : helpers)
            helper.join();
        state.cells.swap(other);
    }
}

Image ncaPicture(const NcaState& state)
{
    std::size_t count = std::size_t(state.size.width) * state.size.height;
    std::vector<std::byte> pixels(count * 4);
    for (std::size_t i = 0; i < count; ++i) {
        for (int c = 0; c < 3; ++c) {
            float value = state.cells[i * ncaChannels + c];
            value = std::isfinite(value) ? std::clamp(value * 0.5f + 0.5f, 0.0f, 1.0f) : 0.0f;
            pixels[i * 4 + c] = std::byte(int(value * 255.0f + 0.5f));
        }
        pixels[i * 4 + 3] = std::byte(255);
    }
    return Image(state.size, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

const char* ncaInstructions()
{
    return kernel().name;
}

} // namespace opificio
