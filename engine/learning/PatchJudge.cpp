// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning/PatchJudge.h"

#include "learning/Parallel.h"

#include <torch/types.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace opificio {

namespace {

enum class Directions {
    Any, ///< white noise: colour and contrast
    Detail, ///< white noise without mean: blind to plain colour
    Strokes, ///< short waves of any orientation, length and colour: edges and lines. Along these real pictures are far from
             ///< normally distributed, so they say what white noise cannot: along it nearly every texture looks alike.
};

struct Kind {
    int patch, count;
    double weight;
    Directions directions;
};
constexpr Kind kinds[] = {
    {1, 8, 1.0, Directions::Any},
    {3, 12, 1.0, Directions::Any},
    {7, 16, 1.0, Directions::Detail},
    {11, 32, 2.0, Directions::Strokes},
};
constexpr int levels = 3;

void drawStroke(Random& random, int patch, float* direction)
{
    double turn = random.uniform() * 6.283185307179586, phase = random.uniform() * 6.283185307179586;
    double length = 2.5 * std::pow(4.0, random.uniform()), across = length * (0.3 + 0.3 * random.uniform()),
           along = across * (1 + 2 * random.uniform());
    double colour[3] = {1, 1, 1};
    if (random.uniform() < 0.5)
        for (double& channel : colour)
            channel = double(random.normal());
    double middle = (patch - 1) * 0.5;
    for (int y = 0; y < patch; ++y) {
        for (int x = 0; x < patch; ++x) {
            double u = (x - middle) * std::cos(turn) + (y - middle) * std::sin(turn),
                   v = (y - middle) * std::cos(turn) - (x - middle) * std::sin(turn);
            double value = std::cos(6.283185307179586 * u / length + phase)
                * std::exp(-0.5 * (u * u / (across * across) + v * v / (along * along)));
            for (int c = 0; c < 3; ++c)
                direction[(y * patch + x) * 3 + c] = float(value * colour[c]);
        }
    }
}

std::vector<float> drawDirections(Random& random, const Kind& kind)
{
    int length = kind.patch * kind.patch * 3;
    std::vector<float> directions(std::size_t(kind.count) * length);
    for (int f = 0; f < kind.count; ++f) {
        float* direction = directions.data() + std::size_t(f) * length;
        if (kind.directions == Directions::Strokes) {
            drawStroke(random, kind.patch, direction);
        } else {
            for (int i = 0; i < length; ++i)
                direction[i] = random.normal();
        }
        if (kind.directions != Directions::Any) {
            for (int c = 0; c < 3; ++c) {
                float mean = 0;
                for (int i = c; i < length; i += 3)
                    mean += direction[i];
                mean /= float(length / 3);
                for (int i = c; i < length; i += 3)
                    direction[i] -= mean;
            }
        }
        float norm = 0;
        for (int i = 0; i < length; ++i)
            norm += direction[i] * direction[i];
        norm = 1.0f / (std::sqrt(norm) + 1e-6f);
        for (int i = 0; i < length; ++i)
            direction[i] *= norm;
    }
    return directions;
}

// left [rows, inner] times the transposed of right [columns, inner].
void timesTurned(const float* left, int rows, const float* right, int columns, int inner, float* answer)
{
    auto a = torch::from_blob(const_cast<float*>(left), {rows, inner});
    auto b = torch::from_blob(const_cast<float*>(right), {columns, inner});
    auto out = torch::from_blob(answer, {rows, columns});
    at::mm_out(out, a, b.t());
}

// The transposed of left [inner, rows] times right [inner, columns].
void turnedTimes(const float* left, int rows, const float* right, int columns, int inner, float* answer)
{
    auto a = torch::from_blob(const_cast<float*>(left), {inner, rows});
    auto b = torch::from_blob(const_cast<float*>(right), {inner, columns});
    auto out = torch::from_blob(answer, {rows, columns});
    at::mm_out(out, a.t(), b);
}

std::uint32_t keyOf(float value)
{
    auto bits = std::bit_cast<std::uint32_t>(value);
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

float valueOf(std::uint32_t key)
{
    return std::bit_cast<float>(key & 0x80000000u ? key & 0x7fffffffu : ~key);
}

// Sorted keys in the upper half, where they came from in the lower: three passes of a radix sort, stable.
void sortRow(const float* row, int count, std::vector<std::uint64_t>& sorted, std::vector<std::uint64_t>& spare)
{
    sorted.resize(std::size_t(count));
    spare.resize(std::size_t(count));
    std::uint32_t tallies[3][2048] = {};
    for (int i = 0; i < count; ++i) {
        std::uint32_t key = keyOf(row[i]);
        sorted[std::size_t(i)] = std::uint64_t(key) << 32 | std::uint32_t(i);
        ++tallies[0][key & 2047];
        ++tallies[1][(key >> 11) & 2047];
        ++tallies[2][key >> 22];
    }
    for (int pass = 0; pass < 3; ++pass) {
        std::uint32_t reached = 0;
        for (std::uint32_t& tally : tallies[pass])
            reached += std::exchange(tally, reached);
        for (std::uint64_t entry : sorted)
            spare[tallies[pass][(entry >> (32 + 11 * pass)) & 2047]++] = entry;
        sorted.swap(spare);
    }
}

// Patches of a picture that repeats at its edges, one a row, in the order of its pixels.
std::vector<float> allPatches(const Pixels& pixels, int patch)
{
    int margin = patch / 2, width = pixels.width + patch - 1, height = pixels.height + patch - 1;
    std::vector<float> wide(std::size_t(width) * height * 3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            int sx = (x - margin + pixels.width) % pixels.width, sy = (y - margin + pixels.height) % pixels.height;
            std::memcpy(&wide[(std::size_t(y) * width + x) * 3], &pixels.values[(std::size_t(sy) * pixels.width + sx) * 3], 12);
        }
    }
    std::size_t length = std::size_t(patch) * patch * 3;
    std::vector<float> patches(std::size_t(pixels.width) * pixels.height * length);
    float* row = patches.data();
    for (int y = 0; y < pixels.height; ++y) {
        for (int x = 0; x < pixels.width; ++x, row += length) {
            for (int k = 0; k < patch; ++k)
                std::memcpy(
                    row + std::size_t(k) * patch * 3, &wide[(std::size_t(y + k) * width + x) * 3], std::size_t(patch) * 12);
        }
    }
    return patches;
}

// The derivative of allPatches().
void addPatches(const std::vector<float>& patches, int patch, int width, int height, float* gradient)
{
    int margin = patch / 2, wideWidth = width + patch - 1, wideHeight = height + patch - 1, length = patch * 3;
    std::vector<float> wide(std::size_t(wideWidth) * wideHeight * 3, 0.0f);
    const float* row = patches.data();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int k = 0; k < patch; ++k, row += length) {
                float* to = &wide[(std::size_t(y + k) * wideWidth + x) * 3];
                for (int i = 0; i < length; ++i)
                    to[i] += row[i];
            }
        }
    }
    for (int y = 0; y < wideHeight; ++y) {
        for (int x = 0; x < wideWidth; ++x) {
            int sx = (x - margin + width) % width, sy = (y - margin + height) % height;
            for (int c = 0; c < 3; ++c)
                gradient[(std::size_t(sy) * width + sx) * 3 + c] += wide[(std::size_t(y) * wideWidth + x) * 3 + c];
        }
    }
}

