// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/Fusion.h"

#include <algorithm>
#include <vector>

namespace opificio {

namespace {

constexpr std::size_t longestChain = 12; // longer ones compile slowly and meet the limits of small devices
constexpr std::size_t mostPictures = 12;

bool isCandidate(const Pass& pass)
{
    if (pass.kind != Pass::Kind::Shader || !pass.isf || pass.hasMemory || !pass.moves || !pass.isf->vertexText.empty()
        || pass.isf->rounds.size() != 1)
        return false;
    const Isf::Round& round = pass.isf->rounds.front();
    return round.target.empty() && !round.isFloat && round.width.isEmpty() && round.height.isEmpty()
        && std::all_of(pass.isf->pictures.begin(), pass.isf->pictures.end(),
            [](const Isf::Picture& picture) { return picture.kind == Isf::Picture::Kind::Image; });
}

} // namespace

const Fusion::Known& Fusion::known(const std::shared_ptr<const Isf>& isf)
{
    auto [found, fresh] = m_known.try_emplace(isf->content);
    Known& entry = found->second;
    if (fresh) {
        entry.part.fragment = isf->text;
        for (const Param& param : isf->params)
            entry.part.inputs.insert(param.name);
        for (const Isf::Picture& picture : isf->pictures)
            entry.part.inputs.insert(picture.name);
        entry.isPlain = entry.part.isPlain();
        for (const Isf::Picture& picture : isf->pictures) {
            if (entry.isPlain && entry.part.readsHere(picture.name))
                entry.here.insert(picture.name);
        }
    }
    return entry;
}

Plan Fusion::fused(Plan plan)
{
    const std::size_t count = plan.passes.size();
    std::vector<int> readers(count, 0);
    for (const Pass& pass : plan.passes) {
        for (const auto& [name, index] : pass.inputs) {
            if (index >= 0)
                ++readers[std::size_t(index)];
        }
    }
    if (plan.output >= 0)
        ++readers[std::size_t(plan.output)];
    // For each pass the one before it in its chain, and by which name it reads it.
    std::vector<int> before(count, -1);
    std::vector<std::string> from(count);
    std::vector<std::size_t> lengths(count, 1), pictures(count, 0);
    std::vector<bool> continued(count, false);
    for (std::size_t i = 0; i < count; ++i) {
        const Pass& pass = plan.passes[i];
        if (!isCandidate(pass) || !known(pass.isf).isPlain)
            continue;
        pictures[i] = pass.isf->pictures.size();
        for (const Isf::Picture& picture : pass.isf->pictures) {
            auto input = pass.inputs.find(picture.name);
            if (input == pass.inputs.end() || input->second < 0 || !known(pass.isf).here.contains(picture.name)
                || std::find(pass.steering.begin(), pass.steering.end(), picture.name) != pass.steering.end())
                continue;
            auto earlier = std::size_t(input->second);
            const Pass& other = plan.passes[earlier];
            if (readers[earlier] != 1 || !isCandidate(other) || !known(other.isf).isPlain || other.size != pass.size
                || other.isf->isLinear != pass.isf->isLinear || lengths[earlier] >= longestChain
                || pictures[earlier] + pictures[i] > mostPictures)
                continue;
            before[i] = int(earlier);
            from[i] = picture.name;
            lengths[i] = lengths[earlier] + 1;
            pictures[i] += pictures[earlier];
            continued[earlier] = true;
            break;
        }
    }

    Plan result;
    result.size = plan.size;
    result.frame = plan.frame;
    std::vector<int> moved(count, -1);
    auto put = [&](std::size_t i, Pass pass) {
        for (auto& [name, index] : pass.inputs)
            index = index >= 0 ? moved[std::size_t(index)] : index;
        moved[i] = int(result.passes.size());
        result.passes.push_back(std::move(pass));
    };
    // Passes of a chain that does not become one after all, first to last.
    for (std::size_t i = 0; i < count; ++i) {
        if (continued[i])
            continue;
        std::vector<std::size_t> chain;
        for (int at = int(i); at >= 0; at = before[std::size_t(at)])
            chain.insert(chain.begin(), std::size_t(at));
        if (chain.size() == 1) {
            put(i, std::move(plan.passes[i]));
            continue;
        }
        Hasher hasher;
        for (std::size_t at : chain)
            hasher.add(plan.passes[at].isf->content).add(from[at]);
        auto& isf = m_chains[hasher.key()];
        if (!isf) {
            std::vector<FuseLink> links;
            for (std::size_t at : chain)
                links.push_back({&known(plan.passes[at].isf).part, from[at]});
            Isf made;
            made.isLinear = plan.passes[chain.front()].isf->isLinear;
            for (std::size_t k = 0; k < chain.size(); ++k) {
                const Isf& one = *plan.passes[chain[k]].isf;
                made.name += (k ? " + " : "") + one.name;
                const std::string prefix = fusePrefix(k);
                for (Param param : one.params) {
                    if (auto values = one.choiceValues.find(param.name); values != one.choiceValues.end())
                        made.choiceValues[prefix + param.name] = values->second;
                    param.name = prefix + param.name;
                    made.params.push_back(std::move(param));
                }
                for (Isf::Picture picture : one.pictures) {
                    if (picture.name == from[chain[k]])
                        continue;
                    picture.name = prefix + picture.name;
                    made.pictures.push_back(std::move(picture));
                }
                made.followsTime = made.followsTime || one.followsTime;
            }
            made.text = opificio::fused(links, !made.isLinear);
            made.rounds.emplace_back();
            made.content = hasher.add("chain").key();
            isf = std::make_shared<const Isf>(std::move(made));
            m_made.insert(isf->content);
        }
        if (m_refused.contains(isf->content)) {
            for (std::size_t at : chain)
                put(at, std::move(plan.passes[at]));
            continue;
        }
        Pass sum = plan.passes[i];
        Hasher keys;
        sum.isf = isf;
        sum.values = {};
        sum.inputs.clear();
        sum.steering.clear();
        sum.sources = {};
        for (std::size_t k = 0; k < chain.size(); ++k) {
            const Pass& pass = plan.passes[chain[k]];
            const std::string prefix = fusePrefix(k);
            keys.add(pass.key);
            sum.sources |= pass.sources;
            for (const auto& [name, value] : pass.values)
                sum.values.set(prefix + name, value);
            for (const auto& [name, index] : pass.inputs) {
                if (name != from[chain[k]])
                    sum.inputs[prefix + name] = index;
            }
            for (const std::string& name : pass.steering)
                sum.steering.push_back(prefix + name);
        }
        sum.key = keys.key();
        put(i, std::move(sum));
    }
    result.output = plan.output >= 0 ? moved[std::size_t(plan.output)] : plan.output;
    return result;
}

} // namespace opificio
