// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Fuse.h"

#include "gpu/Builtins.h"
#include "gpu/Preprocessor.h"

#include <algorithm>
#include <array>

namespace opificio {

namespace {

using Words = std::vector<Token>;

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is(const Words& words, std::size_t at, std::string_view wanted)
{
    return at < words.size() && words[at].is(wanted);
}

bool isField(const Words& words, std::size_t at)
{
    return at > 0 && words[at - 1].is(".");
}

// The index behind the bracket that closes the one at `open`.
std::size_t behind(const Words& words, std::size_t open)
{
    int depth = 0;
    for (std::size_t i = open; i < words.size(); ++i) {
        if (isOneOf(words[i].text, {"(", "[", "{"}))
            ++depth;
        else if (isOneOf(words[i].text, {")", "]", "}"}) && --depth == 0)
            return i + 1;
    }
    return words.size();
}

// Everything that is declared outside of functions, functions included.
std::set<std::string> declared(const Words& words)
{
    std::set<std::string> names;
    int depth = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Token& word = words[i];
        if (isOneOf(word.text, {"(", "[", "{"}))
            ++depth;
        else if (isOneOf(word.text, {")", "]", "}"}))
            --depth;
        if (depth != 0 || word.kind != Token::Kind::Word || i == 0 || isTypeName(word.text))
            continue;
        const Token& before = words[i - 1];
        bool named = before.kind == Token::Kind::Word || before.is(",") || before.is("]");
        if (named && i + 1 < words.size() && isOneOf(words[i + 1].text, {"(", "=", ";", ",", "["}))
            names.insert(word.text);
    }
    return names;
}

// A read of `picture` that is provably at this pixel: the index behind it, else 0.
std::size_t readHere(const Words& words, std::size_t at, std::string_view picture)
{
    if (!is(words, at + 1, "(") || !is(words, at + 2, picture))
        return 0;
    if (isOneOf(words[at].text, {"IMG_THIS_PIXEL", "IMG_THIS_NORM_PIXEL", "IMG_NORM_THIS_PIXEL"}))
        return is(words, at + 3, ")") ? at + 4 : 0;
    auto ends = [&](std::initializer_list<std::string_view> place) -> std::size_t {
        std::size_t i = at + 4;
        for (std::string_view word : place) {
            if (!is(words, i++, word))
                return 0;
        }
        return is(words, i, ")") ? i + 1 : 0;
    };
    if (!is(words, at + 3, ","))
        return 0;
    if (isOneOf(words[at].text, {"IMG_NORM_PIXEL", "texture2D", "texture"})) {
        for (std::string_view name : {"isf_FragNormCoord", "vv_FragNormCoord"}) {
            for (auto end : {ends({name}), ends({name, ".", "xy"})}) {
                if (end)
                    return end;
            }
        }
    }
    return is(words, at, "IMG_PIXEL") ? ends({"gl_FragCoord", ".", "xy"}) : 0;
}

Words wordsOf(const FusePart& part, bool& good)
{
    Preprocessed read = preprocess(part.fragment, 1);
    good = read.errors.empty();
    Words words;
    // Precision says nothing on a desktop.
    for (std::size_t i = 0; i < read.tokens.size(); ++i) {
        if (read.tokens[i].is("precision") && i + 3 < read.tokens.size() && read.tokens[i + 3].is(";"))
            i += 3;
        else
            words.push_back(std::move(read.tokens[i]));
    }
    return words;
}

} // namespace

