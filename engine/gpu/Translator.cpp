// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Translator.h"

#include "base/Text.h"
#include "gpu/Compile.h"
#include "gpu/Complaints.h"
#include "gpu/Prelude.h"
#include "gpu/Preprocessor.h"
#include "gpu/Rewrites.h"
#include "gpu/ShaderFile.h"
#include "gpu/Spirv.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <numeric>
#include <set>

namespace opificio {

namespace {

constexpr std::size_t largestFile = 2 << 20;

bool isName(std::string_view word)
{
    return !word.empty() && (std::isalpha(static_cast<unsigned char>(word[0])) || word[0] == '_')
        && std::all_of(word.begin(), word.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

// Names that cannot be names are passed over; the first of two wins.
ShaderSource withoutBadNames(ShaderSource shader)
{
    std::set<std::string> seen;
    auto isBad = [&](const std::string& name) { return !isName(name) || !seen.insert(name).second; };
    std::erase_if(shader.values, [&](const ShaderSource::Value& value) { return isBad(value.name); });
    std::erase_if(shader.images, isBad);
    return shader;
}

// How many locations a varying takes.
int locationsOf(const ShaderFile::Varying& varying)
{
    int each = varying.type.starts_with("mat") && varying.type.size() >= 4 ? varying.type[3] - '0' : 1;
    int count = 1;
    for (std::size_t at = 0; (at = varying.array.find('[', at)) != std::string::npos; ++at) {
        int number = 0;
        std::size_t digit = at + 1;
        while (digit < varying.array.size() && varying.array[digit] == ' ')
            ++digit;
        std::from_chars(varying.array.data() + digit, varying.array.data() + varying.array.size(), number);
        // A size that is a constant's name: room for what is usual.
        count *= std::clamp(number == 0 ? 8 : number, 1, 64);
    }
    return each * count;
}

// What a value is in the block: its type, and its size, which is its alignment, too.
std::pair<const char*, std::size_t> layoutOf(ShaderSource::Kind kind)
{
    switch (kind) {
    case ShaderSource::Kind::Number:
        return {"float", 4};
    case ShaderSource::Kind::Whole:
        return {"int", 4};
    case ShaderSource::Kind::Switch:
        return {"bool", 4};
    case ShaderSource::Kind::Point:
        return {"vec2", 8};
    case ShaderSource::Kind::Colour:
        return {"vec4", 16};
    }
    return {"float", 4};
}

std::size_t roundedUp(std::size_t offset, std::size_t step)
{
    return (offset + step - 1) / step * step;
}

// The two files of one shader.
struct Files {
    const ShaderSource& shader;
    ShaderFile fragment, vertex;

    bool hasOwnVertex() const { return !shader.vertex.empty(); }
    // What both stages call a variable that the block declares, or that leads from one to the other. Printing sets every
    // `length` aside that is no call.
    std::string nameOf(const std::string& name) const
    {
        std::string ours = fragment.nameOf(name);
        return ours == variableName("length") ? reservedName(name) : ours;
    }
};

// What is wrong before the compiler sees anything.
std::vector<Remark> remarksOf(const Files& files)
{
    std::vector<Remark> remarks;
    for (const PreprocessError& error : files.fragment.errors())
        remarks.push_back({files.shader.name, error.line, error.sentence});
    for (const PreprocessError& error : files.vertex.errors())
        remarks.push_back({files.shader.vertexName, error.line, error.sentence});
    if (remarks.empty() && !files.fragment.hasMain)
        remarks.push_back({files.shader.name, 1, text("there is no function main")});
    if (remarks.empty() && files.hasOwnVertex() && !files.vertex.hasMain)
        remarks.push_back({files.shader.vertexName, 1, text("there is no function main")});
    return remarks;
}

// Samplers that a file declares itself come behind the pictures of the header.
void gatherImages(Files& files, std::vector<std::string>& images)
{
    for (const auto* file : {&files.fragment, &files.vertex}) {
        for (const std::string& name : file->ownSamplers) {
            if (std::find(images.begin(), images.end(), name) == images.end())
                images.push_back(name);
        }
    }
    for (std::size_t i = 0; i < images.size(); ++i) {
        files.fragment.addImage(images[i], i);
        files.vertex.addImage(images[i], i);
    }
}

// The beginning of both stages: the block, placed as std140 does, and the pictures. Notes in `result` where everything lies.
std::string layOut(const Files& files, Translation& result)
{
    std::string text(blockOpening);
    std::size_t offset = sizeof(ShaderBlock);
    for (const auto& value : files.shader.values) {
        auto [type, size] = layoutOf(value.kind);
        offset = roundedUp(offset, size);
        result.values.push_back({value.name, value.kind, offset});
        text += std::string(type) + " " + files.nameOf(value.name) + ";\n";
        offset += size;
    }
    const std::size_t imageCount = std::max<std::size_t>(1, result.images.size());
    result.sizesOffset = roundedUp(offset, 16);
    result.blockBytes = result.sizesOffset + 16 * imageCount;
    text += "vec4 isf_sizes[" + std::to_string(imageCount) + "];\n};\n";
    for (std::size_t i = 0; i < result.images.size(); ++i)
        text += "layout(set = 0, binding = " + std::to_string(1 + i) + ") uniform sampler2D " + files.nameOf(result.images[i])
            + ";\n";
    return text;
}

// The declarations of what leads from one stage to the other.
struct Passage {
    std::string given, taken;
};

// What the vertex stage does not give is zero.
Passage passageOf(const Files& files)
{
    Passage passage;
    int location = 1;
    std::map<std::string, int> locations;
    auto declared = [&](const ShaderFile::Varying& varying) {
        return varying.type + " " + files.nameOf(varying.name) + varying.array + ";\n";
    };
    auto placed = [](int place, bool flat, const char* direction) {
        return "layout(location = " + std::to_string(place) + ") " + (flat ? "flat " : "") + direction + " ";
    };
    const auto& varyings = files.vertex.varyings;
    for (const auto& varying : varyings) {
        locations[varying.name] = location;
        passage.given += placed(location, varying.flat, "out") + declared(varying);
        location += locationsOf(varying);
    }
    for (const auto& varying : files.fragment.varyings) {
        auto other
            = std::find_if(varyings.begin(), varyings.end(), [&](const auto& given) { return given.name == varying.name; });
        if (other != varyings.end() && other->type == varying.type)
            passage.taken += placed(locations[varying.name], other->flat || varying.flat, "in");
        passage.taken += declared(varying);
    }
    // The vertex stage cannot report by itself on every device: what it has to say goes through the fragments.
    if (!files.vertex.loops().empty()) {
        passage.given += placed(location, true, "out") + "uint isf_vertexLoop;\n";
        passage.taken += placed(location, true, "in") + "uint isf_vertexLoop;\n";
    }
    return passage;
}

// What the loops of each file report.
struct LoopCodes {
    std::vector<std::uint32_t> fragment, vertex;
};

// Loops report by a code that is small where they lie outside. Notes in `result` what the codes mean.
LoopCodes codesOf(const Files& files, Translation& result)
{
    LoopCodes codes;
    const auto& loops = files.fragment.loops();
    std::vector<std::size_t> order(loops.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(
        order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return loops[left].depth < loops[right].depth; });
    codes.fragment.resize(loops.size());
    for (std::size_t loop : order) {
        codes.fragment[loop] = std::uint32_t(result.loops.size());
        result.loops.push_back(files.shader.name + ":" + std::to_string(loops[loop].line));
    }
    for (const ShaderLoop& loop : files.vertex.loops()) {
        codes.vertex.push_back(std::uint32_t(result.loops.size()));
        result.loops.push_back(files.shader.vertexName + ":" + std::to_string(loop.line));
    }
    if (!result.loops.empty())
        result.flagBinding = int(1 + result.images.size());
    return codes;
}

std::string fragmentText(
    Files& files, const std::string& layout, const std::string& taken, const LoopCodes& codes, int flagBinding)
{
    ShaderFile& file = files.fragment;
    std::string text = layout;
    text += fragmentOpening;
    text += files.hasOwnVertex() ? coordinateOfVertexStage : coordinateOfGrid;
    if (file.countsTurns())
        text += countingFunctions(files.shader.loopBudget);
    if (flagBinding >= 0)
        text += "layout(set = 0, binding = " + std::to_string(flagBinding) + ") buffer isf_Flag { uint isf_flag; };\n";
    text += readingFunctions;
    text += fragmentVariables;
    text += taken;
    text += decodingFunction;
    text += file.print(codes.fragment);
    text += fragmentMainOpening;
    if (!codes.fragment.empty())
        text += "    if (isf_turns > isf_budget)\n        atomicMin(isf_flag, isf_outer);\n";
    if (!codes.vertex.empty())
        text += "    if (isf_vertexLoop != 0xffffffffu)\n        atomicMin(isf_flag, isf_vertexLoop);\n";
    text += fragmentMainClosing(file.usesFragData ? "isf_FragData[0]"
            : file.output.empty()                 ? "isf_FragColor"
                                                  : files.nameOf(file.output));
    return text;
}

std::string vertexText(Files& files, const std::string& layout, const std::string& given, const LoopCodes& codes)
{
    ShaderFile& file = files.vertex;
    std::string text = layout;
    text += "layout(location = 0) out vec2 isf_FragNormCoord;\n";
    text += given;
    text += vertexVariables;
    if (file.countsTurns())
        text += countingFunctions(files.shader.loopBudget);
    text += readingFunctions;
    text += files.hasOwnVertex() ? file.print(codes.vertex) : "void isf_main() { isf_vertShaderInit(); }\n";
    text += vertexMainOpening;
    if (!codes.vertex.empty())
        text += "    isf_vertexLoop = isf_turns > isf_budget ? isf_outer : 0xffffffffu;\n";
    text += vertexMainClosing;
    return text;
}

// What the compiler found in the stage that was made of that file.
void addRemarks(std::vector<Remark>& remarks, const Compiled& compiled, const ShaderFile& file, const std::string& name)
{
    for (const Complaint& complaint : compiled.complaints) {
        if (isAboutRecursion(complaint.words))
            remarks.push_back({name, file.recursionLine(), text("functions that call themselves are not possible in shaders")});
        else
            remarks.push_back({name, complaint.source == 0 ? 0 : complaint.line, inWords(complaint.words)});
    }
}

} // namespace

// Fitted to what a processor's OpenGL makes of the format's quad: across from the right edge, upwards from zero.
std::array<float, 4> normGrid(int width, int height)
{
    auto wide = float(width), high = float(height);
    float area = 1.0f / (wide * high), x = area * high, y = area * wide;
    return {1.0f - x * (wide - 0.5f), 0.0f, x, y};
}

Error Translation::loopError(std::uint32_t reported) const
{
    std::string what = reported < loops.size() ? loops[reported] : name + ":0";
    std::string line = what.substr(what.rfind(':') + 1);
    std::string file = what.substr(0, what.rfind(':'));
    return {Error::Code::Shader,
        text("The loop in line {0} of {1} never ends, or makes too many turns for one pixel. Give it a smaller limit.", line,
            file),
        what};
}

Result<Translation> translate(const ShaderSource& source)
{
    if (source.fragment.size() > largestFile || source.vertex.size() > largestFile)
        return Error{Error::Code::TooLarge, text("{0} is too long for a shader.", source.name), source.name};
    const ShaderSource shader = withoutBadNames(source);
    Preprocessed fragment = preprocess(shader.fragment, lineSource(Stage::Fragment));
    Preprocessed vertex = preprocess(shader.vertex, lineSource(Stage::Vertex));
    std::vector<Remark> remarks;
    for (const PreprocessError& error : fragment.errors)
        remarks.push_back({shader.name, error.line, error.sentence});
    for (const PreprocessError& error : vertex.errors)
        remarks.push_back({shader.vertexName, error.line, error.sentence});
    if (!remarks.empty())
        return compileError(std::move(remarks));

    Files files{shader, ShaderFile(shader, Stage::Fragment, std::move(fragment.tokens)),
        ShaderFile(shader, Stage::Vertex, std::move(vertex.tokens))};
    remarks = remarksOf(files);
    if (!remarks.empty())
        return compileError(std::move(remarks));

    Translation result;
    result.name = shader.name;
    result.images = shader.images;
    gatherImages(files, result.images);
    const std::string layout = layOut(files, result);
    const Passage passage = passageOf(files);
    const LoopCodes codes = codesOf(files, result);
    result.glsl = fragmentText(files, layout, passage.taken, codes, result.flagBinding);

    const std::string vertexName = files.hasOwnVertex() ? shader.vertexName : shader.name;
    Compiled compiledFragment = compile(result.glsl, Stage::Fragment);
    addRemarks(remarks, compiledFragment, files.fragment, shader.name);
    Compiled compiledVertex = compile(vertexText(files, layout, passage.given, codes), Stage::Vertex);
    addRemarks(remarks, compiledVertex, files.vertex, vertexName);
    if (!remarks.empty()) {
        // A remark about our own text only counts when there is no other.
        if (std::any_of(remarks.begin(), remarks.end(), [](const Remark& remark) { return remark.line > 0; }))
            std::erase_if(remarks, [](const Remark& remark) { return remark.line == 0; });
        return compileError(std::move(remarks));
    }
    result.fragment = std::move(compiledFragment.spirv);
    result.vertex = std::move(compiledVertex.spirv);
    TRY_DO(harden(result.fragment, shader.name));
    TRY_DO(harden(result.vertex, vertexName));
    return result;
}

} // namespace opificio
