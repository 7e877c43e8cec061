// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Vae.h"

#include <algorithm>
#include <cmath>

namespace opificio {

std::vector<float> VaeDecoder::latentAt(double x, double y) const
{
    std::vector<float> answer(std::size_t(latent), 0.0f);
    if (places.empty())
        return answer;
    // Weights relative to the nearest picture, so that they never vanish far from all of them.
    std::vector<double> distances(places.size());
    double nearest = 1e30;
    for (std::size_t i = 0; i < places.size(); ++i) {
        double dx = x - places[i][0], dy = y - places[i][1];
        distances[i] = (dx * dx + dy * dy) / (2.0 * reach * reach);
        nearest = std::min(nearest, distances[i]);
    }
    double sum = 0;
    std::vector<double> blended(std::size_t(latent), 0.0);
    for (std::size_t i = 0; i < places.size(); ++i) {
        double weight = std::exp(nearest - distances[i]);
        if (weight < 1e-6)
            continue;
        sum += weight;
        for (int k = 0; k < latent; ++k)
            blended[std::size_t(k)] += weight * latents[i * std::size_t(latent) + std::size_t(k)];
    }
    for (int k = 0; k < latent; ++k)
        answer[std::size_t(k)] = float(blended[std::size_t(k)] / sum);
    return answer;
}

std::vector<float> fieldShares(int side)
{
    constexpr int across = VaeDecoder::fieldsAcross;
    std::vector<float> shares(std::size_t(side) * across, 0.0f);
    for (int pixel = 0; pixel < side; ++pixel) {
        double place = (pixel + 0.5) * across / side - 0.5, first = std::floor(place), t = place - first;
        double parts[] = {(1 - t) * (1 - t) * (1 - t) / 6, (3 * t * t * t - 6 * t * t + 4) / 6,
            (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6, t * t * t / 6};
        for (int i = 0; i < 4; ++i) {
            int field = std::clamp(int(first) + i - 1, 0, across - 1);
            shares[std::size_t(pixel) * across + std::size_t(field)] += float(parts[i]);
        }
    }
    return shares;
}

std::vector<float> VaeDecoder::firstCells(const std::vector<float>& latentPlace) const
{
    std::vector<float> cells = denseBias;
    for (std::size_t k = 0; k < latentPlace.size(); ++k)
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i] += latentPlace[k] * denseWeights[k * cells.size() + i];
    return cells;
}

std::vector<float> VaeDecoder::fieldsAt(const std::vector<float>& latentPlace) const
{
    if (fieldWeights.empty())
        return {};
    constexpr std::size_t across = fieldsAcross;
    std::vector<float> fields = fieldBias;
    for (std::size_t k = 0; k < latentPlace.size(); ++k)
        for (std::size_t i = 0; i < fields.size(); ++i)
            fields[i] += latentPlace[k] * fieldWeights[k * fields.size() + i];
    const auto edge = std::size_t(side());
    const std::vector<float> shares = fieldShares(int(edge));
    std::vector<float> planes(3 * edge * edge, 0.0f), rows(across * edge);
    for (std::size_t c = 0; c < 3; ++c) {
        std::fill(rows.begin(), rows.end(), 0.0f);
        for (std::size_t row = 0; row < across; ++row)
            for (std::size_t x = 0; x < edge; ++x)
                for (std::size_t i = 0; i < across; ++i)
                    rows[row * edge + x] += shares[x * across + i] * fields[(c * across + row) * across + i];
        for (std::size_t y = 0; y < edge; ++y)
            for (std::size_t row = 0; row < across; ++row)
                for (std::size_t x = 0; x < edge; ++x)
                    planes[(c * edge + y) * edge + x] += shares[y * across + row] * rows[row * edge + x];
    }
    return planes;
}

std::vector<float> VaeDecoder::decode(const std::vector<float>& latentPlace) const
{
    std::vector<float> cells = firstCells(latentPlace);
    for (const VaeLayer& layer : layers) {
        std::size_t plane = std::size_t(layer.side) * layer.side;
        // What the layer reads: rectified, then divided by its root mean square over the channels.
        for (float& value : cells)
            value = value > 0 ? value : 0.2f * value;
        for (std::size_t i = 0; i < plane; ++i) {
            float sum = 0;
            for (int c = 0; c < layer.from; ++c)
                sum += cells[c * plane + i] * cells[c * plane + i];
            float scale = 1.0f / std::sqrt(sum / float(layer.from) + 1e-6f);
            for (int c = 0; c < layer.from; ++c)
                cells[c * plane + i] *= scale;
        }
        int side = layer.side * 2;
        std::size_t area = std::size_t(side) * side;
        std::vector<float> next(area * layer.to);
        for (int o = 0; o < layer.to; ++o)
            std::fill_n(next.begin() + std::ptrdiff_t(o * area), area, layer.bias[std::size_t(o)]);
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                // Output y takes rows (y + 1 - kernel) / 2: two of the four kernel rows.
                for (int ky = (y + 1) & 1; ky < 4; ky += 2) {
                    int sy = (y + 1 - ky) / 2;
                    if (y + 1 - ky < 0 || sy >= layer.side)
                        continue;
                    for (int kx = (x + 1) & 1; kx < 4; kx += 2) {
                        int sx = (x + 1 - kx) / 2;
                        if (x + 1 - kx < 0 || sx >= layer.side)
                            continue;
                        const float* source = cells.data() + sy * layer.side + sx;
                        for (int c = 0; c < layer.from; ++c) {
                            float value = source[c * plane];
                            const float* weight = layer.weights.data() + (std::size_t(c) * layer.to * 16) + ky * 4 + kx;
                            for (int o = 0; o < layer.to; ++o)
                                next[o * area + std::size_t(y) * side + x] += value * weight[o * 16];
                        }
                    }
                }
            }
        }
        cells = std::move(next);
    }
    const std::vector<float> fields = fieldsAt(latentPlace);
    for (std::size_t i = 0; i < fields.size(); ++i)
        cells[i] += fields[i];
    return cells;
}