bool FusePart::isPlain() const
{
    bool good = false;
    const Words words = wordsOf(*this, good);
    if (!good)
        return false;
    int mains = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Token& word = words[i];
        if (word.kind != Token::Kind::Word || isField(words, i))
            continue;
        // What declares more than plain functions and variables, writes elsewhere, or depends on the passes.
        if (isOneOf(word.text,
                {"discard", "struct", "uniform", "varying", "attribute", "layout", "gl_FragDepth", "gl_FragData", "PASSINDEX"})
            || word.text.starts_with("_"))
            return false;
        if (isOneOf(word.text, {"in", "out"}) && (i == 0 || isOneOf(words[i - 1].text, {";", "}"})))
            return false;
        if (word.is("main") && is(words, i + 1, "("))
            ++mains;
    }
    for (const std::string& name : declared(words)) {
        // Its own form of a built-in function, or a name that hides an input.
        if (isBuiltinFunction(name) || inputs.contains(name))
            return false;
    }
    return mains == 1;
}

bool FusePart::readsHere(std::string_view picture) const
{
    bool good = false;
    const Words words = wordsOf(*this, good);
    const std::set<std::string> names = declared(words);
    bool reads = false, outside = false;
    int depth = 0;
    for (std::size_t i = 0; good && i < words.size(); ++i) {
        depth += is(words, i, "{") ? 1 : is(words, i, "}") ? -1 : 0;
        // An initial value at file scope is made before there is a pixel.
        if (is(words, i, "=") && depth == 0)
            outside = true;
        else if (is(words, i, ";") || is(words, i, "{"))
            outside = false;
        if (outside
            && (words[i].is(picture) || is(words, i + 2, picture) || (names.contains(words[i].text) && is(words, i + 1, "("))))
            return false;
        if (words[i].kind != Token::Kind::Word || isField(words, i))
            continue;
        // The coordinate itself must be what it seems.
        if (isOneOf(words[i].text, {"isf_FragNormCoord", "vv_FragNormCoord", "gl_FragCoord"}) && i > 0
            && words[i - 1].kind == Token::Kind::Word && !words[i - 1].is("return"))
            return false;
        if (std::size_t end = readHere(words, i, picture)) {
            reads = true;
            i = end - 1;
        } else if (words[i].is(picture) && !(i > 1 && words[i - 2].is("IMG_SIZE"))) {
            return false;
        }
    }
    return good && reads;
}

std::string fusePrefix(std::size_t index)
{
    return "c" + std::to_string(index) + "_";
}

std::string fused(std::span<const FuseLink> chain, bool clamped)
{
    std::string text;
    for (std::size_t index = 0; index < chain.size(); ++index) {
        const FuseLink& link = chain[index];
        const std::string prefix = fusePrefix(index);
        bool good = false;
        const Words words = wordsOf(*link.part, good);
        std::set<std::string> names = declared(words);
        names.insert(link.part->inputs.begin(), link.part->inputs.end());
        text += "vec4 " + prefix + "here, " + prefix + "out = vec4(0.0);\n";
        int line = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const Token& word = words[i];
            text += word.line == line ? ' ' : '\n';
            line = word.line;
            if (word.kind != Token::Kind::Word || isField(words, i)) {
                text += word.text;
                continue;
            }
            if (!link.from.empty()) {
                if (std::size_t end = readHere(words, i, link.from)) {
                    text += prefix + "here";
                    i = end - 1;
                    continue;
                }
                if (word.is("IMG_SIZE") && is(words, i + 1, "(") && is(words, i + 2, link.from)) {
                    text += "RENDERSIZE";
                    i = behind(words, i + 1) - 1;
                    continue;
                }
            }
            if (word.is("gl_FragColor"))
                text += prefix + "out";
            else
                text += (names.contains(word.text) ? prefix : std::string()) + word.text;
        }
        text += '\n';
    }
    text += "void main()\n{\n";
    for (std::size_t index = 0; index < chain.size(); ++index) {
        const std::string prefix = fusePrefix(index);
        if (index > 0) {
            const std::string before = fusePrefix(index - 1) + "out";
            text += "    " + prefix + "here = " + (clamped ? "clamp(" + before + ", 0.0, 1.0)" : before) + ";\n";
        }
        text += "    " + prefix + "main();\n";
    }
    return text + "    gl_FragColor = " + fusePrefix(chain.size() - 1) + "out;\n}\n";
}

} // namespace opificio
