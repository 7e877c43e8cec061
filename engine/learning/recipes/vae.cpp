// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Text.h"
#include "learning/Adam.h"
#include "learning/Parallel.h"
#include "learning/Pictures.h"
#include "learning/Recipe.h"
#include "models/Vae.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>

namespace opificio {

namespace {

namespace nn = torch::nn;

constexpr int side = 64; // pixels along an edge of what is learned and made
constexpr int stored = 96; // pixels along the shorter edge of a picture in memory; crops are taken from it
constexpr int latent = 48;
constexpr int batch = 16;
constexpr int shares = 4; // of a batch, one a thread; the sums are the same for any number of threads
constexpr int channels = 24;
constexpr double pull = 2; // weight of the latent space's order against likeness

constexpr int fields = 3 * VaeDecoder::fieldsAcross * VaeDecoder::fieldsAcross; // numbers of a picture seen from far away

enum Purpose : std::uint64_t { Weights = 21, Choice = 22, Noise = 23, Survey = 24, Glance = 25 };

torch::Tensor noise(std::vector<std::int64_t> shape, std::uint64_t seed, std::int64_t step, std::uint64_t purpose)
{
    auto tensor = torch::empty(shape);
    Random random(seed, step, purpose);
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = random.normal();
    return tensor;
}

// What models/Vae.h computes: rectified, then divided by its root mean square over the channels.
torch::Tensor settled(torch::Tensor cells)
{
    cells = torch::leaky_relu(cells, 0.2);
    return cells * torch::rsqrt(cells.pow(2).mean(1, true) + 1e-6);
}

// A picture as eight by eight fields of colour: what is seen of it from far away.
torch::Tensor colourFields(const torch::Tensor& pictures)
{
    return torch::avg_pool2d(pictures, side / VaeDecoder::fieldsAcross).flatten(1);
}

// After Kingma and Welling, "Auto-encoding variational Bayes" (2014).
struct VaeNetImpl : nn::Module {
    nn::Sequential encoder = nullptr;
    nn::Linear means = nullptr, spreads = nullptr, dense = nullptr, colours = nullptr;
    torch::Tensor melt = torch::from_blob(fieldShares(side).data(), {side, VaeDecoder::fieldsAcross}).clone();
    nn::ModuleList layers = nullptr;

    VaeNetImpl()
    {
        auto down = [](int from, int to) { return nn::Conv2d(nn::Conv2dOptions(from, to, 4).stride(2).padding(1)); };
        auto up
            = [](int from, int to) { return nn::ConvTranspose2d(nn::ConvTranspose2dOptions(from, to, 4).stride(2).padding(1)); };
        encoder = register_module("encoder",
            nn::Sequential(down(3, channels), nn::SiLU(), down(channels, 2 * channels), nn::GroupNorm(8, 2 * channels),
                nn::SiLU(), down(2 * channels, 4 * channels), nn::GroupNorm(8, 4 * channels), nn::SiLU(),
                down(4 * channels, 4 * channels), nn::SiLU(), nn::Flatten()));
        means = register_module("means", nn::Linear(4 * channels * 16 + fields, latent));
        spreads = register_module("spreads", nn::Linear(4 * channels * 16 + fields, latent));
        dense = register_module("dense", nn::Linear(latent, 4 * channels * 16));
        colours = register_module("colours", nn::Linear(latent, fields));
        layers = register_module("layers",
            nn::ModuleList(
                up(4 * channels, 4 * channels), up(4 * channels, 2 * channels), up(2 * channels, channels), up(channels, 3)));
    }
    std::pair<torch::Tensor, torch::Tensor> encode(const torch::Tensor& pictures)
    {
        auto seen = torch::cat({encoder->forward(pictures), colourFields(pictures)}, 1);
        return {means(seen), spreads(seen).clamp(-8, 8)};
    }
    torch::Tensor decode(const torch::Tensor& places)
    {
        auto cells = dense(places).view({-1, 4 * channels, 4, 4});
        for (const auto& layer : *layers)
            cells = layer->as<nn::ConvTranspose2d>()->forward(settled(cells));
        // What models/Vae.h computes: fields of colour that melt into each other.
        auto soft = colours(places).view({-1, 3, VaeDecoder::fieldsAcross, VaeDecoder::fieldsAcross});
        return cells + torch::matmul(melt, torch::matmul(soft, melt.t()));
    }
};
TORCH_MODULE(VaeNet);

class VaeTraining : public Training {
public:
    VaeTraining(std::vector<Pixels> pictures, std::vector<std::size_t> pictureOf, std::vector<double> weights,
        std::size_t pictureCount, std::uint64_t seed, std::int64_t steps, double rate, int threads)
        : m_pictures(std::move(pictures))
        , m_pictureOf(std::move(pictureOf))
        , m_draws(pictureCount, 0.0)
        , m_seed(seed)
        , m_steps(steps)
        , m_rate(rate)
        , m_threads(threads)
    {
        double sum = std::accumulate(weights.begin(), weights.end(), 0.0), reached = 0;
        for (double weight : weights)
            m_shares.push_back(reached += weight / sum);
        torch::NoGradGuard guard;
        std::int64_t index = 0;
        for (auto& parameter : m_net->named_parameters()) {
            torch::Tensor& tensor = parameter.value();
            ++index;
            if (tensor.dim() > 1) {
                // Transposed convolutions have their inputs first; a quarter of the kernel meets a cell.
                std::int64_t inputs = tensor.numel() / tensor.size(0);
                if (parameter.key().starts_with("layers."))
                    inputs = tensor.size(0) * 4;
                tensor.copy_(noise(tensor.sizes().vec(), seed, index, Weights) * (1.0 / std::sqrt(double(inputs))));
            } else if (parameter.key().ends_with("bias")) {
                tensor.zero_();
            }
            m_parameters.push_back(tensor);
        }
        m_adam.resize(m_parameters.size());
        for (std::size_t i = 0; i < m_adam.size(); ++i)
            m_adam[i].decay = m_parameters[i].dim() > 1 ? 0.01 : 0;
        startFromFields();
        // Each share has a net of its own over the same weights, and so gradients of its own.
        for (VaeNet& net : m_nets) {
            auto parameters = net->parameters();
            for (std::size_t i = 0; i < parameters.size(); ++i)
                parameters[i].set_data(m_parameters[i].data());
        }
    }

