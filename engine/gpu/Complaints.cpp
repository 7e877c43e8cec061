// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Complaints.h"

#include "base/Text.h"
#include "gpu/Rewrites.h"

#include <algorithm>

namespace opificio {

namespace {

constexpr std::size_t mostRemarks = 5;

struct Row {
    std::string_view compiler; ///< a part of what it says
    std::string (*told)(const std::string& token);
};

// The first that fits is told.
constexpr Row rows[] = {
    {"undeclared identifier", [](const std::string& token) { return text("{0} is not known here", token); }},
    {"no matching overloaded function found",
        [](const std::string& token) { return text("there is no function {0} for these arguments", token); }},
    {"redefinition", [](const std::string& token) { return text("{0} is declared twice", token); }},
    {"syntax error",
        [](const std::string& token) {
            return token.empty() ? text("the words do not make sense here") : text("the words do not make sense near {0}", token);
        }},
    {"vector field selection out of range",
        [](const std::string& token) { return text("the value has no component {0}", token); }},
    {"swizzle", [](const std::string& token) { return text("the value has no component {0}", token); }},
    {"no such field in structure", [](const std::string& token) { return text("the structure has no field {0}", token); }},
    {"l-value required",
        [](const std::string& token) {
            return token == "assign" ? text("what stands on the left cannot be written to")
                                     : text("{0} cannot be written to", token);
        }},
    {"cannot convert return value",
        [](const std::string&) { return text("what is returned is of another kind than the function says"); }},
    {"cannot convert from", [](const std::string&) { return text("the values on the two sides are of different kinds"); }},
    {"wrong operand types", [](const std::string&) { return text("the values on the two sides are of different kinds"); }},
};

// Qualifiers of types that no artist wrote.
constexpr std::string_view noises[]
    = {" temp", " const", " global", " highp", " mediump", " lowp", " in ", " uniform", " smooth"};

std::string withoutNoise(std::string words)
{
    for (std::string_view noise : noises) {
        const std::string quoted = "'" + std::string(noise), amid = std::string(noise) + " ";
        for (std::size_t at = 0; (at = words.find(quoted)) != std::string::npos;)
            words.erase(at + 1, noise.size());
        for (std::size_t at = 0; (at = words.find(amid)) != std::string::npos;)
            words.erase(at, noise.size());
    }
    return words;
}

} // namespace

std::string inWords(std::string_view complaint)
{
    std::string_view token, rest = complaint;
    if (auto end = complaint.find("' : "); complaint.starts_with('\'') && end != std::string_view::npos) {
        token = complaint.substr(1, end - 1);
        rest = complaint.substr(end + 4);
    }
    while (rest.ends_with(' '))
        rest.remove_suffix(1);
    const std::string name = withArtistsNames(std::string(token));
    for (const Row& row : rows) {
        if (rest.find(row.compiler) != std::string_view::npos)
            return row.told(name);
    }
    const std::string words = withoutNoise(withArtistsNames(std::string(rest)));
    return name.empty() ? words : name + ": " + words;
}

bool isAboutRecursion(std::string_view complaint)
{
    return complaint.find("Recursion") != std::string_view::npos || complaint.find("recursion") != std::string_view::npos;
}

Error compileError(std::vector<Remark> remarks)
{
    std::stable_sort(
        remarks.begin(), remarks.end(), [](const Remark& left, const Remark& right) { return left.line < right.line; });
    std::vector<Remark> kept;
    for (Remark& remark : remarks) {
        // One mistake often makes the compiler stumble again in the same line.
        bool known = std::any_of(kept.begin(), kept.end(),
            [&](const Remark& other) { return other.line == remark.line && other.file == remark.file; });
        if (!known && kept.size() < mostRemarks)
            kept.push_back(std::move(remark));
    }
    const Remark& first = kept.front();
    std::string message = text("{0} does not compile. Line {1}: {2}", first.file, first.line, first.words);
    for (std::size_t i = 1; i < kept.size(); ++i)
        message += "\n" + text("Line {0}: {1}", kept[i].line, kept[i].words);
    return {Error::Code::Shader, message, first.file + ":" + std::to_string(first.line)};
}

} // namespace opificio
