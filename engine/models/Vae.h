#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <vector>

#include "image/Image.h"

namespace opificio {

/// One layer of the decoder: every cell of the layer before becomes 2 x 2 cells (a transposed convolution, kernel 4 x 4, stride
/// 2, padding 1). What it reads is rectified (leaky, 0.2) and divided by its root mean square over the channels of a cell.
struct VaeLayer {
    int from = 0, to = 0; ///< channels
    int side = 0; ///< cells along an edge of what it reads
    std::vector<float> weights; ///< [from][to][4][4], as transposed convolutions have it
    std::vector<float> bias; ///< [to]
};

/// Turns a place in the latent space of a dataset into a picture of `side()` pixels, and a place on its map into a place
/// in the latent space. The picture is soft: palette, light and layout, not detail. It is the sum of what the layers make
/// and of eight by eight fields of colour, which follow the latent numbers linearly and melt into each other.
struct VaeDecoder {
    static constexpr int fieldsAcross = 8;
    int latent = 0;
    int firstChannels = 0; ///< of the 4 x 4 cells that the first, dense layer makes
    std::vector<float> denseWeights; ///< [latent][firstChannels * 16]: channel, row, column
    std::vector<float> denseBias;
    std::vector<float> fieldWeights; ///< [latent][3 * 8 * 8]: channel, row, column; empty: this model has no fields
    std::vector<float> fieldBias;
    std::vector<VaeLayer> layers; ///< the last makes 3 channels in [-1, 1], display encoded

    // The map: pictures in the order of the card's items.
    std::vector<std::array<float, 2>> places; ///< 0..1, x to the right, y up
    std::vector<float> latents; ///< [picture][latent]
    float reach = 0.1f; ///< how far on the map a picture is felt

    int side() const { return layers.empty() ? 4 : layers.back().side * 2; }
    /// The pictures near (x, y) blended in latent space: on a picture's place mostly itself, smooth everywhere.
    std::vector<float> latentAt(double x, double y) const;
    /// What the first, dense layer makes: [firstChannels][4][4].
    std::vector<float> firstCells(const std::vector<float>& latent) const;
    /// What the fields add: planes as decode() answers them; empty where there are none.
    std::vector<float> fieldsAt(const std::vector<float>& latent) const;
    /// The reference for the shaders: side * side * 3 floats in [-1, 1], rows from the top.
    std::vector<float> decode(const std::vector<float>& latent) const;
    Image picture(double x, double y) const;
};

/// The decoder laid out for a processor: cells side by side with all their channels. For devices that a processor plays,
/// where the shaders take two to three times as long.
class VaePrepared {
public:
    explicit VaePrepared(VaeDecoder decoder);
    const VaeDecoder& decoder() const { return m_decoder; }
    /// side * side * 4 floats: red, green, blue in [-1, 1] and 0, rows from the top. As VaeDecoder::decode() up to rounding.
    std::vector<float> pixels(const std::vector<float>& latent) const;

private:
    struct Layer {
        int from = 0, to = 0, side = 0; ///< `to` rounded up to four
        std::vector<float> weights; ///< [4 * 4][from][to]
        std::vector<float> bias;
    };
    VaeDecoder m_decoder;
    std::vector<Layer> m_layers;
};

/// How much each of the fields across counts at a pixel of `side`: cubic B-splines, ends repeated. [side][fieldsAcross]
std::vector<float> fieldShares(int side);

} // namespace opificio
