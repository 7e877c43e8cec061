// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "models/Nca.h"

#include <cmath>
#include <random>

using namespace opificio;

class NcaTest : public test::Suite {
    Q_OBJECT

    static NcaWeights someWeights(float scale = 0.05f)
    {
        NcaWeights weights;
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        for (auto& row : weights.w1)
            for (float& weight : row)
                weight = normal(random) * 0.14f;
        for (float& weight : weights.b1)
            weight = normal(random) * 0.1f;
        for (auto& row : weights.w2)
            for (float& weight : row)
                weight = normal(random) * scale;
        return weights;
    }

    // The rule as it is written in the header, cell by cell in double precision.
    static std::vector<double> plainStep(
        const NcaWeights& w, const std::vector<double>& from, Size size, std::uint32_t seed, std::uint32_t step)
    {
        static const double filters[4][3][3] = {{{0, 0, 0}, {0, 1, 0}, {0, 0, 0}}, {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}},
            {{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}}, {{1, 2, 1}, {2, -12, 2}, {1, 2, 1}}};
        static const double scales[4] = {1, 0.125, 0.125, 0.0625};
        std::vector<double> to = from;
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                int cell = y * size.width + x;
                if (!ncaFires(seed, step, std::uint32_t(cell)))
                    continue;
                double saw[ncaSeen] = {};
                for (int f = 0; f < 4; ++f)
                    for (int dy = -1; dy <= 1; ++dy)
                        for (int dx = -1; dx <= 1; ++dx)
                            for (int c = 0; c < ncaChannels; ++c) {
                                int near
                                    = ((y + dy + size.height) % size.height) * size.width + (x + dx + size.width) % size.width;
                                saw[f * ncaChannels + c]
                                    += scales[f] * filters[f][dy + 1][dx + 1] * from[std::size_t(near) * ncaChannels + c];
                            }
                for (int j = 0; j < ncaHidden; ++j) {
                    double unit = w.b1[j];
                    for (int k = 0; k < ncaSeen; ++k)
                        unit += saw[k] * w.w1[k][j];
                    for (int c = 0; unit > 0 && c < ncaChannels; ++c)
                        to[std::size_t(cell) * ncaChannels + c] += unit * w.w2[j][c];
                }
            }
        }
        return to;
    }

private Q_SLOTS:
    void theKernelFollowsTheRule()
    {
        NcaWeights weights = someWeights();
        NcaPrepared prepared(weights);
        for (Size size : {Size{9, 7}, Size{16, 16}, Size{1, 5}, Size{2, 2}}) {
            NcaState state = ncaStart(size, 4);
            std::vector<double> expected(state.cells.begin(), state.cells.end());
            for (int step = 0; step < 5; ++step)
                expected = plainStep(weights, expected, size, 4, std::uint32_t(step));
            ncaRun(prepared, state, 5, 4);
            QCOMPARE(state.step, 5u);
            double furthest = 0;
            for (std::size_t i = 0; i < expected.size(); ++i)
                furthest = std::max(furthest, std::abs(expected[i] - double(state.cells[i])));
            QVERIFY2(furthest < 2e-5, std::to_string(furthest).c_str()); // single against double precision
        }
    }
    void threadsDoNotChangeTheNumbers()
    {
        NcaPrepared prepared(someWeights());
        NcaState one = ncaStart({33, 40}, 1), three = one;
        ncaRun(prepared, one, 7, 9, 1);
        ncaRun(prepared, three, 7, 9, 3);
        QVERIFY(one.cells == three.cells);
    }
    void aRunThatIsInterruptedIsTheSameRun()
    {
        NcaPrepared prepared(someWeights());
        NcaState whole = ncaStart({24, 24}, 1), parts = whole;
        ncaRun(prepared, whole, 12, 2);
        ncaRun(prepared, parts, 5, 2);
        ncaRun(prepared, parts, 7, 2);
        QVERIFY(whole.cells == parts.cells);
    }
    void halfOfTheCellsFire()
    {
        int fired = 0;
        for (std::uint32_t cell = 0; cell < 65536; ++cell)
            fired += ncaFires(3, 4, cell);
        QVERIFY(std::abs(fired - 32768) < 600);
    }
    void theDerivativeIsThatOfTheStep()
    {
        // Along a direction in weights and cells, the change of a sum agrees with the derivative.
        Size size{6, 5};
        NcaWeights weights = someWeights();
        std::mt19937 random(8);
        std::normal_distribution<double> normal;
        NcaState state = ncaStart(size, 2);
        std::size_t count = state.cells.size();
        std::vector<float> wanted(count), back(count);
        std::vector<double> direction(count);
        for (std::size_t i = 0; i < count; ++i)
            wanted[i] = float(normal(random)), direction[i] = normal(random);
        NcaGradients gradients;
        ncaStepBack(NcaPrepared(weights), state.cells.data(), wanted.data(), back.data(), size, 3, 0, gradients);
        auto lossAt = [&](const NcaWeights& at, double along) {
            std::vector<double> cells(count);
            for (std::size_t i = 0; i < count; ++i)
                cells[i] = state.cells[i] + along * direction[i];
            cells = plainStep(at, cells, size, 3, 0);
            double sum = 0;
            for (std::size_t i = 0; i < count; ++i)
                sum += cells[i] * double(wanted[i]);
            return sum;
        };
        constexpr double tiny = 1e-6;
        double expected = (lossAt(weights, tiny) - lossAt(weights, -tiny)) / (2 * tiny), found = 0;
        for (std::size_t i = 0; i < count; ++i)
            found += double(back[i]) * direction[i];
        QVERIFY2(std::abs(found - expected) < 1e-4 * (1 + std::abs(expected)), "cells");
        auto along = [&](float& weight, float gradient) {
            // Small, so that hardly a unit passes its kink on the way.
            float kept = weight, above = kept + 3e-5f, below = kept - 3e-5f;
            weight = above;
            double up = lossAt(weights, 0);
            weight = below;
            double down = lossAt(weights, 0);
            weight = kept;
            double slope = (up - down) / (double(above) - double(below));
            return std::abs(slope - double(gradient)) < 2e-3 * (1 + std::abs(double(gradient)));
        };
        for (int k : {0, 11, 12, 30, 47})
            QVERIFY(along(weights.w1[k][(k * 7) % ncaHidden], gradients.w1[k][(k * 7) % ncaHidden]));
        for (int j : {0, 50, 94}) {
            QVERIFY(along(weights.b1[j], gradients.b1[j]));
            QVERIFY(along(weights.w2[j][j % ncaChannels], gradients.w2[j][j % ncaChannels]));
        }
    }
    void thePictureIsDisplayEncoded()
    {
        NcaState state{{2, 1}, std::vector<float>(2 * ncaChannels, 0.0f), 0};
        state.cells[0] = -1, state.cells[1] = 1, state.cells[2] = 7, state.cells[ncaChannels] = std::nanf("");
        Image picture = ncaPicture(state);
        QCOMPARE(int(picture.pixels()[0]), 0);
        QCOMPARE(int(picture.pixels()[1]), 255);
        QCOMPARE(int(picture.pixels()[2]), 255);
        QCOMPARE(int(picture.pixels()[4]), 0);
        QCOMPARE(int(picture.pixels()[5]), 128);
        QVERIFY(picture.space() == ColourSpace::Display);
    }
};

OPIFICIO_TEST_MAIN(NcaTest)
#include "NcaTest.moc"
