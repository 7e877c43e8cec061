// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/ShaderFile.h"

#include "gpu/Builtins.h"
#include "gpu/Rewrites.h"

#include <algorithm>

namespace opificio {

namespace {

// Text whose words stand in the lines of the artist's file.
class Lines {
public:
    Lines(int source, std::string before)
        : m_source(source)
        , m_text(std::move(before))
    {
    }

    void add(int line, const std::string& words)
    {
        if (words.empty())
            return;
        if (line == m_line)
            m_text += ' ';
        else if (m_line >= 0 && line > m_line && line - m_line < 5)
            m_text.append(std::size_t(line - m_line), '\n');
        else
            m_text += "\n#line " + std::to_string(line) + " " + std::to_string(m_source) + "\n";
        m_line = line;
        m_text += words;
    }

    const std::string& text() const { return m_text; }

private:
    int m_source, m_line = -1;
    std::string m_text;
};

std::string sizeOf(std::size_t image)
{
    return "isf_sizes[" + std::to_string(image) + "].xy";
}

} // namespace

std::string ShaderFile::print(const std::vector<std::uint32_t>& loopCodes)
{
    Lines lines(lineSource(m_stage), forwards());
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        const int line = m_words.at(i).line;
        if (auto found = m_words.before.find(i); found != m_words.before.end())
            lines.add(line, found->second);
        if (m_words.isDropped(i))
            continue;
        if (auto found = m_words.turns.find(i); found != m_words.turns.end()) {
            const auto& [loop, open, close] = found->second;
            lines.add(line, open + std::to_string(loopCodes[loop]) + "u" + close);
        }
        lines.add(line, printed(i));
        if (auto found = m_words.behind.find(i); found != m_words.behind.end())
            lines.add(m_words.at(i).line, found->second);
    }
    return lines.text() + "\n";
}

// The forms of built-in functions that a function of the same name would otherwise hide.
std::string ShaderFile::forwards() const
{
    std::string text;
    for (const auto& [name, ours] : m_functionNames) {
        for (const BuiltinForm& form : builtinForms(name)) {
            bool taken = std::any_of(m_functions.begin(), m_functions.end(), [&, n = name](const ShaderFunction& function) {
                return function.name == n && function.parameters == form.parameters;
            });
            if (taken)
                continue;
            text += form.result + " " + ours + "(";
            std::string arguments;
            for (std::size_t i = 0; i < form.parameters.size(); ++i) {
                text += (i ? ", " : "") + form.parameters[i] + " a" + std::to_string(i);
                arguments += (i ? ", a" : "a") + std::to_string(i);
            }
            text += ") { return " + std::string(name == "dFdy" ? "-" : "") + name + "(" + arguments + "); }\n";
        }
    }
    return text;
}

// The word at i as the compiler gets it; i moves to the last of the words that it stands for.
std::string ShaderFile::printed(std::size_t& i)
{
    const std::string& word = m_words.at(i).text;
    if (!m_words.isWord(i))
        return word;
    const bool called = m_words.is(i + 1, "(");
    // The compiler takes every .length for the length of an array, and functions of old have become types.
    if (isLaterKeyword(word)
        || (!called
            && isOneOf(word, {"length", "texture1D", "texture2D", "texture3D", "textureCube", "texture2DRect", "textureBuffer"})))
        return reservedName(word);
    if (i > 0 && m_words.is(i - 1, "."))
        return word;
    usesFragData = usesFragData || word == "gl_FragData";
    if (auto ours = rewrittenVariable(word); !ours.empty())
        return std::string(ours);
    if (!m_globals.contains(word)) {
        if (auto value = valueOfField(word))
            return *value;
    }
    const auto& names = called ? m_functionNames : m_variableNames;
    if (auto renamed = names.find(word); renamed != names.end())
        return renamed->second;
    return called ? printedCall(i) : word;
}

// The function that is called at i, or all of the call where the program knows the picture that it reads.
std::string ShaderFile::printedCall(std::size_t& i) const
{
    const std::string& word = m_words.at(i).text;
    const std::string& argument = m_words.at(i + 2).text;
    const std::size_t behind = i + 3;
    if (auto picture = m_images.find(argument); picture != m_images.end()) {
        const std::size_t image = picture->second;
        if (word == "IMG_SIZE" && m_words.is(behind, ")")) {
            i = behind;
            return sizeOf(image);
        }
        if (word == "IMG_PIXEL" && m_words.is(behind, ",")) {
            i = behind;
            return "isf_pixOf(" + nameOf(argument) + ", " + sizeOf(image) + ",";
        }
        if (isOneOf(word, {"IMG_THIS_PIXEL", "IMG_THIS_NORM_PIXEL", "IMG_NORM_THIS_PIXEL"}) && m_words.is(behind, ")")
            && m_stage == Stage::Fragment && !m_hasOwnVertex && fittingBit(image) != 0) {
            i = behind;
            return "isf_thisOf(" + nameOf(argument) + ", (isf_variant & " + std::to_string(fittingBit(image)) + ") != 0)";
        }
    }
    auto ours = rewrittenFunction(word);
    return ours.empty() ? word : std::string(ours);
}

// _name_imgSize and its like of a picture that the shader has.
std::optional<std::string> ShaderFile::valueOfField(std::string_view word) const
{
    auto field = pictureField(word);
    auto picture = field ? m_images.find(field->picture) : m_images.end();
    if (picture == m_images.end())
        return {};
    return field->value.empty() ? sizeOf(picture->second) : std::string(field->value);
}

} // namespace opificio
