// SPDX-License-Identifier: GPL-3.0-or-later
// One picture of a map: its decoder as compute shaders on the device of the renderer, with the way there and back, against the
// same layers in libtorch's operators in this process, which is the least that a resident process of libtorch would
// cost. Pairs, the median of five.
#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/Resources.h"
#include "gpu/Device.h"
#include "models/Model.h"
#include "render/ModelStage.h"

using namespace opificio;

namespace {

constexpr int pictures = 40, pairs = 5;

double milliseconds()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

template<typename T> T need(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

} // namespace

int main()
{
    auto model = need(Model::load(resource("models/prima.safetensors")));
    VaeDecoder decoder = need(vaeDecoder(*model));
    auto device = need(Device::create({}));
    auto stage = need(ModelStage::create(*device, model));
    auto onDevice = need(ModelStage::create(*device, model, ModelStage::Where::OnDevice));
    double step = 0;
    auto show = [&](ModelStage& shown) {
        Values values;
        values.set("position", std::vector<double>{std::fmod(step += 0.013, 1.0), 0.5});
        std::shared_ptr<ModelState> none;
        auto recorder = need(Recorder::begin(*device));
        need(shown.render(recorder, values, {.size = {decoder.side(), decoder.side()}}, {}, none));
        if (auto done = recorder.finish(); !done)
            std::exit(1);
    };
    auto ours = [&] { show(*stage); };

    // Before libtorch begins, whose threads spin.
    ours();
    show(*onDevice);
    double at = milliseconds();
    for (int i = 0; i < pictures; ++i)
        show(*onDevice);
    double shaders = (milliseconds() - at) / pictures;
    at = milliseconds();
    for (int i = 0; i < pictures; ++i)
        ours();
    double chosen = (milliseconds() - at) / pictures;
    std::printf("{\"bench\":\"decoder, chosen place\",\"ratio\":%.3f,\"words\":\"where it runs here against its shaders%s\","
                "\"ours_ms\":%.2f,\"shaders_ms\":%.2f}\n",
        chosen / shaders, device->isSoftware() ? " on a processor's device" : "", chosen, shaders);

    torch::NoGradGuard guard;
    auto blob = [](std::vector<float>& values, std::vector<std::int64_t> shape) {
        return torch::from_blob(values.data(), shape).clone();
    };
    auto dense = blob(decoder.denseWeights, {decoder.latent, decoder.firstChannels * 16}),
         bias = blob(decoder.denseBias, {decoder.firstChannels * 16});
    std::vector<std::pair<torch::Tensor, torch::Tensor>> layers;
    for (VaeLayer& layer : decoder.layers)
        layers.emplace_back(blob(layer.weights, {layer.from, layer.to, 4, 4}), blob(layer.bias, {layer.to}));
    auto theirs = [&] {
        std::vector<float> latent = decoder.latentAt(std::fmod(step += 0.013, 1.0), 0.5);
        auto cells = torch::addmm(bias, blob(latent, {1, decoder.latent}), dense).view({1, decoder.firstChannels, 4, 4});
        for (const auto& [weights, offset] : layers) {
            cells = torch::leaky_relu(cells, 0.2);
            cells = cells * torch::rsqrt(cells.pow(2).mean(1, true) + 1e-6);
            cells = torch::conv_transpose2d(cells, weights, offset, 2, 1);
        }
    };
    for (int threads : {1, 2}) {
        at::set_num_threads(threads);
        ours();
        theirs();
        std::vector<double> ratios, mine, peer;
        for (int pair = 0; pair < pairs; ++pair) {
            double at = milliseconds();
            for (int i = 0; i < pictures; ++i)
                ours();
            mine.push_back((milliseconds() - at) / pictures);
            at = milliseconds();
            for (int i = 0; i < pictures; ++i)
                theirs();
            peer.push_back((milliseconds() - at) / pictures);
            ratios.push_back(mine.back() / peer.back());
        }
        std::printf("{\"bench\":\"decoder, libtorch with %d thread%s\",\"ratio\":%.3f,\"words\":\"a picture of a map on the "
                    "device against libtorch in the process\",\"ours_ms\":%.2f,\"libtorch_ms\":%.2f}\n",
            threads, threads > 1 ? "s" : "", median(ratios), median(mine), median(peer));
    }
    return 0;
}
