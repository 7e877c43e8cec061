#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// What the tests of the house know about C++: enough to find includes, calls and string literals, comments left out.
namespace opificio::house {

struct Token {
    enum class Kind { Word, Literal, Sign };
    Kind kind;
    /// A literal's own text, escapes resolved; neighbours ("a" "b") are one.
    std::string text;
    int line;
};

inline std::string readAll(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

inline std::vector<Token> tokens(const std::string& code)
{
    std::vector<Token> found;
    int line = 1;
    std::size_t at = 0;
    const auto push = [&](Token::Kind kind, std::string text, int where) {
        if (kind == Token::Kind::Literal && !found.empty() && found.back().kind == Token::Kind::Literal)
            found.back().text += text;
        else
            found.push_back({kind, std::move(text), where});
    };
    const auto isWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    while (at < code.size()) {
        const char c = code[at];
        if (c == '\n') {
            ++line;
            ++at;
        } else if (std::isspace(static_cast<unsigned char>(c))) {
            ++at;
        } else if (code.compare(at, 2, "//") == 0) {
            at = std::min(code.find('\n', at), code.size());
        } else if (code.compare(at, 2, "/*") == 0) {
            const std::size_t end = std::min(code.find("*/", at + 2), code.size());
            line += int(std::count(code.begin() + long(at), code.begin() + long(end), '\n'));
            at = std::min(end + 2, code.size());
        } else if (code.compare(at, 2, "R\"") == 0) {
            const std::size_t open = code.find('(', at);
            const std::string close = ")" + code.substr(at + 2, open - at - 2) + "\"";
            const std::size_t end = std::min(code.find(close, open), code.size());
            push(Token::Kind::Literal, code.substr(open + 1, end - open - 1), line);
            line += int(std::count(code.begin() + long(at), code.begin() + long(end), '\n'));
            at = std::min(end + close.size(), code.size());
        } else if (c == '"') {
            std::string text;
            const int where = line;
            for (++at; at < code.size() && code[at] != '"'; ++at) {
                if (code[at] == '\\' && at + 1 < code.size()) {
                    const char escaped = code[++at];
                    text += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
                } else {
                    text += code[at];
                }
            }
            ++at;
            push(Token::Kind::Literal, text, where);
        } else if (c == '\'') {
            for (++at; at < code.size() && code[at] != '\''; ++at)
                at += code[at] == '\\' ? 1 : 0;
            ++at;
            push(Token::Kind::Sign, "'", line);
        } else if (isWord(c)) {
            // A digit separator is part of its number.
            const std::size_t start = at;
            const bool number = std::isdigit(static_cast<unsigned char>(c));
            while (at < code.size()
                && (isWord(code[at]) || (number && code[at] == '\'' && at + 1 < code.size() && isWord(code[at + 1]))))
                ++at;
            push(Token::Kind::Word, code.substr(start, at - start), line);
        } else {
            push(Token::Kind::Sign, std::string(1, c), line);
            ++at;
        }
    }
    return found;
}

struct Include {
    std::string name;
    bool quoted;
    int line;
};

inline std::vector<Include> includes(const std::string& code)
{
    std::vector<Include> found;
    std::istringstream lines(code);
    std::string text;
    for (int line = 1; std::getline(lines, text); ++line) {
        std::size_t at = text.find_first_not_of(" \t");
        if (at == std::string::npos || text[at] != '#')
            continue;
        at = text.find_first_not_of(" \t", at + 1);
        if (at == std::string::npos || text.compare(at, 7, "include") != 0)
            continue;
        at = text.find_first_of("<\"", at);
        if (at == std::string::npos)
            continue;
        const std::size_t end = text.find_first_of(">\"", at + 1);
        if (end != std::string::npos)
            found.push_back({text.substr(at + 1, end - at - 1), text[at] == '"', line});
    }
    return found;
}

/// Every file under these folders of the tree whose name ends so, in order of name, as paths from the root ("engine/base/Log.h").
inline std::vector<std::string> files(
    const std::filesystem::path& root, const std::vector<std::string>& folders, const std::vector<std::string>& endings)
{
    std::vector<std::string> found;
    for (const std::string& folder : folders) {
        std::error_code code;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder, code)) {
            const std::string ending = entry.path().extension().string();
            if (entry.is_regular_file() && std::find(endings.begin(), endings.end(), ending) != endings.end())
                found.push_back(std::filesystem::relative(entry.path(), root).generic_string());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// Passes where nothing is wrong; otherwise prints each sentence, all of them (QVERIFY2 cuts after a thousand characters).
#define VERIFY_NONE(sentences)                                                                                                   \
    do {                                                                                                                         \
        const std::vector<std::string> listed = (sentences);                                                                     \
        for (const std::string& sentence : listed)                                                                               \
            std::printf("  %s\n", sentence.c_str());                                                                             \
        QVERIFY2(listed.empty(), "What is wrong is listed above.");                                                              \
    } while (false)

} // namespace opificio::house