    std::int64_t steps() const override { return m_steps; }

    double step(std::int64_t step) override
    {
        auto pictures = torch::empty({batch, 3, side, side});
        Random random(m_seed, step, Choice);
        for (int b = 0; b < batch; ++b)
            m_draws[m_pictureOf[draw(random, pictures[b].data_ptr<float>())]] += 1;
        auto scatter = noise({batch, latent}, m_seed, step, Noise);
        double warm = std::min(1.0, double(step) / (0.3 * double(m_steps)));
        std::array<double, shares> losses = {};
        inParallel(shares, m_threads, [&](int share) {
            at::set_num_threads(1); // of this thread
            VaeNet& net = m_nets[std::size_t(share)];
            constexpr int part = batch / shares;
            auto mine = pictures.slice(0, share * part, (share + 1) * part);
            auto [mean, spread] = net->encode(mine);
            auto place = mean + scatter.slice(0, share * part, (share + 1) * part) * (0.5 * spread).exp();
            auto made = net->decode(place);
            auto unlike = (made - mine).abs().sum();
            auto order = -0.5 * (1 + spread - mean * mean - spread.exp()).sum();
            // Colours of large areas count again: they are what is seen of a soft picture.
            auto broad = (torch::avg_pool2d(made, 8) - torch::avg_pool2d(mine, 8)).abs().sum() * 64;
            auto loss = (unlike + 0.5 * broad + pull * warm * order) / (batch * 3 * side * side);
            net->zero_grad();
            loss.backward();
            losses[std::size_t(share)] = loss.item<double>();
        });
        double progress = double(step) / double(m_steps);
        double rate = m_rate * std::min(1.0, double(step + 1) / 20) * (progress < 0.6 ? 1 : progress < 0.85 ? 0.4 : 0.12);
        torch::NoGradGuard guard;
        std::array<std::vector<torch::Tensor>, shares> parameters;
        for (std::size_t share = 0; share < shares; ++share)
            parameters[share] = m_nets[share]->parameters();
        for (std::size_t i = 0; i < m_parameters.size(); ++i) {
            auto gradient = parameters[0][i].grad().contiguous();
            for (std::size_t share = 1; share < shares; ++share)
                gradient += parameters[share][i].grad();
            m_adam[i].step({m_parameters[i].data_ptr<float>(), std::size_t(m_parameters[i].numel())},
                {gradient.data_ptr<float>(), std::size_t(gradient.numel())}, rate, step);
        }
        return std::accumulate(losses.begin(), losses.end(), 0.0);
    }

