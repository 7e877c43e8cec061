// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/ShaderWords.h"

#include "gpu/Rewrites.h"

#include <algorithm>

namespace opificio {

namespace {

// Precision says nothing on a desktop, and qualifiers that became keywords later are names unless they qualify.
std::vector<Token> tidy(std::vector<Token> words)
{
    std::vector<Token> result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        Token& token = words[i];
        if (token.is("precision") && i + 3 < words.size() && words[i + 3].is(";")) {
            i += 3;
            continue;
        }
        if (isOneOf(token.text, {"highp", "mediump", "lowp"}))
            continue;
        if (token.is("sampler2DRect"))
            token.text = "sampler2D";
        bool qualifies = i + 1 < words.size() && words[i + 1].kind == Token::Kind::Word;
        if (isOneOf(token.text, {"smooth", "flat", "noperspective", "centroid", "invariant"}) && !qualifies)
            token.text = reservedName(token.text);
        result.push_back(std::move(token));
    }
    return result;
}

} // namespace

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

ShaderWords::ShaderWords(std::vector<Token> words)
    : m_words(tidy(std::move(words)))
    , m_dropped(m_words.size(), false)
{
}

const Token& ShaderWords::at(std::size_t i) const
{
    static const Token nothing;
    return i < m_words.size() ? m_words[i] : nothing;
}

bool ShaderWords::is(std::size_t i, std::string_view word) const
{
    return i < m_words.size() && m_words[i].text == word;
}

bool ShaderWords::isOneOf(std::size_t i, std::initializer_list<std::string_view> list) const
{
    return i < m_words.size() && opificio::isOneOf(m_words[i].text, list);
}

bool ShaderWords::isWord(std::size_t i) const
{
    return i < m_words.size() && m_words[i].kind == Token::Kind::Word;
}

int ShaderWords::bracket(std::size_t i) const
{
    return isOneOf(i, {"(", "[", "{"}) ? 1 : isOneOf(i, {")", "]", "}"}) ? -1 : 0;
}

std::size_t ShaderWords::skip(std::size_t open) const
{
    int depth = 0;
    for (std::size_t i = open; i < m_words.size(); ++i) {
        int change = bracket(i);
        depth += change;
        if (change < 0 && depth == 0)
            return i + 1;
    }
    return m_words.size();
}

bool ShaderWords::closes(std::size_t open) const
{
    int depth = 0;
    for (std::size_t i = open; i < m_words.size(); ++i) {
        if (is(i, "{"))
            ++depth;
        else if (is(i, "}") && --depth == 0)
            return true;
    }
    return false;
}

std::size_t ShaderWords::find(std::string_view mark, std::size_t begin, std::size_t end) const
{
    int depth = 0;
    std::size_t i = begin;
    for (; i < end; ++i) {
        depth += bracket(i);
        if (depth == 0 && is(i, mark))
            break;
    }
    return i;
}

std::string ShaderWords::joined(std::size_t begin, std::size_t end) const
{
    std::string text;
    for (std::size_t i = begin; i < end && i < m_words.size(); ++i)
        text += (text.empty() ? "" : " ") + m_words[i].text;
    return text;
}

void ShaderWords::drop(std::size_t begin, std::size_t end)
{
    for (std::size_t i = begin; i < end && i < m_dropped.size(); ++i)
        m_dropped[i] = true;
}

void ShaderWords::complain(std::size_t i, std::string sentence)
{
    int line = i < m_words.size() ? m_words[i].line : m_words.empty() ? 1 : m_words.back().line;
    errors.push_back({line, std::move(sentence)});
}

} // namespace opificio
