// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Compile.h"

#include "base/Text.h"

#include <glslang/Public/ResourceLimits.h>
#include <glslang/Public/ShaderLang.h>
#include <glslang/SPIRV/GlslangToSpv.h>

#include <algorithm>
#include <charconv>
#include <mutex>

namespace opificio {

namespace {

// "ERROR: 1:12: 'x' : undeclared identifier" a line; lines without a place belong to the program as a whole.
void readLog(std::string_view log, std::vector<Complaint>& complaints)
{
    constexpr std::string_view marker = "ERROR: ";
    while (!log.empty()) {
        auto end = log.find('\n');
        std::string_view line = log.substr(0, end);
        log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
        if (!line.starts_with(marker))
            continue;
        line.remove_prefix(marker.size());
        Complaint complaint;
        auto readNumber = [&](int& number) {
            auto [rest, failure] = std::from_chars(line.data(), line.data() + line.size(), number);
            if (failure != std::errc() || rest == line.data() + line.size() || *rest != ':')
                return false;
            line.remove_prefix(std::size_t(rest - line.data()) + 1);
            return true;
        };
        if (readNumber(complaint.source))
            readNumber(complaint.line);
        if (line.find("compilation errors.  No code generated") != std::string_view::npos
            || line.find("compilation terminated") != std::string_view::npos)
            continue;
        while (line.starts_with(' '))
            line.remove_prefix(1);
        while (line.ends_with(' ') || line.ends_with('\r'))
            line.remove_suffix(1);
        if ((line.starts_with("Linking") && line.find("ecursion") == std::string_view::npos) || line.empty())
            continue;
        complaint.words = line;
        if (complaints.size() < 100)
            complaints.push_back(std::move(complaint));
    }
}

Result<Spirv> compileNamed(std::string_view glsl, std::string_view name, Stage stage)
{
    Compiled compiled = compile(std::string(glsl), stage);
    if (!compiled.complaints.empty()) {
        const Complaint& first = compiled.complaints.front();
        return Error{Error::Code::Shader, text("{0} does not compile. Line {1}: {2}", name, first.line, first.words),
            std::string(name) + ":" + std::to_string(first.line)};
    }
    return std::move(compiled.spirv);
}

} // namespace

Compiled compile(const std::string& glsl, Stage stage)
{
    static const bool started = glslang::InitializeProcess();
    (void)started;
    EShLanguage language = stage == Stage::Vertex ? EShLangVertex : stage == Stage::Fragment ? EShLangFragment : EShLangCompute;
    Compiled result;
    glslang::TShader shader(language);
    const char* source = glsl.c_str();
    shader.setStrings(&source, 1);
    shader.setEnvInput(glslang::EShSourceGlsl, language, glslang::EShClientVulkan, 100);
    shader.setEnvClient(glslang::EShClientVulkan, glslang::EShTargetVulkan_1_3);
    shader.setEnvTarget(glslang::EShTargetSpv, glslang::EShTargetSpv_1_6);
    auto messages = EShMessages(EShMsgSpvRules | EShMsgVulkanRules | EShMsgSuppressWarnings | EShMsgCascadingErrors);
    bool good = shader.parse(GetDefaultResources(), 450, false, messages);
    readLog(shader.getInfoLog(), result.complaints);
    glslang::TProgram program;
    if (good) {
        program.addShader(&shader);
        good = program.link(messages);
        readLog(program.getInfoLog(), result.complaints);
    }
    if (!good) {
        if (result.complaints.empty())
            result.complaints.push_back({0, 0, "the compiler gave up"});
        return result;
    }
    result.complaints.clear();
    glslang::GlslangToSpv(*program.getIntermediate(language), result.spirv);
    return result;
}

Result<Spirv> compileCompute(std::string_view glsl, std::string_view name)
{
    return compileNamed(glsl, name, Stage::Compute);
}

Result<Spirv> compileFragment(std::string_view glsl, std::string_view name)
{
    return compileNamed(glsl, name, Stage::Fragment);
}

} // namespace opificio
