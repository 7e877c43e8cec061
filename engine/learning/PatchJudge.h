#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <span>
#include <vector>

#include "learning/Random.h"

namespace opificio {

/// Colours in [-1, 1], display encoded, three floats a pixel, rows from the top.
struct Pixels {
    int width = 0, height = 0;
    std::vector<float> values;
};

Pixels halved(const Pixels& pixels);

/// How far a picture's patches are from those of given pictures: the sliced Wasserstein distance between the two sets of
/// patches along random directions, on a pyramid of scales, each direction measured in standard deviations of the given pictures.
/// No pretrained network takes part. Rabin, Peyré, Delon and Bernot, "Wasserstein barycenter and its application to texture
/// mixing" (2011); on random patches as in Elnekave and Weiss, "Generating natural images with direct patch distributions
/// matching" (2022).
class PatchJudge {
public:
    struct Given {
        Pixels pixels;
        double weight = 1; ///< its share of the patches
    };
    explicit PatchJudge(std::vector<Given> given);

    /// One set of directions and sorted answers of given patches: fair to compare several pictures of one size with.
    struct Question {
        struct Part {
            int level = 0, patch = 0, count = 0; ///< count: directions
            double weight = 0;
            std::vector<float> directions; ///< [count][patch * patch * 3]
            std::vector<float> answers; ///< [count][samples], sorted
            std::vector<float> scale; ///< [count]: 1 / standard deviation of the answers
            int samples = 0;
        };
        std::vector<Part> parts;
        std::vector<std::int64_t> draws; ///< patches taken of each given picture
    };
    /// For pictures of that size. The same numbers for any count of threads.
    Question ask(std::uint64_t seed, std::int64_t step, int width, int height, int threads) const;

    /// The distance of a picture that repeats at its edges; its derivative is added to `gradient` unless that is empty.
    static double distance(const Question& question, const Pixels& pixels, std::span<float> gradient = {});

    /// The distance between two parts of the given pictures that share no pixel (left and right halves, upper and lower halves;
    /// the mean): how well any texture could be expected to do.
    double ownDistance(std::uint64_t seed, int width, int height, int threads) const;

private:
    std::vector<std::vector<Pixels>> m_pyramids;
    std::vector<double> m_shares; ///< cumulative, the last is 1
};

} // namespace opificio
