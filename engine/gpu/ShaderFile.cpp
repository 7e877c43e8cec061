// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/ShaderFile.h"

#include "base/Text.h"
#include "gpu/Builtins.h"
#include "gpu/Rewrites.h"

#include <algorithm>

namespace opificio {

ShaderFile::ShaderFile(const ShaderSource& shader, Stage stage, std::vector<Token> words)
    : m_stage(stage)
    , m_hasOwnVertex(!shader.vertex.empty())
    , m_words(std::move(words))
{
    for (std::size_t i = 0; i < shader.images.size(); ++i)
        m_images.emplace(shader.images[i], i);
    for (const auto& value : shader.values)
        m_inputs.insert(value.name);
    for (std::size_t i = 0; i < m_words.size() && m_words.errors.size() < ShaderWords::mostErrors;)
        i = declaration(i);
    m_counted = countLoops(m_words, m_functions, m_numbers, m_mayChangeArguments);
    chooseNames();
}

std::string ShaderFile::nameOf(const std::string& name) const
{
    auto renamed = m_variableNames.find(name);
    if (renamed != m_variableNames.end())
        return renamed->second;
    return isLaterKeyword(name) || isQualifier(name) ? reservedName(name) : name;
}

// Returns the index behind the declaration.
std::size_t ShaderFile::declaration(std::size_t begin)
{
    if (m_words.is(begin, ";")) {
        m_words.drop(begin, begin + 1);
        return begin + 1;
    }
    if (m_words.is(begin, "}")) {
        m_words.complain(begin, text("there is a } too many"));
        return m_words.size();
    }
    Declaration declaration{begin, begin};
    std::size_t& type = declaration.type;
    while (type < m_words.size()) {
        if (m_words.is(type, "layout") && m_words.is(type + 1, "("))
            type = m_words.skip(type + 1);
        else if (m_words.isWord(type) && isQualifier(m_words.at(type).text))
            declaration.qualifiers.insert(m_words.at(type++).text);
        else
            break;
    }
    auto names = typeEnd(type);
    if (!names) {
        // Not a declaration: the compiler says what it thinks of it.
        std::size_t end = type;
        while (end < m_words.size() && !m_words.isOneOf(end, {";", "{"}))
            ++end;
        return m_words.is(end, "{") ? m_words.skip(end) : end + 1;
    }
    // A function has its parameters right behind its name.
    if (m_words.isWord(*names) && m_words.is(*names + 1, "(") && !m_words.is(type, "struct"))
        return function(*names);
    declaration.names = *names;
    declaration.end = m_words.find(";", *names, m_words.size());
    variables(declaration);
    return declaration.end + 1;
}

// The index behind the type at that index, if one is there.
std::optional<std::size_t> ShaderFile::typeEnd(std::size_t type)
{
    std::size_t end = type;
    if (m_words.is(type, "struct")) {
        while (end < m_words.size() && !m_words.isOneOf(end, {"{", ";"}))
            ++end;
        if (m_words.isWord(type + 1))
            m_structs.insert(m_words.at(type + 1).text);
        return m_words.is(end, "{") ? m_words.skip(end) : end;
    }
    if (!m_words.isWord(type))
        return {};
    ++end;
    while (m_words.is(end, "["))
        end = m_words.skip(end);
    return end;
}

// Returns the index behind the function, or behind its prototype.
std::size_t ShaderFile::function(std::size_t name)
{
    const std::size_t open = m_words.skip(name + 1);
    if (!m_words.is(open, "{"))
        return m_words.is(open, ";") ? open + 1 : open;
    const Token& token = m_words.at(name);
    if (!m_words.closes(open)) {
        m_words.complain(name, text("the body of {0} is not closed with }", token.text));
        return m_words.size();
    }
    hasMain = hasMain || token.text == "main";
    for (std::size_t i = name + 2; i < open; ++i)
        m_mayChangeArguments = m_mayChangeArguments || m_words.isOneOf(i, {"out", "inout"});
    const std::size_t close = m_words.skip(open) - 1;
    m_functions.push_back({token.text, open, close, token.line, parameterTypes(name + 1, open - 1)});
    return close + 1;
}

std::vector<std::string> ShaderFile::parameterTypes(std::size_t open, std::size_t close) const
{
    std::vector<std::string> types;
    std::string type;
    for (std::size_t i = open + 1; i <= close; ++i) {
        if (m_words.is(i, ",") || i == close) {
            if (!type.empty() && type != "void")
                types.push_back(type);
            type.clear();
        } else if (m_words.is(i, "[")) {
            type += "[]";
            i = m_words.skip(i) - 1;
        } else if (type.empty() && m_words.isWord(i) && !isQualifier(m_words.at(i).text)) {
            type = m_words.at(i).text;
        }
    }
    return types;
}

std::vector<ShaderFile::Declarator> ShaderFile::declarators(std::size_t begin, std::size_t end) const
{
    std::vector<Declarator> result;
    for (std::size_t i = begin; i < end; i = result.back().end + 1) {
        const std::size_t comma = m_words.find(",", i, end), equals = m_words.find("=", i, comma);
        result.push_back({i, i + 1, equals < comma ? equals + 1 : 0, comma});
    }
    return result;
}

void ShaderFile::variables(const Declaration& declaration)
{
    if (declaration.names >= declaration.end || !m_words.isWord(declaration.names)) {
        // `invariant gl_Position;` and blocks.
        if (declaration.has("invariant"))
            m_words.drop(declaration.begin, declaration.end + 1);
        return;
    }
    const auto list = declarators(declaration.names, declaration.end);
    for (const Declarator& one : list) {
        const std::string& name = m_words.at(one.name).text;
        if (!m_inputs.contains(name) && !m_images.contains(name))
            m_globals.insert(name);
    }
    bool fromOutside = false;
    for (std::string_view qualifier : {"uniform", "in", "out", "attribute", "varying"})
        fromOutside = fromOutside || declaration.has(qualifier);
    if (!fromOutside) {
        if (declaration.has("const"))
            constants(declaration, list);
        return;
    }
    // What the program around the shader provides is declared by it; the rest becomes a plain variable, or a
    // connection between the two stages.
    m_words.drop(declaration.begin, declaration.end + 1);
    std::string& declared = m_words.before[declaration.begin];
    for (const Declarator& one : list) {
        const std::string& name = m_words.at(one.name).text;
        if (!m_inputs.contains(name) && !m_images.contains(name) && !isOurs(name))
            declared += outsideVariable(declaration, one);
    }
}

// The declaration as a plain variable; empty for what is declared elsewhere.
std::string ShaderFile::outsideVariable(const Declaration& declaration, const Declarator& one)
{
    const std::string& type = m_words.at(declaration.type).text;
    const std::string& name = m_words.at(one.name).text;
    const bool uniform = declaration.has("uniform");
    const bool incoming
        = declaration.has("in") || declaration.has("attribute") || (declaration.has("varying") && m_stage == Stage::Fragment);
    // `vec2[3] name` and `vec2 name[3]` are the same.
    std::string array = m_words.joined(declaration.type + 1, declaration.names);
    if (!array.starts_with('['))
        array.clear();
    array += m_words.joined(one.array, one.value ? one.value - 1 : one.end);

    if (uniform && type.starts_with("sampler")) {
        ownSamplers.push_back(name);
        return {};
    }
    if (uniform || (incoming && m_stage == Stage::Vertex)) {
        std::string value;
        if (incoming && type.starts_with("vec") && array.empty())
            value = " = " + type + "(isf_corner" + (type == "vec2" ? "" : type == "vec3" ? ", 0.0" : ", 0.0, 1.0") + ")";
        else if (one.value)
            value = " = " + m_words.joined(one.value, one.end);
        return type + " " + name + array + value + "; ";
    }
    if (declaration.has("out") && m_stage == Stage::Fragment) {
        if (output.empty())
            output = name;
        return type + " " + name + array + "; ";
    }
    if (std::none_of(varyings.begin(), varyings.end(), [&](const Varying& other) { return other.name == name; })) {
        bool flat = declaration.has("flat");
        for (std::string_view whole : {"int", "ivec", "uint", "uvec"})
            flat = flat || type.starts_with(whole);
        varyings.push_back({type, name, array, flat});
    }
    return {};
}

// Global constants may be made of what is only known later; then they are plain variables.
void ShaderFile::constants(const Declaration& declaration, const std::vector<Declarator>& list)
{
    bool fixed = true;
    Names beside; // `const int a = 2, b = a * 3`
    for (const Declarator& one : list) {
        for (std::size_t i = one.value; one.value && i < one.end; ++i)
            fixed = fixed && isConstant(i, beside);
        beside.insert(m_words.at(one.name).text);
    }
    if (!fixed) {
        for (std::size_t i = declaration.begin; m_words.isWord(i) && isQualifier(m_words.at(i).text); ++i) {
            if (m_words.is(i, "const"))
                m_words.drop(i, i + 1);
        }
        return;
    }
    for (const Declarator& one : list) {
        const std::string& name = m_words.at(one.name).text;
        m_constants.insert(name);
        if (auto number = one.value ? knownNumber(m_words, one.value, one.end, m_numbers) : std::nullopt)
            m_numbers[name] = *number;
    }
}

// Whether the word of a constant's value is known before the shader runs.
bool ShaderFile::isConstant(std::size_t i, const Names& beside) const
{
    const std::string& word = m_words.at(i).text;
    return !m_words.isWord(i) || (i > 0 && m_words.is(i - 1, ".")) || isTypeName(word) || isOneOf(word, {"true", "false"})
        || m_constants.contains(word) || beside.contains(word) || m_structs.contains(word)
        || (isBuiltinFunction(word) && m_words.is(i + 1, "("));
}

// Whether the program around the shader has a variable of that name.
bool ShaderFile::isOurs(std::string_view name) const
{
    return name.starts_with("gl_") || valueOfField(name)
        || isOneOf(name,
            {"isf_FragNormCoord", "vv_FragNormCoord", "RENDERSIZE", "TIME", "TIMEDELTA", "PASSINDEX", "FRAMEINDEX", "DATE"});
}

void ShaderFile::chooseNames()
{
    for (const ShaderFunction& function : m_functions) {
        if (isBuiltinFunction(function.name))
            m_functionNames[function.name] = functionName(function.name);
    }
    auto choose = [&](const std::string& name) {
        if (isBuiltinFunction(name))
            m_variableNames[name] = variableName(name);
    };
    for (const std::string& name : m_globals)
        choose(name);
    for (const std::string& name : m_inputs)
        choose(name);
    for (const auto& [name, index] : m_images)
        choose(name);
}

} // namespace opificio