    // Pictures, what is left of them, and a way between two of them.
    Image sample() override
    {
        torch::NoGradGuard guard;
        constexpr int columns = 8;
        std::vector<std::size_t> chosen;
        for (int i = 0; i < columns; ++i)
            chosen.push_back(std::size_t(i) * m_pictures.size() / columns);
        auto pictures = wholes(chosen);
        auto mean = m_net->encode(pictures).first;
        auto way = torch::empty({columns, latent});
        for (int i = 0; i < columns; ++i)
            way[i] = mean[1].lerp(mean[columns / 2], double(i) / (columns - 1));
        return sheetOf(torch::cat({pictures, m_net->decode(mean), m_net->decode(way)}), columns);
    }

    // Twenty-four places on the way from one picture to another, always the same.
    Image glance() override
    {
        torch::NoGradGuard guard;
        constexpr int columns = 6, count = 24;
        std::vector<std::size_t> from, to;
        auto ways = torch::empty({count, 1});
        for (int i = 0; i < count; ++i) {
            Random random(1, i, Glance);
            const auto all = std::int64_t(m_pictures.size());
            from.push_back(std::size_t(i * all / count));
            to.push_back(std::size_t(random.below(all)));
            ways[i][0] = 0.6 * random.uniform();
        }
        return sheetOf(m_net->decode(encoded(from).lerp(encoded(to), ways)), columns);
    }

    std::optional<Model> now() override
    {
        torch::NoGradGuard guard;
        const std::vector<std::size_t> seen = seenPictures();
        if (seen.empty())
            return {};
        return modelOf(encoded(seen), seen.size());
    }

    std::map<std::string, FloatTensor> state() const override
    {
        std::map<std::string, FloatTensor> tensors;
        for (std::size_t i = 0; i < m_parameters.size(); ++i) {
            std::string name = std::to_string(i);
            tensors["parameter." + name] = kept(m_parameters[i]);
            tensors["adam." + name + ".first"] = {{std::int64_t(m_adam[i].first.size())}, m_adam[i].first};
            tensors["adam." + name + ".second"] = {{std::int64_t(m_adam[i].second.size())}, m_adam[i].second};
        }
        return tensors;
    }

    bool restore(const std::map<std::string, FloatTensor>& state) override
    {
        torch::NoGradGuard guard;
        for (std::size_t i = 0; i < m_parameters.size(); ++i) {
            std::string name = std::to_string(i);
            auto parameter = state.find("parameter." + name), first = state.find("adam." + name + ".first"),
                 second = state.find("adam." + name + ".second");
            auto count = std::size_t(m_parameters[i].numel());
            auto fits = [&](auto found) {
                return found != state.end() && (found->second.values.empty() || found->second.values.size() == count);
            };
            if (!fits(parameter) || parameter->second.values.size() != count || !fits(first) || !fits(second))
                return false;
            std::memcpy(m_parameters[i].data_ptr<float>(), parameter->second.values.data(), count * sizeof(float));
            m_adam[i].first = first->second.values;
            m_adam[i].second = second->second.values;
        }
        return true;
    }

    std::vector<double>& draws() override { return m_draws; }
    bool settle(Task&) override { return false; }

    Result<Model> finish(Task&) override
    {
        torch::NoGradGuard guard;
        const std::vector<std::size_t> seen = seenPictures();
        double unlike = 0;
        auto means = encoded(seen, &unlike);
        Model model = modelOf(means, seen.size());
        auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
        model.card["checks"] = {{"pictures", seen.size()}, {"likeness", rounded(1 - unlike / double(seen.size()) / 2)},
            {"spread", rounded(means.std(0).mean().item<double>())}};
        return model;
    }

private:
    static FloatTensor kept(const torch::Tensor& tensor)
    {
        auto whole = tensor.detach().contiguous();
        return {whole.sizes().vec(), std::vector<float>(whole.data_ptr<float>(), whole.data_ptr<float>() + whole.numel())};
    }

