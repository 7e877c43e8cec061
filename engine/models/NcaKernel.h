#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// The automaton's step and its derivative, fused: perception, hidden layer and answer of eight cells at a time stay in
// registers and first-level cache, and cells that do not fire are not computed. Included by one .cpp for each set of
// instructions, which defines KERNEL (a namespace), LANES (floats in a register) and TOGETHER (registers of the hidden
// layer that are summed at once for four cells). Nothing from std may be used here but <cstdint>, <cstddef> and memory built-ins:
// an inline function compiled for a newer processor could be picked by the linker for all.

#include "models/Nca.h"

#ifndef KERNEL
#define KERNEL nca_plain
#define LANES 4
#define TOGETHER 3
#endif

namespace opificio::KERNEL {

namespace {

typedef float Lanes __attribute__((vector_size(LANES * 4), aligned(4), may_alias));
typedef float Four __attribute__((vector_size(16), aligned(4), may_alias));

constexpr int channels = ncaChannels, seen = ncaSeen, hidden = ncaHidden;
constexpr int block = 8;
constexpr int hiddenVectors = hidden / LANES, seenVectors = seen / LANES, answerVectors = 16 / LANES;

inline const Lanes& vectorAt(const float* at)
{
    return *reinterpret_cast<const Lanes*>(at);
}
inline Lanes& vectorAt(float* at)
{
    return *reinterpret_cast<Lanes*>(at);
}
inline const Four& fourAt(const float* at)
{
    return *reinterpret_cast<const Four*>(at);
}
inline Four& fourAt(float* at)
{
    return *reinterpret_cast<Four*>(at);
}

struct Neighbours {
    // Offsets in cells, row by row.
    int at[9];
    Neighbours(int width, int height, int cell)
    {
        int y = cell / width, x = cell - y * width;
        int up = (y == 0 ? height - 1 : y - 1) * width, middle = y * width, down = (y == height - 1 ? 0 : y + 1) * width;
        int left = x == 0 ? width - 1 : x - 1, right = x == width - 1 ? 0 : x + 1;
        at[0] = up + left, at[1] = up + x, at[2] = up + right;
        at[3] = middle + left, at[4] = middle + x, at[5] = middle + right;
        at[6] = down + left, at[7] = down + x, at[8] = down + right;
    }
};

inline void perceive(const float* state, const Neighbours& near, float* answer)
{
    const float* s[9];
    for (int i = 0; i < 9; ++i)
        s[i] = state + std::size_t(near.at[i]) * channels;
    for (int c = 0; c < channels; c += 4) {
        Four a = fourAt(s[0] + c), b = fourAt(s[1] + c), d = fourAt(s[2] + c), e = fourAt(s[3] + c), f = fourAt(s[4] + c);
        Four g = fourAt(s[5] + c), h = fourAt(s[6] + c), i = fourAt(s[7] + c), j = fourAt(s[8] + c);
        fourAt(answer + c) = f;
        fourAt(answer + channels + c) = ((d - a) + 2.0f * (g - e) + (j - h)) * 0.125f;
        fourAt(answer + 2 * channels + c) = ((h - a) + 2.0f * (i - b) + (j - d)) * 0.125f;
        fourAt(answer + 3 * channels + c) = (a + d + h + j + 2.0f * (b + e + g + i) - 12.0f * f) * 0.0625f;
    }
}

// What eight cells see, and their rectified hidden layer.
struct Cells {
    alignas(64) float saw[block][seen];
    alignas(64) float unit[block][hidden];
};

inline void hiddenLayer(const NcaPrepared& w, Cells& cells)
{
    for (int first = 0; first < block; first += 4) {
        for (int group = 0; group < hiddenVectors; group += TOGETHER) {
            Lanes sum[4][TOGETHER];
            for (int q = 0; q < 4; ++q)
                for (int v = 0; v < TOGETHER; ++v)
                    sum[q][v] = vectorAt(w.b1 + (group + v) * LANES);
            for (int k = 0; k < seen; ++k) {
                for (int v = 0; v < TOGETHER; ++v) {
                    Lanes weight = vectorAt(w.w1[k] + (group + v) * LANES);
                    for (int q = 0; q < 4; ++q)
                        sum[q][v] += weight * cells.saw[first + q][k];
                }
            }
            Lanes zero = {};
            for (int q = 0; q < 4; ++q)
                for (int v = 0; v < TOGETHER; ++v)
                    vectorAt(cells.unit[first + q] + (group + v) * LANES) = sum[q][v] > zero ? sum[q][v] : zero;
        }
    }
}

inline void answer(const NcaPrepared& w, const Cells& cells, float (*change)[16])
{
    for (int first = 0; first < block; first += 8 / answerVectors) {
        constexpr int count = 8 / answerVectors;
        Lanes sum[count][answerVectors] = {};
        for (int j = 0; j < hidden; ++j) {
            for (int v = 0; v < answerVectors; ++v) {
                Lanes weight = vectorAt(w.w2[j] + v * LANES);
                for (int q = 0; q < count; ++q)
                    sum[q][v] += weight * cells.unit[first + q][j];
            }
        }
        for (int q = 0; q < count; ++q)
            for (int v = 0; v < answerVectors; ++v)
                vectorAt(change[first + q] + v * LANES) = sum[q][v];
    }
}

} // namespace

void stepRows(const NcaPrepared& w, const float* from, float* to, int width, int height, int firstRow, int endRow,
    std::uint32_t seed, std::uint32_t step)
{
    int firstCell = firstRow * width, endCell = endRow * width;
    __builtin_memcpy(to + std::size_t(firstCell) * channels, from + std::size_t(firstCell) * channels,
        std::size_t(endCell - firstCell) * channels * sizeof(float));
    std::uint32_t key = pcgHash(step ^ pcgHash(seed));
    Cells cells = {};
    alignas(64) float change[block][16];
    int firing[block];
    int count = 0;
    auto flush = [&] {
        hiddenLayer(w, cells);
        answer(w, cells, change);
        for (int q = 0; q < count; ++q) {
            float* cell = to + std::size_t(firing[q]) * channels;
            for (int c = 0; c < channels; c += 4)
                fourAt(cell + c) += fourAt(change[q] + c);
        }
        count = 0;
    };
    for (int cell = firstCell; cell < endCell; ++cell) {
        if (!(pcgHash(std::uint32_t(cell) ^ key) & 0x80000000u))
            continue;
        perceive(from, Neighbours(width, height, cell), cells.saw[count]);
        firing[count++] = cell;
        if (count == block)
            flush();
    }
    if (count > 0)
        flush();
}

void stepBack(const NcaPrepared& w, const float* from, const float* gradientOut, float* gradientIn, int width, int height,
    std::uint32_t seed, std::uint32_t step, NcaGradients& total)
{
    int cellCount = width * height;
    __builtin_memcpy(gradientIn, gradientOut, std::size_t(cellCount) * channels * sizeof(float));
    std::uint32_t key = pcgHash(step ^ pcgHash(seed));
    Cells cells = {};
    alignas(64) float wanted[block][16] = {}; // dL/d(change)
    alignas(64) float unitBack[block][hidden];
    alignas(64) float sawBack[block][seen];
    Neighbours near[block] = {Neighbours(1, 1, 0), Neighbours(1, 1, 0), Neighbours(1, 1, 0), Neighbours(1, 1, 0),
        Neighbours(1, 1, 0), Neighbours(1, 1, 0), Neighbours(1, 1, 0), Neighbours(1, 1, 0)};
    int count = 0;
    auto flush = [&] {
        // Places that no cell fills must not count.
        for (int q = count; q < block; ++q)
            for (int c = 0; c < channels; ++c)
                wanted[q][c] = 0;
        hiddenLayer(w, cells);
        for (int j = 0; j < hidden; ++j) {
            for (int v = 0; v < answerVectors; ++v) {
                Lanes sum = vectorAt(total.w2[j] + v * LANES);
                for (int q = 0; q < block; ++q)
                    sum += vectorAt(wanted[q] + v * LANES) * cells.unit[q][j];
                vectorAt(total.w2[j] + v * LANES) = sum;
            }
        }
        for (int v = 0; v < hiddenVectors; ++v) {
            Lanes sum[block] = {};
            for (int c = 0; c < channels; ++c) {
                Lanes weight = vectorAt(w.w2Turned[c] + v * LANES);
                for (int q = 0; q < block; ++q)
                    sum[q] += weight * wanted[q][c];
            }
            Lanes bias = vectorAt(total.b1 + v * LANES), zero = {};
            for (int q = 0; q < block; ++q) {
                Lanes unit = vectorAt(cells.unit[q] + v * LANES);
                sum[q] = unit > zero ? sum[q] : zero;
                vectorAt(unitBack[q] + v * LANES) = sum[q];
                bias += sum[q];
            }
            vectorAt(total.b1 + v * LANES) = bias;
            for (int k = 0; k < seen; ++k) {
                Lanes weight = vectorAt(total.w1[k] + v * LANES);
                for (int q = 0; q < block; ++q)
                    weight += sum[q] * cells.saw[q][k];
                vectorAt(total.w1[k] + v * LANES) = weight;
            }
        }
        for (int first = 0; first < block; first += 4) {
            for (int group = 0; group < seenVectors; group += 3) {
                Lanes sum[4][3] = {};
                for (int j = 0; j < hidden; ++j) {
                    for (int v = 0; v < 3; ++v) {
                        Lanes weight = vectorAt(w.w1Turned[j] + (group + v) * LANES);
                        for (int q = 0; q < 4; ++q)
                            sum[q][v] += weight * unitBack[first + q][j];
                    }
                }
                for (int q = 0; q < 4; ++q)
                    for (int v = 0; v < 3; ++v)
                        vectorAt(sawBack[first + q] + (group + v) * LANES) = sum[q][v];
            }
        }
        for (int q = 0; q < count; ++q) {
            float* g[9];
            for (int i = 0; i < 9; ++i)
                g[i] = gradientIn + std::size_t(near[q].at[i]) * channels;
            for (int c = 0; c < channels; c += 4) {
                Four self = fourAt(sawBack[q] + c), x = fourAt(sawBack[q] + channels + c) * 0.125f;
                Four y = fourAt(sawBack[q] + 2 * channels + c) * 0.125f, around = fourAt(sawBack[q] + 3 * channels + c) * 0.0625f;
                fourAt(g[0] + c) += around - x - y;
                fourAt(g[1] + c) += 2.0f * (around - y);
                fourAt(g[2] + c) += around + x - y;
                fourAt(g[3] + c) += 2.0f * (around - x);
                fourAt(g[4] + c) += self - 12.0f * around;
                fourAt(g[5] + c) += 2.0f * (around + x);
                fourAt(g[6] + c) += around - x + y;
                fourAt(g[7] + c) += 2.0f * (around + y);
                fourAt(g[8] + c) += around + x + y;
            }
        }
        count = 0;
    };
    for (int cell = 0; cell < cellCount; ++cell) {
        if (!(pcgHash(std::uint32_t(cell) ^ key) & 0x80000000u))
            continue;
        near[count] = Neighbours(width, height, cell);
        perceive(from, near[count], cells.saw[count]);
        const float* gradient = gradientOut + std::size_t(cell) * channels;
        for (int c = 0; c < channels; c += 4)
            fourAt(wanted[count] + c) = fourAt(gradient + c);
        if (++count == block)
            flush();
    }
    if (count > 0)
        flush();
}

} // namespace opificio::KERNEL
