// SPDX-License-Identifier: GPL-3.0-or-later
// One step of the automaton on 256 x 256 cells: the fused kernel against the same step in libtorch's operators, in pairs, the
// median of five, on one thread and on two. Prints a line of JSON for each.
#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <vector>

#include "models/Nca.h"

using namespace opificio;

namespace {

constexpr int side = 256, steps = 10, pairs = 5;

double seconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main()
{
    torch::NoGradGuard guard;
    torch::manual_seed(3);
    namespace F = torch::nn::functional;
    auto w1 = torch::randn({ncaSeen, ncaHidden}) * 0.14, b1 = torch::randn({ncaHidden}) * 0.1,
         w2 = torch::randn({ncaHidden, ncaChannels}) * 0.01;
    NcaWeights weights;
    std::memcpy(weights.w1.data(), w1.data_ptr<float>(), sizeof weights.w1);
    std::memcpy(weights.b1.data(), b1.data_ptr<float>(), sizeof weights.b1);
    std::memcpy(weights.w2.data(), w2.data_ptr<float>(), sizeof weights.w2);
    NcaPrepared prepared(weights);

    // As one would write it in libtorch: a depthwise convolution and two of 1 x 1, a mask drawn by torch.
    auto sobel = torch::tensor({{-1.f, 0.f, 1.f}, {-2.f, 0.f, 2.f}, {-1.f, 0.f, 1.f}}) / 8;
    auto filters = torch::zeros({4, 3, 3});
    filters[0][1][1] = 1;
    filters[1].copy_(sobel);
    filters[2].copy_(sobel.t());
    filters[3].copy_(torch::tensor({{1.f, 2.f, 1.f}, {2.f, -12.f, 2.f}, {1.f, 2.f, 1.f}}) / 16);
    auto each = filters.unsqueeze(1).repeat({ncaChannels, 1, 1, 1});
    // Torch groups by channel, the kernel by filter.
    auto first = w1.view({4, ncaChannels, ncaHidden}).permute({2, 1, 0}).reshape({ncaHidden, ncaSeen, 1, 1}).contiguous();
    auto second = w2.t().reshape({ncaChannels, ncaHidden, 1, 1}).contiguous();
    auto torchSteps = [&](torch::Tensor state) {
        for (int i = 0; i < steps; ++i) {
            auto around = F::pad(state, F::PadFuncOptions({1, 1, 1, 1}).mode(torch::kCircular));
            auto saw = torch::conv2d(around, each, torch::Tensor(), {1, 1}, at::IntArrayRef{0, 0}, {1, 1}, ncaChannels);
            auto change = torch::conv2d(torch::relu(torch::conv2d(saw, first, b1)), second);
            state = state + (torch::rand({1, 1, side, side}) < 0.5) * change;
        }
        return state;
    };
    auto start = torch::rand({1, ncaChannels, side, side}) * 0.2 - 0.1;
    for (int threads : {1, 2}) {
        at::set_num_threads(threads);
        std::vector<double> ratios, ours, theirs;
        torchSteps(start);
        for (int pair = 0; pair < pairs; ++pair) {
            NcaState state = ncaStart({side, side}, 1);
            double at = seconds();
            ncaRun(prepared, state, steps, 1, threads);
            ours.push_back((seconds() - at) / steps * 1e3);
            at = seconds();
            auto result = torchSteps(start);
            theirs.push_back((seconds() - at) / steps * 1e3);
            ratios.push_back(ours.back() / theirs.back());
        }
        std::printf("{\"bench\":\"automaton step, %d thread%s\",\"ratio\":%.4f,\"limit\":0.333,\"words\":\"wall time against "
                    "libtorch's operators\","
                    "\"ours_ms\":%.2f,\"libtorch_ms\":%.2f,\"instructions\":\"%s\"}\n",
            threads, threads > 1 ? "s" : "", median(ratios), median(ours), median(theirs), ncaInstructions());
    }
    return 0;
}