    // Squares beside each other, row by row.
    static Image sheetOf(const torch::Tensor& pictures, int columns)
    {
        auto all = pictures.contiguous();
        const int rows = int(all.size(0)) / columns;
        Pixels sheet{columns * side, rows * side, std::vector<float>(std::size_t(columns) * side * rows * side * 3)};
        const float* values = all.data_ptr<float>();
        for (int n = 0; n < rows * columns; ++n)
            for (int c = 0; c < 3; ++c)
                for (int y = 0; y < side; ++y)
                    for (int x = 0; x < side; ++x)
                        sheet.values[(std::size_t((n / columns) * side + y) * sheet.width + (n % columns) * side + x) * 3 + c]
                            = values[((std::size_t(n) * 3 + c) * side + y) * side + x];
        return imageOf(sheet);
    }

    // Only what was seen is on the map, in the order in which the card lists it.
    std::vector<std::size_t> seenPictures() const
    {
        std::vector<std::size_t> seen;
        for (std::size_t i = 0; i < m_pictures.size(); ++i)
            if (m_draws[m_pictureOf[i]] > 0)
                seen.push_back(i);
        return seen;
    }

    // Where the pictures lie, a row each; how far what is made there is from them, summed.
    torch::Tensor encoded(const std::vector<std::size_t>& chosen, double* unlike = nullptr)
    {
        std::vector<torch::Tensor> parts;
        for (std::size_t first = 0; first < chosen.size(); first += 64) {
            auto pictures = wholes(
                {chosen.begin() + std::ptrdiff_t(first), chosen.begin() + std::ptrdiff_t(std::min(chosen.size(), first + 64))});
            auto mean = m_net->encode(pictures).first;
            if (unlike)
                *unlike += (m_net->decode(mean) - pictures).abs().mean({1, 2, 3}).sum().item<double>();
            parts.push_back(mean);
        }
        return torch::cat(parts).contiguous();
    }

    // The decoder as it is, with a map of `count` pictures.
    Model modelOf(const torch::Tensor& means, std::size_t count)
    {
        Model model;
        model.tensors["decoder.dense.weight"] = kept(m_net->dense->weight.t().contiguous());
        model.tensors["decoder.dense.bias"] = kept(m_net->dense->bias);
        model.tensors["decoder.fields.weight"] = kept(m_net->colours->weight.t().contiguous());
        model.tensors["decoder.fields.bias"] = kept(m_net->colours->bias);
        int index = 0;
        for (const auto& layer : *m_net->layers) {
            auto* convolution = layer->as<nn::ConvTranspose2d>();
            std::string name = "decoder." + std::to_string(index++);
            model.tensors[name + ".weight"] = kept(convolution->weight);
            model.tensors[name + ".bias"] = kept(convolution->bias);
        }
        auto places = placesOf(means);
        model.tensors["map.latents"] = kept(means);
        model.tensors["map.places"] = {{std::int64_t(count), 2}, {}};
        for (const auto& place : places)
            model.tensors["map.places"].values.insert(model.tensors["map.places"].values.end(), place.begin(), place.end());
        model.tensors["map.reach"] = {{1}, {reachOf(places)}};
        return model;
    }

    // A crop of one of the pictures, by their weights; which one.
    std::size_t draw(Random& random, float* planes) const
    {
        auto which = std::size_t(std::lower_bound(m_shares.begin(), m_shares.end() - 1, random.uniform()) - m_shares.begin());
        const Pixels& from = m_pictures[which];
        int edge = side + int(random.below(std::min(from.width, from.height) - side + 1));
        int x = int(random.below(from.width - edge + 1)), y = int(random.below(from.height - edge + 1));
        bool mirrored = random.uniform() < 0.5;
        fill(from, x, y, edge, mirrored, planes);
        return which;
    }

    // The places begin as the main directions in which the pictures' fields of colour differ, about one apart, with little
    // scatter: from the first step they say something, and the decoder need not find out by itself that it should listen.
    void startFromFields()
    {
        constexpr int surveyed = 384;
        auto pictures = torch::empty({surveyed, 3, side, side});
        Random random(m_seed, 0, Survey);
        for (int i = 0; i < surveyed; ++i)
            draw(random, pictures[i].data_ptr<float>());
        auto seen = colourFields(pictures);
        auto middle = seen.mean(0);
        auto [left, strengths, directions] = torch::linalg_svd(seen - middle, false);
        auto deviation = (strengths / std::sqrt(double(surveyed))).slice(0, 0, latent);
        // Weaker directions stay smaller: they are less of what is seen.
        auto scale = 1 / ((deviation * deviation[0]).sqrt() + 1e-4);
        auto weights = directions.slice(0, 0, latent) * scale.unsqueeze(1);
        std::int64_t far = m_net->means->weight.size(1) - fields;
        m_net->means->weight.slice(1, 0, far).mul_(0.1);
        m_net->means->weight.slice(1, far).copy_(weights);
        m_net->means->bias.copy_(-weights.mv(middle));
        // And back: the decoder's fields begin as the same directions, its layers with next to nothing.
        m_net->colours->weight.copy_((directions.slice(0, 0, latent) / scale.unsqueeze(1)).t());
        m_net->colours->bias.copy_(middle);
        m_net->layers->at<nn::ConvTranspose2dImpl>(m_net->layers->size() - 1).weight.mul_(0.1);
        m_net->spreads->weight.mul_(0.1);
        m_net->spreads->bias.fill_(-3);
    }