// A picture that is smaller than the patch goes on with its own beginning.
void copyPatch(const Pixels& from, int x, int y, int patch, float* row)
{
    if (x + patch > from.width || y + patch > from.height) {
        for (int k = 0; k < patch; ++k) {
            for (int i = 0; i < patch; ++i) {
                const float* pixel
                    = &from.values[(std::size_t((y + k) % from.height) * from.width + std::size_t((x + i) % from.width)) * 3];
                std::copy_n(pixel, 3, row + (std::size_t(k) * patch + i) * 3);
            }
        }
        return;
    }
    for (int k = 0; k < patch; ++k)
        std::memcpy(
            row + std::size_t(k) * patch * 3, &from.values[(std::size_t(y + k) * from.width + x) * 3], std::size_t(patch) * 12);
}

Pixels partOf(const Pixels& pixels, int x, int y, int width, int height)
{
    Pixels part{width, height, std::vector<float>(std::size_t(width) * height * 3)};
    for (int row = 0; row < height; ++row)
        std::memcpy(&part.values[std::size_t(row) * width * 3], &pixels.values[(std::size_t(y + row) * pixels.width + x) * 3],
            std::size_t(width) * 12);
    return part;
}

void sortRows(std::vector<float>& rows, int count, int samples)
{
    std::vector<std::uint64_t> sorted, spare;
    for (int f = 0; f < count; ++f) {
        float* row = rows.data() + std::size_t(f) * samples;
        sortRow(row, samples, sorted, spare);
        for (int i = 0; i < samples; ++i)
            row[i] = valueOf(std::uint32_t(sorted[std::size_t(i)] >> 32));
    }
}

} // namespace

