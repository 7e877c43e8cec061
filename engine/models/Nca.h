#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "image/Image.h"

namespace opificio {

/// A cellular automaton that grows a texture. A cell has 12 channels, the first three are red, green and blue, display
/// encoded and in [-1, 1]. Each step a cell sees itself, two Sobel gradients (/8) and the Laplacian [1 2 1; 2 -12 2; 1 2 1]/16
/// of its 3 x 3 neighbourhood (the picture is a torus), passes these 48 numbers through 96 rectified units and adds the
/// answer to itself with probability one half. After Niklasson, Mordvintsev, Randazzo and Levin, "Self-Organising
/// Textures" (Distill, 2021), with a hidden layer and without a pretrained judge.
constexpr int ncaChannels = 12;
constexpr int ncaSeen = 48; ///< row of w1: filter * 12 + channel; filters: identity, Sobel x, Sobel y, Laplacian
constexpr int ncaHidden = 96;

/// 5,856 floats, 23.4 KB.
struct NcaWeights {
    std::array<std::array<float, ncaHidden>, ncaSeen> w1{};
    std::array<float, ncaHidden> b1{};
    std::array<std::array<float, ncaChannels>, ncaHidden> w2{};
};

/// The cells: row by row from the top, 12 channels a cell.
struct NcaState {
    Size size;
    std::vector<float> cells;
    /// Steps done since the start: part of the state, because the fire mask depends on it.
    std::uint32_t step = 0;
};

/// The hash behind every random choice of the automaton; the same in the shaders. PCG-RXS-M-XS 32 (O'Neill, 2014).
constexpr std::uint32_t pcgHash(std::uint32_t value)
{
    std::uint32_t state = value * 747796405u + 2891336453u;
    std::uint32_t word = ((state >> ((state >> 28) + 4)) ^ state) * 277803737u;
    return (word >> 22) ^ word;
}

/// Whether the cell with that index (y * width + x) changes in that step: one half of them do.
constexpr bool ncaFires(std::uint32_t seed, std::uint32_t step, std::uint32_t cell)
{
    return (pcgHash(cell ^ pcgHash(step ^ pcgHash(seed))) & 0x80000000u) != 0;
}

/// The start: every number uniform in [-0.1, 0.1), from a hash of seed, cell and channel; the same in the shaders.
NcaState ncaStart(Size size, std::uint32_t seed);

/// The weights laid out for the kernels. Cheap to make; any thread.
struct NcaPrepared {
    explicit NcaPrepared(const NcaWeights& weights);
    alignas(64) float w1[ncaSeen][ncaHidden];
    alignas(64) float b1[ncaHidden];
    alignas(64) float w2[ncaHidden][16]; // 12 and four zeros
    alignas(64) float w1Turned[ncaHidden][ncaSeen];
    alignas(64) float w2Turned[ncaChannels][ncaHidden];
};

/// Sums of derivatives over cells and steps.
struct NcaGradients {
    alignas(64) float w1[ncaSeen][ncaHidden] = {};
    alignas(64) float b1[ncaHidden] = {};
    alignas(64) float w2[ncaHidden][16] = {};
    void add(const NcaGradients& other);
};

/// One step from `from` to `to` (both width * height * 12 floats, not the same), rows [firstRow, endRow) of the answer. The
/// result does not depend on how the rows are shared out.
void ncaStepRows(const NcaPrepared& weights, const float* from, float* to, Size size, int firstRow, int endRow,
    std::uint32_t seed, std::uint32_t step);

/// The derivative of that step: `gradientOut` is dL/d(to), `gradientIn` receives dL/d(from); `gradients` is added to.
void ncaStepBack(const NcaPrepared& weights, const float* from, const float* gradientOut, float* gradientIn, Size size,
    std::uint32_t seed, std::uint32_t step, NcaGradients& gradients);

/// `steps` steps on `threads` threads; the same numbers for any count of threads.
void ncaRun(const NcaPrepared& weights, NcaState& state, int steps, std::uint32_t seed, int threads = 1);

/// The first three channels as a picture in display encoding.
Image ncaPicture(const NcaState& state);

/// "avx512", "avx2" or "plain": which instructions the kernels use here. Results differ in the last bits between them.
const char* ncaInstructions();

} // namespace opificio
