// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Spirv.h"

#include "base/Log.h"
#include "base/Text.h"

#include <spirv-tools/optimizer.hpp>

#include <map>
#include <set>

namespace opificio {

namespace {

enum Op : std::uint32_t {
    OpTypeVector = 23,
    OpTypeMatrix = 24,
    OpTypeArray = 28,
    OpTypeStruct = 30,
    OpTypePointer = 32,
    OpConstant = 43,
    OpConstantComposite = 44,
    OpConstantNull = 46,
    OpFunction = 54,
    OpVariable = 59,
    OpAccessChain = 65,
    OpInBoundsAccessChain = 66,
};
constexpr std::uint32_t storagePrivate = 6, storageFunction = 7;
constexpr double mostZeros = 256, mostNumbers = 16'384; // of one variable

// How many numbers a value of each type holds.
std::map<std::uint32_t, double> countsOf(const Spirv& spirv)
{
    std::map<std::uint32_t, double> counts, lengths;
    auto countOf = [&](std::uint32_t type) {
        auto found = counts.find(type);
        return found == counts.end() ? 1 : found->second;
    };
    for (std::size_t at = 5; at < spirv.size();) {
        std::uint32_t op = spirv[at] & 0xffff, length = spirv[at] >> 16;
        if (length == 0 || length > spirv.size() - at)
            break;
        if ((op == OpTypeVector || op == OpTypeMatrix) && length == 4)
            counts[spirv[at + 1]] = countOf(spirv[at + 2]) * spirv[at + 3];
        else if (op == OpConstant && length == 4)
            lengths[spirv[at + 2]] = spirv[at + 3];
        else if (op == OpTypeArray && length == 4)
            counts[spirv[at + 1]] = countOf(spirv[at + 2]) * lengths[spirv[at + 3]];
        else if (op == OpTypeStruct)
            for (std::uint32_t i = 2; i < length; ++i)
                counts[spirv[at + 1]] += countOf(spirv[at + i]);
        at += length;
    }
    return counts;
}

// Adds a zero to every variable of a function or of the invocation that has no initial value.
void startAtZero(Spirv& spirv, const std::map<std::uint32_t, double>& counts)
{
    auto isSmall = [&](std::uint32_t type) {
        auto found = counts.find(type);
        return found == counts.end() || found->second <= mostZeros;
    };
    std::map<std::uint32_t, std::uint32_t> pointees;
    std::map<std::uint32_t, std::uint32_t> zeros; // type -> constant
    std::set<std::uint32_t> known;
    std::uint32_t bound = spirv[3];
    Spirv result(spirv.begin(), spirv.begin() + 5);
    result.reserve(spirv.size() + 256);
    // A constant must stand before its first use and after its type: private variables are made just behind theirs.
    auto zeroOf = [&](std::uint32_t type) {
        auto [found, fresh] = zeros.emplace(type, bound);
        if (fresh) {
            result.insert(result.end(), {3u << 16 | OpConstantNull, type, bound});
            ++bound;
        }
        return found->second;
    };
    // The types of the functions' variables, known before the first function begins.
    std::set<std::uint32_t> local;
    for (std::size_t at = 5; at < spirv.size();) {
        std::uint32_t op = spirv[at] & 0xffff, length = spirv[at] >> 16;
        if (length == 0 || length > spirv.size() - at)
            return;
        if (op == OpTypePointer && length == 4)
            pointees[spirv[at + 1]] = spirv[at + 3];
        else if (op == OpVariable && length == 4 && spirv[at + 3] == storageFunction)
            local.insert(spirv[at + 1]);
        at += length;
    }
    bool started = false;
    for (std::size_t at = 5; at < spirv.size();) {
        std::uint32_t op = spirv[at] & 0xffff, length = spirv[at] >> 16;
        if (op == OpFunction && !started) {
            started = true;
            for (std::uint32_t type : local)
                if (isSmall(pointees[type]))
                    zeroOf(pointees[type]);
        }
        if (op == OpVariable && length == 4 && (spirv[at + 3] == storageFunction || spirv[at + 3] == storagePrivate)
            && isSmall(pointees[spirv[at + 1]])) {
            std::uint32_t zero = zeroOf(pointees[spirv[at + 1]]);
            result.insert(result.end(), {5u << 16 | OpVariable, spirv[at + 1], spirv[at + 2], spirv[at + 3], zero});
        } else {
            result.insert(result.end(), spirv.begin() + std::ptrdiff_t(at), spirv.begin() + std::ptrdiff_t(at + length));
        }
        at += length;
    }
    result[3] = bound;
    spirv = std::move(result);
}

bool hasMovingIndex(const Spirv& spirv)
{
    std::set<std::uint32_t> constants;
    for (std::size_t at = 5; at < spirv.size();) {
        std::uint32_t op = spirv[at] & 0xffff, length = spirv[at] >> 16;
        if (length == 0 || length > spirv.size() - at)
            return false;
        if (op == OpConstant && length >= 3)
            constants.insert(spirv[at + 2]);
        if (op == OpAccessChain || op == OpInBoundsAccessChain) {
            for (std::uint32_t i = 4; i < length; ++i) {
                if (!constants.contains(spirv[at + i]))
                    return true;
            }
        }
        at += length;
    }
    return false;
}

} // namespace

Result<> harden(Spirv& spirv, std::string_view name)
{
    if (spirv.size() < 5)
        return Error{Error::Code::Shader, text("A compiled shader is damaged.")};
    auto counts = countsOf(spirv);
    for (const auto& [type, count] : counts) {
        if (count > mostNumbers)
            return Error{Error::Code::Shader,
                text("{0} does not compile: a variable of it holds more than {1} numbers for each pixel.", name,
                    std::int64_t(mostNumbers)),
                std::string(name) + ":1"};
    }
    startAtZero(spirv, counts);
    if (!hasMovingIndex(spirv))
        return {};
    spvtools::Optimizer optimizer(SPV_ENV_VULKAN_1_3);
    optimizer.RegisterPass(spvtools::CreateGraphicsRobustAccessPass());
    optimizer.SetMessageConsumer([](spv_message_level_t, const char*, const spv_position_t& position, const char* message) {
        log(Level::Debug, "gpu", "robust access, word " + std::to_string(position.index) + ": " + message);
    });
    spvtools::OptimizerOptions options;
    options.set_run_validator(false);
    Spirv safe;
    if (!optimizer.Run(spirv.data(), spirv.size(), &safe, options))
        return Error{Error::Code::Shader, text("A compiled shader is damaged.")};
    spirv = std::move(safe);
    return {};
}

} // namespace opificio