Pixels halved(const Pixels& pixels)
{
    Pixels half{pixels.width / 2, pixels.height / 2, {}};
    half.values.resize(std::size_t(half.width) * half.height * 3);
    for (int y = 0; y < half.height; ++y) {
        for (int x = 0; x < half.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const float* upper = &pixels.values[(std::size_t(2 * y) * pixels.width + 2 * x) * 3 + c];
                const float* lower = upper + std::size_t(pixels.width) * 3;
                half.values[(std::size_t(y) * half.width + x) * 3 + c] = 0.25f * (upper[0] + upper[3] + lower[0] + lower[3]);
            }
        }
    }
    return half;
}

PatchJudge::PatchJudge(std::vector<Given> given)
{
    double sum = 0;
    for (const Given& picture : given)
        sum += picture.weight;
    double reached = 0;
    for (Given& picture : given) {
        reached += picture.weight / sum;
        m_shares.push_back(reached);
        std::vector<Pixels> pyramid{std::move(picture.pixels)};
        for (int level = 1; level < levels; ++level)
            pyramid.push_back(halved(pyramid.back()));
        m_pyramids.push_back(std::move(pyramid));
    }
    m_shares.back() = 1;
}

PatchJudge::Question PatchJudge::ask(std::uint64_t seed, std::int64_t step, int width, int height, int threads) const
{
    Question question;
    question.draws.assign(m_pyramids.size(), 0);
    for (int level = 0; level < levels; ++level)
        for (const Kind& kind : kinds)
            question.parts.push_back(
                {level, kind.patch, kind.count, kind.weight, {}, {}, {}, (width >> level) * (height >> level)});
    std::vector<std::vector<std::int64_t>> draws(question.parts.size());
    inParallel(int(question.parts.size()), threads, [&](int index) {
        Question::Part& part = question.parts[std::size_t(index)];
        Random random(seed, step, 0x9a7c4 + std::uint64_t(index));
        part.directions = drawDirections(random, kinds[std::size_t(index) % std::size(kinds)]);
        std::size_t length = std::size_t(part.patch) * part.patch * 3;
        std::vector<float> patches(std::size_t(part.samples) * length);
        draws[std::size_t(index)].assign(m_pyramids.size(), 0);
        for (int i = 0; i < part.samples; ++i) {
            std::size_t which = 0;
            if (m_pyramids.size() > 1) {
                double at = random.uniform();
                while (which + 1 < m_shares.size() && at >= m_shares[which])
                    ++which;
            }
            const Pixels& from = m_pyramids[which][std::size_t(part.level)];
            int x = int(random.below(std::max(1, from.width - part.patch + 1)));
            int y = int(random.below(std::max(1, from.height - part.patch + 1)));
            copyPatch(from, x, y, part.patch, &patches[std::size_t(i) * length]);
            ++draws[std::size_t(index)][which];
        }
        part.answers.resize(std::size_t(part.count) * part.samples);
        timesTurned(part.directions.data(), part.count, patches.data(), part.samples, int(length), part.answers.data());
        for (int f = 0; f < part.count; ++f) {
            const float* row = &part.answers[std::size_t(f) * part.samples];
            double sum = 0, squares = 0;
            for (int i = 0; i < part.samples; ++i) {
                sum += row[i];
                squares += double(row[i]) * row[i];
            }
            double mean = sum / part.samples;
            // A direction in which the given pictures hardly differ must not become all that matters.
            part.scale.push_back(float(1.0 / (std::sqrt(std::max(0.0, squares / part.samples - mean * mean)) + 0.03)));
        }
        sortRows(part.answers, part.count, part.samples);
    });
    for (const auto& part : draws)
        for (std::size_t i = 0; i < part.size(); ++i)
            question.draws[i] += part[i];
    return question;
}

