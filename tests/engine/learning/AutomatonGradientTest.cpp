// SPDX-License-Identifier: GPL-3.0-or-later
// Before Qt: both have a word called slots.
#include <torch/torch.h>

#include "support/TestMain.h"

#include "models/Nca.h"

using namespace opificio;

class AutomatonGradientTest : public test::Suite {
    Q_OBJECT
private Q_SLOTS:
    // Three steps on 8 x 8 cells, written with torch's operators and differentiated by torch.
    void theFusedKernelAgreesWithTorch()
    {
        constexpr int side = 8, steps = 3;
        constexpr std::uint32_t seed = 5;
        auto generator = at::detail::createCPUGenerator(11);
        auto w1 = (torch::randn({ncaSeen, ncaHidden}, generator) * 0.14).requires_grad_(true);
        auto b1 = (torch::randn({ncaHidden}, generator) * 0.1).requires_grad_(true);
        auto w2 = (torch::randn({ncaHidden, ncaChannels}, generator) * 0.1).requires_grad_(true);
        auto start = (torch::randn({side, side, ncaChannels}, generator) * 0.5).requires_grad_(true);
        auto wanted = torch::randn({side, side, ncaChannels}, generator);

        auto filters = torch::zeros({4, 3, 3});
        filters[0][1][1] = 1;
        auto sobel = torch::tensor({{-1.f, 0.f, 1.f}, {-2.f, 0.f, 2.f}, {-1.f, 0.f, 1.f}}) / 8;
        filters[1].copy_(sobel);
        filters[2].copy_(sobel.t());
        filters[3].copy_(torch::tensor({{1.f, 2.f, 1.f}, {2.f, -12.f, 2.f}, {1.f, 2.f, 1.f}}) / 16);
        namespace F = torch::nn::functional;
        auto state = start;
        for (int step = 0; step < steps; ++step) {
            auto around = F::pad(state.permute({2, 0, 1}).unsqueeze(0), F::PadFuncOptions({1, 1, 1, 1}).mode(torch::kCircular));
            auto saw = torch::conv2d(around.reshape({ncaChannels, 1, side + 2, side + 2}), filters.unsqueeze(1));
            saw = saw.permute({1, 0, 2, 3}).reshape({ncaSeen, side * side}).t();
            auto change = torch::relu(saw.matmul(w1) + b1).matmul(w2).reshape({side, side, ncaChannels});
            auto fires = torch::empty({side, side, 1});
            for (int cell = 0; cell < side * side; ++cell)
                fires.view(-1)[cell] = ncaFires(seed, std::uint32_t(step), std::uint32_t(cell)) ? 1.f : 0.f;
            state = state + fires * change;
        }
        (state * wanted).sum().backward();

        NcaWeights weights;
        std::memcpy(weights.w1.data(), w1.data_ptr<float>(), sizeof weights.w1);
        std::memcpy(weights.b1.data(), b1.data_ptr<float>(), sizeof weights.b1);
        std::memcpy(weights.w2.data(), w2.data_ptr<float>(), sizeof weights.w2);
        NcaPrepared prepared(weights);
        constexpr std::size_t count = side * side * ncaChannels;
        std::vector<std::vector<float>> states{{start.data_ptr<float>(), start.data_ptr<float>() + count}};
        for (int step = 0; step < steps; ++step) {
            states.emplace_back(count);
            ncaStepRows(prepared, states[std::size_t(step)].data(), states.back().data(), {side, side}, 0, side, seed,
                std::uint32_t(step));
        }
        NcaGradients gradients;
        std::vector<float> back(wanted.data_ptr<float>(), wanted.data_ptr<float>() + count), before(count);
        for (int step = steps - 1; step >= 0; --step) {
            ncaStepBack(prepared, states[std::size_t(step)].data(), back.data(), before.data(), {side, side}, seed,
                std::uint32_t(step), gradients);
            back.swap(before);
        }
        // Both are in single precision and sum in another order.
        auto far = [](torch::Tensor found, torch::Tensor expected) {
            return ((found - expected).norm() / expected.norm()).item<float>();
        };
        auto of = [](float* values, std::vector<std::int64_t> shape) { return torch::from_blob(values, shape); };
        QVERIFY(far(of(states.back().data(), {side, side, ncaChannels}), state.detach()) < 1e-6f);
        QVERIFY(far(of(back.data(), {side, side, ncaChannels}), start.grad()) < 2e-6f);
        QVERIFY(far(of(gradients.w1[0], {ncaSeen, ncaHidden}), w1.grad()) < 2e-6f);
        QVERIFY(far(of(gradients.b1, {ncaHidden}), b1.grad()) < 2e-6f);
        QVERIFY(far(of(gradients.w2[0], {ncaHidden, 16}).slice(1, 0, ncaChannels), w2.grad()) < 2e-6f);
    }
};

OPIFICIO_TEST_MAIN(AutomatonGradientTest)
#include "AutomatonGradientTest.moc"