    // A square of a picture, averaged or spread to side * side, as planes.
    static void fill(const Pixels& from, int left, int top, int edge, bool mirrored, float* planes)
    {
        for (int y = 0; y < side; ++y) {
            double sy = std::clamp((y + 0.5) * edge / side - 0.5, 0.0, edge - 1.0);
            int y0 = int(sy), y1 = std::min(y0 + 1, edge - 1);
            for (int x = 0; x < side; ++x) {
                double sx = std::clamp((x + 0.5) * edge / side - 0.5, 0.0, edge - 1.0);
                int x0 = int(sx), x1 = std::min(x0 + 1, edge - 1);
                auto at = [&](int px, int py, int c) {
                    return from.values[(std::size_t(top + py) * from.width + left + px) * 3 + c];
                };
                auto fx = float(sx - x0), fy = float(sy - y0);
                for (int c = 0; c < 3; ++c)
                    planes[(c * side + y) * side + (mirrored ? side - 1 - x : x)]
                        = (at(x0, y0, c) * (1 - fx) + at(x1, y0, c) * fx) * (1 - fy)
                        + (at(x0, y1, c) * (1 - fx) + at(x1, y1, c) * fx) * fy;
            }
        }
    }

    // The largest square in the middle of each.
    torch::Tensor wholes(const std::vector<std::size_t>& chosen) const
    {
        auto pictures = torch::empty({std::int64_t(chosen.size()), 3, side, side});
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            const Pixels& from = m_pictures[chosen[i]];
            int edge = std::min(from.width, from.height);
            fill(from, (from.width - edge) / 2, (from.height - edge) / 2, edge, false,
                pictures[std::int64_t(i)].data_ptr<float>());
        }
        return pictures;
    }

    // The two directions along which the pictures differ most, each half by distance and half by rank, so that a crowd spreads.
    static std::vector<std::array<float, 2>> placesOf(const torch::Tensor& means)
    {
        auto count = std::size_t(means.size(0));
        std::vector<std::array<float, 2>> places(count, {0.5f, 0.5f});
        if (count < 3)
            return count == 2 ? std::vector<std::array<float, 2>>{{0.1f, 0.5f}, {0.9f, 0.5f}} : places;
        auto centred = means - means.mean(0);
        auto axes = std::get<2>(torch::linalg_svd(centred, false)).slice(0, 0, 2);
        auto along = centred.mm(axes.t()).contiguous();
        for (std::int64_t axis = 0; axis < 2; ++axis) {
            // An axis has no sign of its own: the strongest part of it points up.
            auto direction = axes[axis].contiguous();
            float strongest = direction[direction.abs().argmax().item<std::int64_t>()].item<float>();
            std::vector<float> values(count);
            for (std::size_t i = 0; i < count; ++i)
                values[i] = along[std::int64_t(i)][axis].item<float>() * (strongest < 0 ? -1.0f : 1.0f);
            std::vector<std::size_t> order(count);
            std::iota(order.begin(), order.end(), std::size_t(0));
            std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
            float low = values[order.front()], high = std::max(values[order.back()], low + 1e-6f);
            for (std::size_t rank = 0; rank < count; ++rank) {
                float byRank = float(rank) / float(count - 1), byDistance = (values[order[rank]] - low) / (high - low);
                places[order[rank]][std::size_t(axis)] = 0.06f + 0.88f * (0.5f * byRank + 0.5f * byDistance);
            }
        }
        return places;
    }

