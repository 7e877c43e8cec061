#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/Preprocessor.h"

namespace opificio {

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list);

/// The words of one file by their index, with notes of what the compiler gets to see instead of them and of what is wrong with
/// them. Behind the last word every index is a word without text.
class ShaderWords {
public:
    explicit ShaderWords(std::vector<Token> words);

    std::size_t size() const { return m_words.size(); }
    const Token& at(std::size_t i) const;
    bool is(std::size_t i, std::string_view word) const;
    bool isOneOf(std::size_t i, std::initializer_list<std::string_view> list) const;
    bool isWord(std::size_t i) const;
    /// 1 for a bracket of any kind that opens, -1 for one that closes, else 0.
    int bracket(std::size_t i) const;
    /// The index behind the bracket that closes the one at `open`.
    std::size_t skip(std::size_t open) const;
    /// Whether the brace at `open` is closed by another.
    bool closes(std::size_t open) const;
    /// The first such mark of [begin, end) outside of brackets; without one, where the search ends.
    std::size_t find(std::string_view mark, std::size_t begin, std::size_t end) const;
    std::string joined(std::size_t begin, std::size_t end) const;

    void drop(std::size_t begin, std::size_t end);
    bool isDropped(std::size_t i) const { return m_dropped[i]; }
    /// Text before a word, dropped or not, and behind the last of the words that are printed as one.
    std::map<std::size_t, std::string> before, behind;
    /// The counting of a loop before a word of its condition: `open`, what the loop reports, `close`.
    struct Turn {
        std::size_t loop;
        std::string open, close;
    };
    std::map<std::size_t, Turn> turns;

    /// Notes the sentence with the line of word i.
    void complain(std::size_t i, std::string sentence);
    std::vector<PreprocessError> errors;
    /// Reading stops when there are so many.
    static constexpr std::size_t mostErrors = 10;

private:
    std::vector<Token> m_words;
    std::vector<bool> m_dropped;
};

} // namespace opificio