Image VaeDecoder::picture(double x, double y) const
{
    std::vector<float> planes = decode(latentAt(x, y));
    std::size_t count = std::size_t(side()) * side();
    std::vector<std::byte> pixels(count * 4);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < 3; ++c)
            pixels[i * 4 + c] = std::byte(int(std::clamp(planes[c * count + i] * 0.5f + 0.5f, 0.0f, 1.0f) * 255.0f + 0.5f));
        pixels[i * 4 + 3] = std::byte(255);
    }
    return Image({side(), side()}, Image::Format::Rgba8, ColourSpace::Display, std::move(pixels));
}

namespace {

// answer[o] += sum over c of source[c] * weights[c * to + o], for `count` of the outputs: they stay in registers meanwhile.
template<int count> void gather(const float* source, const float* weights, std::size_t from, std::size_t to, float* answer)
{
    float sums[count];
    std::copy_n(answer, count, sums);
    for (std::size_t c = 0; c < from; ++c, weights += to) {
        const float value = source[c];
        for (int o = 0; o < count; ++o)
            sums[o] += value * weights[o];
    }
    std::copy_n(sums, count, answer);
}

} // namespace

VaePrepared::VaePrepared(VaeDecoder decoder)
    : m_decoder(std::move(decoder))
{
    for (const VaeLayer& layer : m_decoder.layers) {
        Layer made{layer.from, (layer.to + 3) / 4 * 4, layer.side, {}, {}};
        made.bias.assign(std::size_t(made.to), 0.0f);
        std::copy(layer.bias.begin(), layer.bias.end(), made.bias.begin());
        made.weights.assign(std::size_t(16) * made.from * made.to, 0.0f);
        for (std::size_t c = 0; c < std::size_t(layer.from); ++c)
            for (std::size_t o = 0; o < std::size_t(layer.to); ++o)
                for (std::size_t k = 0; k < 16; ++k)
                    made.weights[(k * made.from + c) * made.to + o] = layer.weights[(c * layer.to + o) * 16 + k];
        m_layers.push_back(std::move(made));
    }
}

std::vector<float> VaePrepared::pixels(const std::vector<float>& latent) const
{
    const std::vector<float> first = m_decoder.firstCells(latent);
    const auto channels = std::size_t(m_decoder.firstChannels);
    std::vector<float> cells(first.size());
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < 16; ++i)
            cells[i * channels + c] = first[c * 16 + i];
    std::size_t width = channels; // of a cell
    for (const Layer& layer : m_layers) {
        const auto from = std::size_t(layer.from), to = std::size_t(layer.to);
        for (std::size_t i = 0; i < cells.size(); i += width) {
            float sum = 0;
            for (std::size_t c = 0; c < from; ++c) {
                float value = cells[i + c];
                value = value > 0 ? value : 0.2f * value;
                cells[i + c] = value;
                sum += value * value;
            }
            float scale = 1.0f / std::sqrt(sum / float(from) + 1e-6f);
            for (std::size_t c = 0; c < from; ++c)
                cells[i + c] *= scale;
        }
        const int side = layer.side * 2;
        std::vector<float> next(std::size_t(side) * side * to);
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                float* answer = next.data() + (std::size_t(y) * side + x) * to;
                std::copy(layer.bias.begin(), layer.bias.end(), answer);
                for (int ky = (y + 1) & 1; ky < 4; ky += 2) {
                    int sy = (y + 1 - ky) / 2;
                    if (y + 1 - ky < 0 || sy >= layer.side)
                        continue;
                    for (int kx = (x + 1) & 1; kx < 4; kx += 2) {
                        int sx = (x + 1 - kx) / 2;
                        if (x + 1 - kx < 0 || sx >= layer.side)
                            continue;
                        const float* source = cells.data() + (std::size_t(sy) * layer.side + sx) * width;
                        const float* weights = layer.weights.data() + std::size_t(ky * 4 + kx) * from * to;
                        std::size_t o = 0;
                        for (; o + 24 <= to; o += 24)
                            gather<24>(source, weights + o, from, to, answer + o);
                        for (; o < to; o += 4)
                            gather<4>(source, weights + o, from, to, answer + o);
                    }
                }
            }
        }
        cells = std::move(next);
        width = to;
    }
    const std::vector<float> fields = m_decoder.fieldsAt(latent);
    const std::size_t area = fields.size() / 3;
    for (std::size_t i = 0; i < area; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            cells[i * 4 + c] += fields[c * area + i];
    return cells;
}

} // namespace opificio