    static float reachOf(const std::vector<std::array<float, 2>>& places)
    {
        std::vector<float> nearest;
        for (std::size_t i = 0; i < places.size(); ++i) {
            float best = 1;
            for (std::size_t j = 0; j < places.size(); ++j)
                if (i != j)
                    best = std::min(best, std::hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]));
            nearest.push_back(best);
        }
        std::nth_element(nearest.begin(), nearest.begin() + std::ptrdiff_t(nearest.size() / 2), nearest.end());
        return std::clamp(0.7f * nearest[nearest.size() / 2], 0.02f, 0.25f);
    }

    std::vector<Pixels> m_pictures;
    std::vector<std::size_t> m_pictureOf;
    std::vector<double> m_shares; // cumulative
    std::vector<double> m_draws;
    std::uint64_t m_seed;
    std::int64_t m_steps;
    double m_rate;
    int m_threads;
    VaeNet m_net;
    std::array<VaeNet, shares> m_nets;
    std::vector<torch::Tensor> m_parameters;
    std::vector<Adam> m_adam;
};

constexpr std::int64_t effortSteps[] = {200, 450, 3000};

std::int64_t stepsOf(const Values& values)
{
    std::int64_t steps = values.whole("steps");
    return steps > 0 ? steps : effortSteps[std::clamp<std::int64_t>(values.whole("effort"), 0, 2)];
}

double seconds(const Values& values, int threads, std::size_t pictures)
{
    return double(stepsOf(values)) * (threads > 1 ? 0.055 : 0.1) + 0.03 * double(pictures) + 2;
}

Result<std::unique_ptr<Training>> start(const TrainRequest& request, const Values& values, Task& task)
{
    std::vector<std::unique_ptr<Result<Pixels>>> read(request.pictures.size());
    inParallel(int(read.size()), request.threads, [&](int index) {
        const TrainPicture& picture = request.pictures[std::size_t(index)];
        // The first thread is the one that may speak; it hears there that it shall stop, too.
        if (index % std::max(1, request.threads) == 0)
            task.progress(0, 0, text("Reading pictures: {0} of {1}", index + 1, read.size()));
        if (picture.weight > 0 && !task.stopped())
            read[std::size_t(index)] = std::make_unique<Result<Pixels>>(readCrop(picture, stored));
    });
    if (task.stopped())
        return Error{Error::Code::Cancelled, text("Stopped while the pictures were read.")};
    std::vector<Pixels> pictures;
    std::vector<std::size_t> pictureOf;
    std::vector<double> weights;
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (!read[i])
            continue;
        if (!*read[i]) {
            // One bad file among hundreds is no reason to learn nothing; it is drawn from never and is no source.
            task.note(read[i]->error().message);
            continue;
        }
        pictures.push_back(std::move(**read[i]));
        pictureOf.push_back(i);
        weights.push_back(request.pictures[i].weight);
    }
    if (pictures.size() < 2)
        return Error{Error::Code::Invalid, text("A map needs at least two pictures that can be read.")};
    return std::unique_ptr<Training>(std::make_unique<VaeTraining>(std::move(pictures), std::move(pictureOf), std::move(weights),
        request.pictures.size(), request.seed, stepsOf(values), values.number("rate") * 1e-3, request.threads));
}

} // namespace

namespace recipes {

extern const Recipe vaeRecipe = {
    .name = "vae",
    .label = std::string(words("Map of a dataset")),
    .help = std::string(words("Lays out twelve to five hundred pictures on a map and makes soft fields of colour for every place between them.")),
    .params = {
        {.name = "effort", .label = std::string(words("Effort")), .help = std::string(words("How long it learns: a sketch in some ten seconds, a study in half a minute, or long.")), .type = Param::Type::Choice, .low = 0, .high = 2, .initial = std::int64_t(1), .choices = {std::string(words("sketch")), std::string(words("study")), std::string(words("long"))}},
        {.name = "rate", .label = std::string(words("Learning rate")), .help = std::string(words("How far each step goes, in thousandths.")), .type = Param::Type::Number, .low = 0.1, .high = 20, .initial = 2.0},
        {.name = "steps", .label = std::string(words("Steps")), .help = std::string(words("How many steps it learns; 0: as the effort says.")), .type = Param::Type::Whole, .low = 0, .high = 200000, .initial = std::int64_t(0)},
    },
    .seconds = seconds,
    .start = start,
    .firstSample = 1,
};

} // namespace recipes

} // namespace opificio