double PatchJudge::distance(const Question& question, const Pixels& pixels, std::span<float> gradient)
{
    std::vector<Pixels> pyramid{pixels};
    for (int level = 1; level < levels; ++level)
        pyramid.push_back(halved(pyramid.back()));
    std::vector<std::vector<float>> gradients(levels);
    if (!gradient.empty()) {
        for (int level = 0; level < levels; ++level)
            gradients[std::size_t(level)].assign(pyramid[std::size_t(level)].values.size(), 0.0f);
    }
    double total = 0, weights = 0;
    for (const Question::Part& part : question.parts)
        weights += part.weight;
    std::vector<std::uint64_t> sorted, spare;
    for (const Question::Part& part : question.parts) {
        const Pixels& level = pyramid[std::size_t(part.level)];
        int samples = part.samples, length = part.patch * part.patch * 3;
        std::vector<float> patches = allPatches(level, part.patch);
        std::vector<float> answers(std::size_t(part.count) * samples);
        timesTurned(part.directions.data(), part.count, patches.data(), samples, length, answers.data());
        double share = part.weight / weights / (double(part.count) * samples);
        for (int f = 0; f < part.count; ++f) {
            float* row = &answers[std::size_t(f) * samples];
            const float* wanted = &part.answers[std::size_t(f) * samples];
            sortRow(row, samples, sorted, spare);
            double sum = 0;
            float slope = float(share * part.scale[std::size_t(f)]);
            for (int i = 0; i < samples; ++i) {
                std::uint64_t entry = sorted[std::size_t(i)];
                float difference = valueOf(std::uint32_t(entry >> 32)) - wanted[i];
                sum += std::abs(difference);
                row[std::uint32_t(entry)] = difference > 0 ? slope : difference < 0 ? -slope : 0;
            }
            total += sum * share * part.scale[std::size_t(f)];
        }
        if (!gradient.empty()) {
            turnedTimes(answers.data(), samples, part.directions.data(), length, part.count, patches.data());
            addPatches(patches, part.patch, level.width, level.height, gradients[std::size_t(part.level)].data());
        }
    }
    if (!gradient.empty()) {
        for (int level = levels - 1; level > 0; --level) {
            const Pixels& fine = pyramid[std::size_t(level - 1)];
            const Pixels& coarse = pyramid[std::size_t(level)];
            for (int y = 0; y < coarse.height * 2; ++y)
                for (int x = 0; x < coarse.width * 2; ++x)
                    for (int c = 0; c < 3; ++c)
                        gradients[std::size_t(level - 1)][(std::size_t(y) * fine.width + x) * 3 + c]
                            += 0.25f * gradients[std::size_t(level)][(std::size_t(y / 2) * coarse.width + x / 2) * 3 + c];
        }
        for (std::size_t i = 0; i < gradient.size(); ++i)
            gradient[i] += gradients[0][i];
    }
    return total;
}

double PatchJudge::ownDistance(std::uint64_t seed, int width, int height, int threads) const
{
    double total = 0;
    double before = 0;
    for (std::size_t index = 0; index < m_pyramids.size(); ++index) {
        const Pixels& whole = m_pyramids[index].front();
        double share = m_shares[index] - before;
        before = m_shares[index];
        int halfWidth = whole.width / 2, halfHeight = whole.height / 2;
        const std::pair<Pixels, Pixels> pairs[] = {
            {partOf(whole, 0, 0, halfWidth, whole.height), partOf(whole, halfWidth, 0, halfWidth, whole.height)},
            {partOf(whole, 0, 0, whole.width, halfHeight), partOf(whole, 0, halfHeight, whole.width, halfHeight)},
        };
        for (const auto& [one, other] : pairs) {
            Question first = PatchJudge({{one, 1}}).ask(seed, 0, width, height, threads);
            Question second = PatchJudge({{other, 1}}).ask(seed, 0, width, height, threads);
            double weights = 0;
            for (const Question::Part& part : first.parts)
                weights += part.weight;
            for (std::size_t p = 0; p < first.parts.size(); ++p) {
                const Question::Part& a = first.parts[p];
                const Question::Part& b = second.parts[p];
                double sum = 0;
                for (int f = 0; f < a.count; ++f)
                    for (int i = 0; i < a.samples; ++i)
                        sum += std::abs(a.answers[std::size_t(f) * a.samples + i] - b.answers[std::size_t(f) * a.samples + i])
                            * a.scale[std::size_t(f)];
                total += 0.5 * share * sum * a.weight / weights / (double(a.count) * a.samples);
            }
        }
    }
    return total;
}

} // namespace opificio
