// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Translator.h"

#include "base/Text.h"
#include "gpu/Builtins.h"
#include "gpu/Compile.h"
#include "gpu/Preprocessor.h"
#include "gpu/Spirv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

namespace opificio {

namespace {

constexpr std::size_t largestFile = 2 << 20;
constexpr int fragmentSource = 1, vertexSource = 2;
constexpr int deepestStatement = 200;
// A loop of a fixed, small number of turns is counted as a whole, so that compilers may still unroll it.
constexpr double mostFixedTurns = 64, mostNestedTurns = 1024;

using Words = std::vector<Token>;
using Renames = std::map<std::string, std::string, std::less<>>;

struct Varying {
    std::string type, name, array; ///< array with its brackets, or empty
    bool flat = false;
    int location = -1;
};

struct Loop {
    int source = 0, line = 0, depth = 0;
    std::size_t function = 0;
    int rank = 0;
};

struct Function {
    std::string name;
    std::size_t open = 0, close = 0; ///< of its body's braces
    int line = 0;
    std::vector<std::string> parameters; ///< types
    int rank = 0;
};

struct Call {
    std::size_t caller;
    std::string callee;
    int depth;
};

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool isAssignment(std::string_view mark)
{
    return isOneOf(mark, {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="});
}

bool isName(std::string_view word)
{
    return !word.empty() && (std::isalpha(static_cast<unsigned char>(word[0])) || word[0] == '_')
        && std::all_of(word.begin(), word.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

// What may stand in front of a declaration.
bool isQualifier(std::string_view word)
{
    return isOneOf(word,
        {"const", "uniform", "varying", "attribute", "in", "out", "inout", "flat", "smooth", "noperspective", "centroid",
            "invariant", "highp", "mediump", "lowp", "precise"});
}

// One file of the pair, from words to words.
class File {
public:
    File(const ShaderSource& shader, Stage stage, Words words, const std::vector<std::string>& images)
        : m_shader(shader)
        , m_stage(stage)
        , m_words(std::move(words))
    {
        for (std::size_t i = 0; i < images.size(); ++i)
            m_images.emplace(images[i], i);
        for (const auto& value : shader.values)
            m_inputs.insert(value.name);
        m_source = stage == Stage::Fragment ? fragmentSource : vertexSource;
    }

    std::vector<Varying> varyings;
    std::vector<std::string> ownSamplers; ///< declared by the file and by no header
    std::vector<Loop> loops;
    std::vector<PreprocessError> errors;
    std::vector<Function> functions;
    bool usesFragData = false;
    std::string output; ///< the file's own `out vec4`, or empty
    bool hasMain = false;

    /// Reads the declarations and decides what is renamed and what is dropped.
    void read()
    {
        tidy();
        std::size_t at = 0;
        while (at < m_words.size() && errors.size() < 10)
            at = declaration(at);
        for (std::size_t i = 0; i < functions.size(); ++i)
            instrument(i);
        rankLoops();
        chooseNames();
    }

    void addImage(const std::string& name, std::size_t index) { m_images.emplace(name, index); }

    /// The file for the compiler. `loopCodes` gives what each loop reports.
    std::string print(const std::vector<std::uint32_t>& loopCodes)
    {
        std::string text = forwards();
        int line = -1;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            if (auto found = m_inserted.find(i); found != m_inserted.end())
                place(text, line, m_words[i].line, found->second);
            if (m_dropped[i])
                continue;
            if (auto found = m_loopAt.find(i); found != m_loopAt.end()) {
                std::string code = std::to_string(loopCodes[found->second.loop]) + "u";
                place(text, line, m_words[i].line, found->second.before + code + found->second.after);
            }
            i = printWord(i, text, line);
            if (auto found = m_appended.find(i); found != m_appended.end())
                place(text, line, m_words[i].line, found->second);
        }
        return text + "\n";
    }

    /// The line of a function that calls itself, over others or not.
    int recursionLine() const
    {
        for (std::size_t first = 0; first < functions.size(); ++first) {
            std::set<std::string> reached;
            std::vector<std::string> open = {functions[first].name};
            while (!open.empty()) {
                std::string name = open.back();
                open.pop_back();
                for (const Call& call : m_calls) {
                    if (functions[call.caller].name != name)
                        continue;
                    if (call.callee == functions[first].name)
                        return functions[first].line;
                    if (reached.insert(call.callee).second)
                        open.push_back(call.callee);
                }
            }
        }
        return functions.empty() ? 1 : functions.front().line;
    }

private:
    struct LoopText {
        std::size_t loop;
        std::string before, after;
    };

    const Token& at(std::size_t i) const
    {
        static const Token nothing;
        return i < m_words.size() ? m_words[i] : nothing;
    }
    bool is(std::size_t i, std::string_view word) const { return i < m_words.size() && m_words[i].text == word; }
    bool isWord(std::size_t i) const { return i < m_words.size() && m_words[i].kind == Token::Kind::Word; }
    void drop(std::size_t from, std::size_t to)
    {
        for (std::size_t i = from; i < to && i < m_dropped.size(); ++i)
            m_dropped[i] = true;
    }
    void complain(std::size_t i, std::string sentence)
    {
        int line = i < m_words.size() ? m_words[i].line : m_words.empty() ? 1 : m_words.back().line;
        errors.push_back({line, std::move(sentence)});
    }

    // Precision says nothing on a desktop, and qualifiers that became keywords later are names unless they qualify.
    void tidy()
    {
        Words words;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            Token& token = m_words[i];
            if (token.is("precision") && i + 3 < m_words.size() && m_words[i + 3].is(";")) {
                i += 3;
                continue;
            }
            if (isOneOf(token.text, {"highp", "mediump", "lowp"}))
                continue;
            if (token.is("sampler2DRect"))
                token.text = "sampler2D";
            if (isOneOf(token.text, {"smooth", "flat", "noperspective", "centroid", "invariant"})
                && !(i + 1 < m_words.size() && m_words[i + 1].kind == Token::Kind::Word))
                token.text = "isf_r_" + token.text;
            words.push_back(std::move(token));
        }
        m_words = std::move(words);
        m_dropped.assign(m_words.size(), false);
    }

    // The index behind the bracket that closes the one at `open`.
    std::size_t skip(std::size_t open) const
    {
        int depth = 0;
        for (std::size_t i = open; i < m_words.size(); ++i) {
            if (isOneOf(m_words[i].text, {"(", "[", "{"}))
                ++depth;
            else if (isOneOf(m_words[i].text, {")", "]", "}"}) && --depth == 0)
                return i + 1;
        }
        return m_words.size();
    }

    bool closes(std::size_t open) const
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

    std::size_t declaration(std::size_t begin)
    {
        if (is(begin, ";")) {
            drop(begin, begin + 1);
            return begin + 1;
        }
        if (is(begin, "}")) {
            complain(begin, text("there is a } too many"));
            return m_words.size();
        }
        std::size_t i = begin;
        std::set<std::string> qualifiers;
        while (i < m_words.size()) {
            if (is(i, "layout") && is(i + 1, "("))
                i = skip(i + 1);
            else if (isWord(i) && isQualifier(m_words[i].text))
                qualifiers.insert(m_words[i++].text);
            else
                break;
        }
        std::size_t type = i;
        if (is(i, "struct")) {
            while (i < m_words.size() && !is(i, "{") && !is(i, ";"))
                ++i;
            if (is(type + 1, "{") == false && isWord(type + 1))
                m_structs.insert(m_words[type + 1].text);
            if (is(i, "{"))
                i = skip(i);
        } else {
            if (!isWord(i)) {
                // Not a declaration: the compiler says what it thinks of it.
                while (i < m_words.size() && !is(i, ";") && !is(i, "{"))
                    ++i;
                return is(i, "{") ? skip(i) : i + 1;
            }
            ++i;
            while (is(i, "["))
                i = skip(i);
        }
        // A function has its parameters right behind its name.
        if (isWord(i) && is(i + 1, "(") && !m_words[type].is("struct")) {
            std::size_t end = skip(i + 1);
            if (is(end, "{")) {
                Function function{m_words[i].text, end, skip(end) - 1, m_words[i].line, parameterTypes(i + 1, end - 1), 0};
                if (!closes(end)) {
                    complain(i, text("the body of {0} is not closed with }", m_words[i].text));
                    return m_words.size();
                }
                hasMain = hasMain || function.name == "main";
                for (std::size_t k = i + 2; k < end; ++k)
                    m_hasOut = m_hasOut || is(k, "out") || is(k, "inout");
                functions.push_back(std::move(function));
                return functions.back().close + 1;
            }
            return is(end, ";") ? end + 1 : end;
        }
        std::size_t end = i;
        for (int depth = 0; end < m_words.size(); ++end) {
            if (isOneOf(m_words[end].text, {"(", "[", "{"}))
                ++depth;
            else if (isOneOf(m_words[end].text, {")", "]", "}"}))
                --depth;
            else if (depth == 0 && is(end, ";"))
                break;
        }
        variables(begin, type, i, end, qualifiers);
        return end + 1;
    }

    std::vector<std::string> parameterTypes(std::size_t open, std::size_t close) const
    {
        std::vector<std::string> types;
        std::string type;
        for (std::size_t i = open + 1; i <= close; ++i) {
            if (is(i, ",") || i == close) {
                if (!type.empty() && type != "void")
                    types.push_back(type);
                type.clear();
            } else if (is(i, "[")) {
                type += "[]";
                i = skip(i) - 1;
            } else if (type.empty() && isWord(i) && !isQualifier(m_words[i].text)) {
                type = m_words[i].text;
            }
        }
        return types;
    }

    // One name of a declaration: [name, end) with its array brackets and its initial value.
    struct Declarator {
        std::size_t name, array, value, end;
    };
    std::vector<Declarator> declarators(std::size_t begin, std::size_t end) const
    {
        std::vector<Declarator> result;
        std::size_t i = begin;
        while (i < end) {
            Declarator one{i, i + 1, 0, end};
            int depth = 0;
            for (std::size_t k = i; k < end; ++k) {
                if (isOneOf(m_words[k].text, {"(", "[", "{"}))
                    ++depth;
                else if (isOneOf(m_words[k].text, {")", "]", "}"}))
                    --depth;
                else if (depth == 0 && is(k, "=") && !one.value)
                    one.value = k + 1;
                else if (depth == 0 && is(k, ",")) {
                    one.end = k;
                    break;
                }
            }
            result.push_back(one);
            i = one.end + 1;
        }
        return result;
    }

    std::string textOfRange(std::size_t begin, std::size_t end) const
    {
        std::string text;
        for (std::size_t i = begin; i < end && i < m_words.size(); ++i)
            text += (text.empty() ? "" : " ") + m_words[i].text;
        return text;
    }

    void variables(
        std::size_t begin, std::size_t type, std::size_t names, std::size_t end, const std::set<std::string>& qualifiers)
    {
        const std::string typeName = m_words[type].text;
        if (names >= end || !isWord(names)) {
            // `invariant gl_Position;` and blocks.
            if (qualifiers.contains("invariant"))
                drop(begin, end + 1);
            return;
        }
        bool uniform = qualifiers.contains("uniform");
        bool incoming = qualifiers.contains("in") || qualifiers.contains("attribute")
            || (qualifiers.contains("varying") && m_stage == Stage::Fragment);
        bool outgoing = qualifiers.contains("out") || (qualifiers.contains("varying") && m_stage == Stage::Vertex);
        auto list = declarators(names, end);
        for (const Declarator& one : list) {
            const std::string& name = m_words[one.name].text;
            if (!m_inputs.contains(name) && !m_images.contains(name))
                m_globals.insert(name);
        }
        if (!uniform && !incoming && !outgoing) {
            if (qualifiers.contains("const"))
                constants(begin, list);
            return;
        }
        // What the program around the shader provides is declared by it; the rest becomes a plain variable, or a
        // connection between the two stages.
        drop(begin, end + 1);
        std::string declared;
        for (const Declarator& one : list) {
            const std::string& name = m_words[one.name].text;
            if (m_inputs.contains(name) || m_images.contains(name) || isOurs(name))
                continue;
            std::size_t arrayEnd = one.value ? one.value - 1 : one.end;
            std::string array = textOfRange(one.array, arrayEnd);
            // `vec2[3] name` and `vec2 name[3]` are the same.
            std::string typeArray = textOfRange(type + 1, names);
            if (!typeArray.empty() && typeArray[0] == '[')
                array = typeArray + array;
            if (typeName.starts_with("sampler") && uniform) {
                ownSamplers.push_back(name);
                continue;
            }
            if (uniform || (incoming && m_stage == Stage::Vertex)) {
                declared += typeName + " " + name + array;
                if (incoming && typeName.starts_with("vec") && array.empty())
                    declared += " = " + typeName + "(isf_corner"
                        + (typeName == "vec2"        ? ""
                                : typeName == "vec3" ? ", 0.0"
                                                     : ", 0.0, 1.0")
                        + ")";
                else if (one.value)
                    declared += " = " + textOfRange(one.value, one.end);
                declared += "; ";
                continue;
            }
            if (outgoing && m_stage == Stage::Fragment) {
                if (output.empty())
                    output = name;
                declared += typeName + " " + name + array + "; ";
                continue;
            }
            auto same
                = std::find_if(varyings.begin(), varyings.end(), [&](const Varying& varying) { return varying.name == name; });
            if (same == varyings.end())
                varyings.push_back({typeName, name, array,
                    qualifiers.contains("flat") || typeName.starts_with("int") || typeName.starts_with("ivec")
                        || typeName.starts_with("uint") || typeName.starts_with("uvec")});
        }
        m_inserted[begin] = declared;
    }

    // Global constants may be made of what is only known later; then they are plain variables.
    void constants(std::size_t begin, const std::vector<Declarator>& list)
    {
        bool fixed = true;
        std::set<std::string, std::less<>> beside; // `const int a = 2, b = a * 3`
        for (const Declarator& one : list) {
            for (std::size_t i = one.value; one.value && i < one.end; ++i) {
                const Token& token = m_words[i];
                if (token.kind != Token::Kind::Word || (i > 0 && is(i - 1, ".")))
                    continue;
                if (isTypeName(token.text) || isOneOf(token.text, {"true", "false"}) || m_constants.contains(token.text)
                    || beside.contains(token.text) || m_structs.contains(token.text)
                    || (isBuiltinFunction(token.text) && is(i + 1, "(")))
                    continue;
                fixed = false;
            }
            beside.insert(m_words[one.name].text);
        }
        for (const Declarator& one : list) {
            const std::string& name = m_words[one.name].text;
            if (!fixed)
                continue;
            m_constants.insert(name);
            std::size_t i = one.value;
            if (auto number = one.value ? sum(i, one.end, 0) : std::nullopt; number && i == one.end)
                m_numbers[name] = *number;
        }
        if (!fixed) {
            for (std::size_t i = begin; i < m_words.size() && isWord(i) && isQualifier(m_words[i].text); ++i) {
                if (is(i, "const"))
                    m_dropped[i] = true;
            }
        }
    }

    // Arithmetic of numbers and constants: how many turns a loop makes.
    std::optional<double> sum(std::size_t& i, std::size_t end, int depth) const
    {
        auto left = product(i, end, depth);
        while (left && i < end && (is(i, "+") || is(i, "-"))) {
            bool plus = is(i++, "+");
            auto right = product(i, end, depth);
            left = right ? std::optional(plus ? *left + *right : *left - *right) : std::nullopt;
        }
        return left;
    }
    std::optional<double> product(std::size_t& i, std::size_t end, int depth) const
    {
        auto left = atom(i, end, depth);
        while (left && i < end && (is(i, "*") || is(i, "/"))) {
            bool times = is(i++, "*");
            auto right = atom(i, end, depth);
            left = right && (times || *right != 0) ? std::optional(times ? *left * *right : *left / *right) : std::nullopt;
        }
        return left;
    }
    std::optional<double> atom(std::size_t& i, std::size_t end, int depth) const
    {
        if (i >= end || depth > 50)
            return {};
        if (is(i, "-")) {
            auto value = atom(++i, end, depth + 1);
            return value ? std::optional(-*value) : std::nullopt;
        }
        if (is(i, "(") || ((is(i, "float") || is(i, "int")) && is(i + 1, "("))) {
            i += is(i, "(") ? 1 : 2;
            auto value = sum(i, end, depth + 1);
            if (!value || !is(i, ")"))
                return {};
            ++i;
            return value;
        }
        const Token& token = m_words[i];
        if (token.kind == Token::Kind::Number) {
            char* rest = nullptr;
            double value = std::strtod(token.text.c_str(), &rest);
            if (token.text.starts_with("0x") || !std::isfinite(value))
                return {};
            ++i;
            return value;
        }
        if (auto found = m_numbers.find(token.text); found != m_numbers.end()) {
            ++i;
            return found->second;
        }
        return {};
    }

    bool isOurs(std::string_view name) const
    {
        return isOneOf(name,
                   {"isf_FragNormCoord", "vv_FragNormCoord", "gl_FragCoord", "gl_FragColor", "RENDERSIZE", "TIME", "TIMEDELTA",
                       "PASSINDEX", "FRAMEINDEX", "DATE"})
            || name.starts_with("gl_") || imageField(name).has_value();
    }

    // _name_imgSize and its like, which the format's first version promised.
    struct Field {
        std::size_t image;
        std::string_view what;
    };
    std::optional<Field> imageField(std::string_view word) const
    {
        if (!word.starts_with('_'))
            return {};
        for (std::string_view ending : {"_imgRect", "_imgSize", "_flip", "_texCoord", "_normTexCoord"}) {
            if (!word.ends_with(ending) || word.size() <= ending.size() + 1)
                continue;
            auto found = m_images.find(word.substr(1, word.size() - 1 - ending.size()));
            if (found != m_images.end())
                return Field{found->second, ending};
        }
        return {};
    }

    // Finds the loops of a function and writes the counting into their conditions.
    void instrument(std::size_t function)
    {
        m_function = function;
        std::size_t i = functions[function].open + 1;
        while (i < functions[function].close && errors.size() < 10)
            i = statement(i, 0, 0, 1);
    }

    // Returns the index behind the statement that begins at i.
    std::size_t statement(std::size_t i, int nesting, int depth, double fixedTurns)
    {
        const std::size_t close = functions[m_function].close;
        if (nesting > deepestStatement) {
            complain(i, text("the statements are nested too deeply"));
            return m_words.size();
        }
        if (is(i, "{")) {
            ++i;
            while (i < close && !is(i, "}"))
                i = statement(i, nesting + 1, depth, fixedTurns);
            return i + 1;
        }
        if (is(i, "if")) {
            noteCalls(i, skip(i + 1), depth);
            i = statement(skip(i + 1), nesting + 1, depth, fixedTurns);
            return is(i, "else") ? statement(i + 1, nesting + 1, depth, fixedTurns) : i;
        }
        if (is(i, "switch")) {
            noteCalls(i, skip(i + 1), depth);
            return statement(skip(i + 1), nesting + 1, depth, fixedTurns);
        }
        if (is(i, "case") || is(i, "default")) {
            while (i < close && !is(i, ":"))
                ++i;
            return i + 1;
        }
        if (is(i, "while") && is(i + 1, "(")) {
            std::size_t end = skip(i + 1);
            noteCalls(i, end, depth + 1);
            guard(i, i + 2, end - 1, depth);
            return statement(end, nesting + 1, depth + 1, fixedTurns);
        }
        if (is(i, "do")) {
            std::size_t end = statement(i + 1, nesting + 1, depth + 1, fixedTurns);
            if (!is(end, "while") || !is(end + 1, "("))
                return end;
            std::size_t after = skip(end + 1);
            noteCalls(end, after, depth + 1);
            guard(i, end + 2, after - 1, depth);
            return is(after, ";") ? after + 1 : after;
        }
        if (is(i, "for") && is(i + 1, "(")) {
            std::size_t end = skip(i + 1);
            std::size_t marks[2] = {0, 0};
            int found = 0, level = 0;
            for (std::size_t k = i + 2; k + 1 < end; ++k) {
                if (isOneOf(m_words[k].text, {"(", "[", "{"}))
                    ++level;
                else if (isOneOf(m_words[k].text, {")", "]", "}"}))
                    --level;
                else if (level == 0 && is(k, ";") && found < 2)
                    marks[found++] = k;
            }
            if (found < 2)
                return end;
            noteCalls(i, end, depth + 1);
            std::size_t body = end, bodyEnd = roughEnd(body);
            double turns = fixed(i + 2, marks[0], marks[1], end - 1, body, bodyEnd);
            if (turns >= 0 && turns * fixedTurns <= mostNestedTurns) {
                std::size_t equals = i + 4;
                m_inserted[equals + 1] = "isf_skip(" + std::to_string(int(turns)) + ", ";
                m_appended[marks[0] - 1] += ")";
                countsWhole = true;
                return statement(body, nesting + 1, depth + 1, fixedTurns * std::max(1.0, turns));
            }
            guard(i, marks[0] + 1, marks[1], depth);
            return statement(body, nesting + 1, depth + 1, fixedTurns);
        }
        // Everything else ends at its semicolon.
        std::size_t begin = i;
        int level = 0;
        while (i < close) {
            if (isOneOf(m_words[i].text, {"(", "[", "{"}))
                ++level;
            else if (isOneOf(m_words[i].text, {")", "]", "}"}))
                --level;
            else if (level == 0 && is(i, ";"))
                break;
            ++i;
        }
        noteCalls(begin, i, depth);
        return i + 1;
    }

    // Where the statement at i ends, without looking into it.
    std::size_t roughEnd(std::size_t i) const
    {
        for (int guardCount = 0; guardCount < 100; ++guardCount) {
            if (is(i, "{"))
                return skip(i);
            if (isOneOf(at(i).text, {"for", "while", "if", "switch"}) && is(i + 1, "(")) {
                i = skip(i + 1);
                continue;
            }
            break;
        }
        while (i < m_words.size() && !is(i, ";"))
            i = isOneOf(m_words[i].text, {"(", "[", "{"}) ? skip(i) : i + 1;
        // An else belongs to it; taking a little more than the body is safe here.
        return std::min(m_words.size(), i + 1);
    }

    // The turns of `for (int i = 0; i < 9; i++)` when they are known and nothing in the body changes i; otherwise -1.
    double fixed(
        std::size_t begin, std::size_t first, std::size_t second, std::size_t end, std::size_t body, std::size_t bodyEnd) const
    {
        if (!(is(begin, "int") || is(begin, "float")) || !isWord(begin + 1) || !is(begin + 2, "="))
            return -1;
        const std::string& name = m_words[begin + 1].text;
        std::size_t i = begin + 3;
        auto from = sum(i, first, 0);
        if (!from || i != first)
            return -1;
        i = first + 1;
        if (!is(i, name) || !isOneOf(at(i + 1).text, {"<", "<=", ">", ">=", "!="}))
            return -1;
        const std::string relation = m_words[i + 1].text;
        i += 2;
        auto to = sum(i, second, 0);
        if (!to || i != second)
            return -1;
        double step = 0;
        i = second + 1;
        if ((is(i, name) && is(i + 1, "++") && i + 2 == end) || (is(i, "++") && is(i + 1, name) && i + 2 == end))
            step = 1;
        else if ((is(i, name) && is(i + 1, "--") && i + 2 == end) || (is(i, "--") && is(i + 1, name) && i + 2 == end))
            step = -1;
        else if (is(i, name) && (is(i + 1, "+=") || is(i + 1, "-="))) {
            double sign = is(i + 1, "+=") ? 1 : -1;
            i += 2;
            auto value = sum(i, end, 0);
            if (!value || i != end)
                return -1;
            step = sign * *value;
        }
        if (step == 0 || (relation == "!=" && is(begin, "float")))
            return -1;
        double turns = (*to - *from) / step;
        if ((relation[0] == '<' && step < 0) || (relation[0] == '>' && step > 0) || turns > mostFixedTurns)
            return -1;
        turns = relation.size() == 2 && relation != "!=" ? std::floor(turns + 1e-6) + 1 : std::ceil(turns - 1e-6);
        turns = std::max(0.0, turns);
        for (std::size_t k = body; k < bodyEnd; ++k) {
            if (!is(k, name) || is(k - 1, "."))
                continue;
            std::size_t next = k + 1;
            if (isAssignment(at(next).text) || isOneOf(at(next).text, {"++", "--"}) || isOneOf(at(k - 1).text, {"++", "--"}))
                return -1;
            if (m_hasOut && isOneOf(at(k - 1).text, {"(", ","}) && isOneOf(at(next).text, {")", ","}))
                return -1;
        }
        return turns <= mostFixedTurns ? turns : -1;
    }

    // Puts the counter into the condition [begin, end) of the loop at `keyword`.
    void guard(std::size_t keyword, std::size_t begin, std::size_t end, int depth)
    {
        std::size_t loop = loops.size();
        loops.push_back({m_source, m_words[keyword].line, depth, m_function, 0});
        if (begin == end) {
            m_loopAt[end] = {loop, "isf_turn(", ")"};
            return;
        }
        // `while (bool more = step())` declares: the compiler must see it as it is.
        if (isTypeName(m_words[begin].text) && isWord(begin + 1))
            return;
        m_loopAt[begin] = {loop, "all(bvec2(isf_turn(", "), bool(("};
        m_appended[end - 1] += "))))";
    }

    void noteCalls(std::size_t begin, std::size_t end, int depth)
    {
        for (std::size_t i = begin; i < end && i + 1 < m_words.size(); ++i) {
            if (isWord(i) && is(i + 1, "("))
                m_calls.push_back({m_function, m_words[i].text, depth});
        }
    }

    // How deep a loop lies at most when the program runs: loops around it and around the calls of its function.
    void rankLoops()
    {
        for (std::size_t round = 0; round < functions.size(); ++round) {
            bool changed = false;
            for (const Call& call : m_calls) {
                for (std::size_t i = 0; i < functions.size(); ++i) {
                    int rank = functions[call.caller].rank + call.depth;
                    if (functions[i].name == call.callee && i != call.caller && functions[i].rank < rank && rank < 1000) {
                        functions[i].rank = rank;
                        changed = true;
                    }
                }
            }
            if (!changed || round > 50)
                break;
        }
        for (Loop& loop : loops)
            loop.rank = functions[loop.function].rank + loop.depth;
    }

    void chooseNames()
    {
        m_calledNames["main"] = "isf_main";
        for (const Function& function : functions) {
            if (isBuiltinFunction(function.name))
                m_calledNames[function.name] = "isf_f_" + function.name;
        }
        auto rename = [&](const std::string& name) {
            if (isBuiltinFunction(name))
                m_variableNames[name] = "isf_v_" + name;
        };
        for (const std::string& name : m_globals)
            rename(name);
        for (const std::string& name : m_inputs)
            rename(name);
        for (const auto& [name, index] : m_images)
            rename(name);
    }

    // The built-in forms that a function of the same name would otherwise hide.
    std::string forwards() const
    {
        std::string text;
        for (const auto& [name, ours] : m_calledNames) {
            for (const BuiltinForm& form : builtinForms(name)) {
                bool taken = std::any_of(functions.begin(), functions.end(), [&, n = name](const Function& function) {
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

    void place(std::string& text, int& line, int wanted, const std::string& words) const
    {
        if (words.empty())
            return;
        if (wanted != line) {
            if (line >= 0 && wanted > line && wanted - line < 5)
                text.append(std::size_t(wanted - line), '\n');
            else
                text += "\n#line " + std::to_string(wanted) + " " + std::to_string(m_source) + "\n";
            line = wanted;
        } else {
            text += ' ';
        }
        text += words;
    }

    // Prints the word at i, and what it stands for; returns the last index that was used.
    std::size_t printWord(std::size_t i, std::string& text, int& line)
    {
        const Token& token = m_words[i];
        auto put = [&](const std::string& words) { place(text, line, token.line, words); };
        if (token.kind != Token::Kind::Word) {
            put(token.text);
            return i;
        }
        const std::string& word = token.text;
        bool field = i > 0 && is(i - 1, ".");
        bool called = is(i + 1, "(");
        // The compiler takes every .length for the length of an array.
        // And functions of old have become types.
        if (isLaterKeyword(word)
            || (!called
                && isOneOf(
                    word, {"length", "texture1D", "texture2D", "texture3D", "textureCube", "texture2DRect", "textureBuffer"}))) {
            put("isf_r_" + word);
            return i;
        }
        if (field) {
            put(word);
            return i;
        }
        if (word.starts_with("gl_")) {
            static const std::map<std::string_view, std::string_view> names = {{"gl_FragColor", "isf_FragColor"},
                {"gl_FragCoord", "isf_FragCoord"}, {"gl_FragData", "isf_FragData"}, {"gl_FragDepth", "isf_FragDepth"},
                {"gl_TexCoord", "isf_TexCoord"}, {"gl_Color", "isf_Color"}, {"gl_FrontColor", "isf_Color"},
                {"gl_PointCoord", "isf_PointCoord"}, {"gl_Vertex", "isf_Vertex"}, {"gl_MultiTexCoord0", "isf_MultiTexCoord0"},
                {"gl_ModelViewProjectionMatrix", "mat4(1.0)"}, {"gl_ModelViewMatrix", "mat4(1.0)"},
                {"gl_ProjectionMatrix", "mat4(1.0)"}, {"gl_TextureMatrix", "isf_TextureMatrix"},
                {"gl_VertexID", "gl_VertexIndex"}, {"gl_InstanceID", "0"}, {"gl_Position", "isf_Position"}};
            auto found = names.find(word);
            usesFragData = usesFragData || word == "gl_FragData";
            put(found == names.end() ? word : std::string(found->second));
            return i;
        }
        if (word == "vv_FragNormCoord") {
            put("isf_FragNormCoord");
            return i;
        }
        if (word == "vv_vertShaderInit") {
            put("isf_vertShaderInit");
            return i;
        }
        if (auto known = imageField(word); known && !m_globals.contains(word)) {
            if (known->what == "_imgSize")
                put("isf_sizes[" + std::to_string(known->image) + "].xy");
            else if (known->what == "_imgRect")
                put("vec4(0.0, 0.0, 1.0, 1.0)");
            else if (known->what == "_flip")
                put("false");
            else
                put("isf_FragNormCoord");
            return i;
        }
        if (called) {
            if (auto renamed = m_calledNames.find(word); renamed != m_calledNames.end()) {
                put(renamed->second);
                return i;
            }
            return printCall(i, put);
        }
        if (auto renamed = m_variableNames.find(word); renamed != m_variableNames.end()) {
            put(renamed->second);
            return i;
        }
        put(word);
        return i;
    }

    template<typename Put> std::size_t printCall(std::size_t i, Put&& put)
    {
        const std::string& word = m_words[i].text;
        // The first argument, when it is nothing but the name of a picture, has a size that the program knows.
        auto picture = m_images.find(at(i + 2).text);
        bool plain = picture != m_images.end() && (is(i + 3, ",") || is(i + 3, ")"));
        std::string size = plain ? "isf_sizes[" + std::to_string(picture->second) + "].xy" : "";
        auto nameOf = [&] {
            auto renamed = m_variableNames.find(at(i + 2).text);
            std::string name = renamed == m_variableNames.end() ? at(i + 2).text : renamed->second;
            return isLaterKeyword(name) || isQualifier(name) ? "isf_r_" + name : name;
        };
        if (word == "IMG_SIZE") {
            if (plain && is(i + 3, ")")) {
                put(size);
                return i + 3;
            }
            put("isf_size");
            return i;
        }
        if (isOneOf(word, {"IMG_THIS_PIXEL", "IMG_THIS_NORM_PIXEL", "IMG_NORM_THIS_PIXEL"}) && plain && is(i + 3, ")")
            && m_stage == Stage::Fragment && m_shader.vertex.empty() && fittingBit(picture->second) != 0) {
            put("isf_thisOf(" + nameOf() + ", (isf_variant & " + std::to_string(fittingBit(picture->second)) + ") != 0)");
            return i + 3;
        }
        if (word == "IMG_PIXEL") {
            if (plain && is(i + 3, ",")) {
                put("isf_pixOf(" + nameOf() + ", " + size + ",");
                return i + 3;
            }
            put("isf_pix");
            return i;
        }
        static const std::map<std::string_view, std::string_view> names = {{"IMG_NORM_PIXEL", "isf_tex"},
            {"IMG_THIS_PIXEL", "isf_this"}, {"IMG_THIS_NORM_PIXEL", "isf_this"}, {"IMG_NORM_THIS_PIXEL", "isf_this"},
            {"texture2D", "isf_tex"}, {"texture", "isf_tex"}, {"texture2DRect", "isf_texRect"}, {"textureRect", "isf_texRect"},
            {"texture2DLod", "isf_tex"}, {"texture2DLodEXT", "isf_tex"}, {"textureLod", "isf_tex"}, {"texelFetch", "isf_fetch"},
            {"texelFetch2D", "isf_fetch"}, {"texelFetch2DRect", "isf_fetch"}, {"texture2DProj", "isf_texProj"},
            {"textureProj", "isf_texProj"}, {"textureGrad", "isf_texGrad"}, {"texture2DGradARB", "isf_texGrad"},
            {"texture2DGradEXT", "isf_texGrad"}, {"textureOffset", "isf_texOffset"}, {"textureGather", "isf_gather"},
            {"textureSize", "isf_textureSize"}, {"textureSize2D", "isf_textureSize"}, {"dFdy", "-dFdy"},
            {"dFdyFine", "-dFdyFine"}, {"dFdyCoarse", "-dFdyCoarse"}, {"ftransform", "isf_ftransform"}};
        auto found = names.find(word);
        put(found == names.end() ? word : std::string(found->second));
        return i;
    }

    const ShaderSource& m_shader;
    Stage m_stage;
    int m_source;
    Words m_words;
    std::vector<bool> m_dropped;
    std::map<std::size_t, std::string> m_inserted, m_appended;
    std::map<std::size_t, LoopText> m_loopAt;
    std::map<std::string, std::size_t, std::less<>> m_images;
    std::set<std::string, std::less<>> m_inputs, m_globals, m_constants, m_structs;
    std::map<std::string, double, std::less<>> m_numbers;
    Renames m_calledNames, m_variableNames;
    std::vector<Call> m_calls;
    std::size_t m_function = 0;
    bool m_hasOut = false;

public:
    bool countsWhole = false; ///< a loop is counted as a whole
    const Renames& variableNames() const { return m_variableNames; }
};

// How many locations a varying takes.
int locationsOf(const Varying& varying)
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

const char* typeWord(ShaderSource::Kind kind)
{
    switch (kind) {
    case ShaderSource::Kind::Number:
        return "float";
    case ShaderSource::Kind::Whole:
        return "int";
    case ShaderSource::Kind::Switch:
        return "bool";
    case ShaderSource::Kind::Point:
        return "vec2";
    case ShaderSource::Kind::Colour:
        return "vec4";
    }
    return "float";
}

std::size_t sizeOf(ShaderSource::Kind kind)
{
    return kind == ShaderSource::Kind::Colour ? 16 : kind == ShaderSource::Kind::Point ? 8 : 4;
}

// The names that the compiler sees instead of the artist's.
std::string withArtistsNames(std::string words)
{
    for (std::string_view prefix : {"isf_r_", "isf_v_", "isf_f_"}) {
        for (std::size_t at = 0; (at = words.find(prefix, at)) != std::string::npos;)
            words.erase(at, prefix.size());
    }
    static constexpr std::pair<std::string_view, std::string_view> names[]
        = {{"isf_main", "main"}, {"isf_FragColor", "gl_FragColor"}, {"isf_FragCoord", "gl_FragCoord"},
            {"isf_Position", "gl_Position"}, {"isf_pixOf", "IMG_PIXEL"}, {"isf_pix", "IMG_PIXEL"},
            {"isf_texRect", "texture2DRect"}, {"isf_texProj", "texture2DProj"}, {"isf_thisOf", "IMG_THIS_PIXEL"},
            {"isf_this", "IMG_THIS_PIXEL"}, {"isf_fetch", "texelFetch"}, {"isf_tex", "texture2D"}, {"isf_size", "IMG_SIZE"}};
    for (auto [ours, theirs] : names) {
        for (std::size_t at = 0; (at = words.find(ours, at)) != std::string::npos; at += theirs.size())
            words.replace(at, ours.size(), theirs);
    }
    return words;
}

// "'x' : undeclared identifier " in words for people who do not read compilers' minutes.
std::string inWords(const std::string& complaint)
{
    std::string token, rest = complaint;
    if (complaint.starts_with('\'')) {
        auto end = complaint.find("' : ");
        if (end != std::string::npos) {
            token = complaint.substr(1, end - 1);
            rest = complaint.substr(end + 4);
        }
    }
    while (rest.ends_with(' '))
        rest.pop_back();
    token = withArtistsNames(token);
    auto has = [&](std::string_view part) { return rest.find(part) != std::string::npos; };
    if (has("undeclared identifier"))
        return text("{0} is not known here", token);
    if (has("no matching overloaded function found"))
        return text("there is no function {0} for these arguments", token);
    if (has("redefinition"))
        return text("{0} is declared twice", token);
    if (has("syntax error"))
        return token.empty() ? text("the words do not make sense here")
                             : text("the words do not make sense near {0}",
                                 withArtistsNames(rest.substr(0, rest.find(','))) == "syntax error" ? token : token);
    if (has("vector swizzle out of range") || has("vector field selection out of range") || has("swizzle"))
        return text("the value has no component {0}", token);
    if (has("no such field in structure"))
        return text("the structure has no field {0}", token);
    if (has("l-value required"))
        return token == "assign" ? text("what stands on the left cannot be written to") : text("{0} cannot be written to", token);
    if (has("cannot convert return value"))
        return text("what is returned is of another kind than the function says");
    if (has("cannot convert from") || has("wrong operand types"))
        return text("the values on the two sides are of different kinds");
    rest = withArtistsNames(rest);
    for (std::string_view noise : {" temp", " const", " global", " highp", " mediump", " lowp", " in ", " uniform", " smooth"}) {
        for (std::size_t at = 0; (at = rest.find("'" + std::string(noise))) != std::string::npos;)
            rest.erase(at + 1, noise.size());
        for (std::size_t at = 0; (at = rest.find(std::string(noise) + " ")) != std::string::npos;)
            rest.erase(at, noise.size());
    }
    return token.empty() ? rest : token + ": " + rest;
}

struct Remark {
    std::string file;
    int line;
    std::string words;
};

Error compileError(std::vector<Remark> remarks)
{
    std::stable_sort(
        remarks.begin(), remarks.end(), [](const Remark& left, const Remark& right) { return left.line < right.line; });
    std::vector<Remark> kept;
    for (Remark& remark : remarks) {
        // One mistake often makes the compiler stumble again in the same line.
        bool known = std::any_of(kept.begin(), kept.end(),
            [&](const Remark& other) { return other.line == remark.line && other.file == remark.file; });
        if (!known && kept.size() < 5)
            kept.push_back(std::move(remark));
    }
    const Remark& first = kept.front();
    std::string message = text("{0} does not compile. Line {1}: {2}", first.file, first.line, first.words);
    for (std::size_t i = 1; i < kept.size(); ++i)
        message += "\n" + text("Line {0}: {1}", kept[i].line, kept[i].words);
    return {Error::Code::Shader, message, first.file + ":" + std::to_string(first.line)};
}

constexpr const char* reading = R"(
vec2 isf_up(vec2 c) { return vec2(c.x, 1.0 - c.y); }
vec4 isf_tex(sampler2D s, vec2 c) { return textureLod(s, isf_up(c), 0.0); }
vec4 isf_tex(sampler2D s, vec2 c, float bias) { return textureLod(s, isf_up(c), 0.0); }
vec2 isf_size(sampler2D s) { return vec2(textureSize(s, 0)); }
vec4 isf_pixOf(sampler2D s, vec2 size, vec2 c) { return isf_tex(s, c / size); }
vec4 isf_pixOf(sampler2D s, vec2 size, vec2 c, float bias) { return isf_tex(s, c / size); }
vec4 isf_pix(sampler2D s, vec2 c) { return isf_tex(s, c / isf_size(s)); }
vec4 isf_pix(sampler2D s, vec2 c, float bias) { return isf_tex(s, c / isf_size(s)); }
vec4 isf_this(sampler2D s) { return isf_tex(s, isf_FragNormCoord); }
vec4 isf_this(sampler2D s, float bias) { return isf_tex(s, isf_FragNormCoord); }
vec4 isf_texRect(sampler2D s, vec2 c) { return isf_pix(s, c); }
vec4 isf_texProj(sampler2D s, vec3 c) { return isf_tex(s, c.xy / c.z); }
vec4 isf_texProj(sampler2D s, vec4 c) { return isf_tex(s, c.xy / c.w); }
vec4 isf_texGrad(sampler2D s, vec2 c, vec2 x, vec2 y) { return isf_tex(s, c); }
vec4 isf_texOffset(sampler2D s, vec2 c, ivec2 o) { return isf_tex(s, c + vec2(o) / isf_size(s)); }
vec4 isf_fetch(sampler2D s, ivec2 c, int lod) { ivec2 z = textureSize(s, 0); return texelFetch(s, clamp(ivec2(c.x, z.y - 1 - c.y), ivec2(0), z - 1), 0); }
vec4 isf_fetch(sampler2D s, ivec2 c) { return isf_fetch(s, c, 0); }
vec4 isf_gather(sampler2D s, vec2 c) { return textureGather(s, isf_up(c)).wzyx; }
ivec2 isf_textureSize(sampler2D s, int lod) { return textureSize(s, 0); }
ivec2 isf_textureSize(sampler2D s) { return textureSize(s, 0); }
)";

// The last thousands of turns are watched: the outermost loop that still turns there is the one that never ends, not
// the innocent one inside of it that happened to make the last turn.
std::string counting(int budget)
{
    return "const int isf_budget = " + std::to_string(budget)
        + ";\nconst int isf_watched = " + std::to_string(std::max(1, budget - std::max(1, budget / 12))) + R"(;
int isf_turns = 0;
uint isf_outer = 0xffffffffu;
bool isf_turn(uint loop)
{
    isf_turns += 1;
    if (isf_turns > isf_watched) {
        isf_outer = min(isf_outer, loop);
        isf_turns = min(isf_turns, isf_budget + 1);
    }
    return isf_turns <= isf_budget;
}
int isf_skip(int turns, int value) { isf_turns += turns; return value; }
float isf_skip(int turns, float value) { isf_turns += turns; return value; }
)";
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
    Translation result;
    result.name = source.name;
    ShaderSource shader = source;
    // Names that cannot be names are passed over; the first of two wins.
    std::set<std::string> seen;
    std::erase_if(
        shader.values, [&](const ShaderSource::Value& value) { return !isName(value.name) || !seen.insert(value.name).second; });
    std::erase_if(shader.images, [&](const std::string& name) { return !isName(name) || !seen.insert(name).second; });
    result.images = shader.images;

    bool ownVertex = !source.vertex.empty();
    Preprocessed words[2] = {preprocess(source.fragment, fragmentSource), preprocess(source.vertex, vertexSource)};
    auto fileOf = [&](int which) { return which == 1 ? source.vertexName : source.name; };
    std::vector<Remark> remarks;
    for (int i = 0; i < 2; ++i) {
        for (const PreprocessError& error : words[i].errors)
            remarks.push_back({fileOf(i), error.line, error.sentence});
    }
    if (!remarks.empty())
        return compileError(std::move(remarks));

    File fragment(shader, Stage::Fragment, std::move(words[0].tokens), result.images);
    File vertex(shader, Stage::Vertex, std::move(words[1].tokens), result.images);
    fragment.read();
    vertex.read();
    for (const PreprocessError& error : fragment.errors)
        remarks.push_back({source.name, error.line, error.sentence});
    for (const PreprocessError& error : vertex.errors)
        remarks.push_back({source.vertexName, error.line, error.sentence});
    if (remarks.empty() && !fragment.hasMain)
        remarks.push_back({source.name, 1, text("there is no function main")});
    if (remarks.empty() && ownVertex && !vertex.hasMain)
        remarks.push_back({source.vertexName, 1, text("there is no function main")});
    if (!remarks.empty())
        return compileError(std::move(remarks));
    for (const auto* file : {&fragment, &vertex}) {
        for (const std::string& name : file->ownSamplers) {
            if (std::find(result.images.begin(), result.images.end(), name) == result.images.end())
                result.images.push_back(name);
        }
    }
    for (std::size_t i = 0; i < result.images.size(); ++i) {
        fragment.addImage(result.images[i], i);
        vertex.addImage(result.images[i], i);
    }

    // The block, placed as std140 does.
    auto nameIn = [&](const std::string& name) {
        auto renamed = fragment.variableNames().find(name);
        std::string result = renamed == fragment.variableNames().end() ? name : renamed->second;
        return isLaterKeyword(result) || isQualifier(result) || result == "isf_v_length" ? "isf_r_" + name : result;
    };
    std::string common = "#version 450\n"
                         "layout(set = 0, binding = 0, std140) uniform isf_Block {\n"
                         "vec4 DATE; vec2 RENDERSIZE; float TIME; float TIMEDELTA; int PASSINDEX; int FRAMEINDEX; float "
                         "isf_height; int isf_unused; vec4 isf_grid;\n";
    std::size_t offset = sizeof(ShaderBlock);
    for (const auto& value : shader.values) {
        std::size_t size = sizeOf(value.kind);
        offset = (offset + size - 1) / size * size;
        result.values.push_back({value.name, value.kind, offset});
        common += std::string(typeWord(value.kind)) + " " + nameIn(value.name) + ";\n";
        offset += size;
    }
    offset = (offset + 15) / 16 * 16;
    result.sizesOffset = offset;
    std::size_t imageCount = std::max<std::size_t>(1, result.images.size());
    common += "vec4 isf_sizes[" + std::to_string(imageCount) + "];\n};\n";
    result.blockBytes = offset + 16 * imageCount;
    for (std::size_t i = 0; i < result.images.size(); ++i)
        common
            += "layout(set = 0, binding = " + std::to_string(1 + i) + ") uniform sampler2D " + nameIn(result.images[i]) + ";\n";

    // What leads from one stage to the other; what the vertex stage does not give is zero.
    std::string given, taken;
    int location = 1;
    std::map<std::string, int> locations;
    auto declareVarying = [&](const Varying& varying, int place, const char* direction) {
        return "layout(location = " + std::to_string(place) + ") " + (varying.flat ? "flat " : "") + direction + " "
            + varying.type + " " + nameIn(varying.name) + varying.array + ";\n";
    };
    for (const Varying& varying : vertex.varyings) {
        locations[varying.name] = location;
        given += declareVarying(varying, location, "out");
        location += locationsOf(varying);
    }
    for (const Varying& varying : fragment.varyings) {
        auto found = locations.find(varying.name);
        auto other = std::find_if(
            vertex.varyings.begin(), vertex.varyings.end(), [&](const Varying& v) { return v.name == varying.name; });
        if (found != locations.end() && other->type == varying.type)
            taken += declareVarying(
                {varying.type, varying.name, varying.array, other->flat || varying.flat, 0}, found->second, "in");
        else
            taken += varying.type + " " + nameIn(varying.name) + varying.array + ";\n";
    }

    // Loops report by a code that is small where they lie outside.
    std::vector<std::size_t> order(fragment.loops.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t left, std::size_t right) { return fragment.loops[left].rank < fragment.loops[right].rank; });
    std::vector<std::uint32_t> codes(order.size()), vertexCodes;
    for (std::size_t i = 0; i < order.size(); ++i) {
        codes[order[i]] = std::uint32_t(i);
        result.loops.push_back(source.name + ":" + std::to_string(fragment.loops[order[i]].line));
    }
    for (const Loop& loop : vertex.loops) {
        vertexCodes.push_back(std::uint32_t(result.loops.size()));
        result.loops.push_back(source.vertexName + ":" + std::to_string(loop.line));
    }
    bool counted = !fragment.loops.empty(), vertexCounted = !vertex.loops.empty();
    std::string fragmentCount = counted || fragment.countsWhole ? counting(source.loopBudget) : std::string();
    if (counted || vertexCounted) {
        result.flagBinding = int(1 + result.images.size());
        fragmentCount
            += "layout(set = 0, binding = " + std::to_string(result.flagBinding) + ") buffer isf_Flag { uint isf_flag; };\n";
    }
    // The vertex stage cannot report by itself on every device: what it has to say goes through the fragments.
    std::string word = vertexCounted ? "layout(location = " + std::to_string(location) + ") flat " : std::string();
    if (vertexCounted) {
        given += word + "out uint isf_vertexLoop;\n";
        taken += word + "in uint isf_vertexLoop;\n";
    }

    std::string body = fragment.print(codes);
    std::string out = fragment.usesFragData ? "isf_FragData[0]"
        : fragment.output.empty()           ? "isf_FragColor"
                                            : nameIn(fragment.output);
    std::string outColour = out;
    // Where the quad is the format's own, its coordinate is reckoned as the format's desktop applications get it on a
    // processor's OpenGL, to the last bit: noise that is seeded with it is the same noise.
    std::string norm = ownVertex
        ? "layout(location = 0) in vec2 isf_FragNormCoord;\n"
        : "vec2 isf_norm() { precise vec2 at = isf_grid.zw * vec2(floor(isf_FragCoord.x), isf_FragCoord.y); precise float x = "
          "isf_grid.x + at.x; return vec2(x, at.y); }\nvec2 isf_FragNormCoord = isf_norm();\n";
    // A constant and no number of the block: a processor's driver computes both sides of every branch.
    std::string glsl = common
        + "layout(constant_id = 0) const int isf_variant = 0;\nconst int isf_store = isf_variant & 3;\nlayout(location = 0) out "
          "vec4 isf_out;\n"
          "vec4 isf_FragCoord = vec4(gl_FragCoord.x, isf_height - gl_FragCoord.y, gl_FragCoord.z, 1.0);\n"
        + norm + fragmentCount + reading
        + "vec4 isf_thisOf(sampler2D s, bool fits) { return fits ? texelFetch(s, ivec2(gl_FragCoord.xy), 0) : isf_tex(s, "
          "isf_FragNormCoord); }\n"
        + "vec4 isf_FragColor = vec4(0.0);\nvec4 isf_FragData[8];\nfloat isf_FragDepth = 0.0;\nvec4 isf_Color = vec4(1.0);\nvec2 "
          "isf_PointCoord = vec2(0.0);\n"
          "vec4 isf_TexCoord[8] = vec4[8](vec4(isf_FragNormCoord, 0.0, 1.0), vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0), "
          "vec4(0.0), vec4(0.0), vec4(0.0));\n"
        + taken + "float isf_linear(float c) { return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4); }\n" + body
        + "\n#line 1 0\nvoid main()\n{\n    isf_main();\n"
        + (counted ? "    if (isf_turns > isf_budget)\n        atomicMin(isf_flag, isf_outer);\n" : "")
        + (vertexCounted ? "    if (isf_vertexLoop != 0xffffffffu)\n        atomicMin(isf_flag, isf_vertexLoop);\n" : "")
        + "    vec4 isf_c = vec4(" + outColour
        + ");\n    if (isf_store >= 1)\n        isf_c = clamp(isf_c, vec4(0.0), vec4(1.0));\n"
          "    if (isf_store == 2)\n        isf_c.rgb = vec3(isf_linear(isf_c.r), isf_linear(isf_c.g), isf_linear(isf_c.b));\n"
          "    isf_out = isf_c;\n}\n";
    result.glsl = glsl;

    std::string vertexBody = ownVertex ? vertex.print(vertexCodes) : "void isf_main() { isf_vertShaderInit(); }\n";
    std::string vertexGlsl = common + "layout(location = 0) out vec2 isf_FragNormCoord;\n" + given
        + "vec2 isf_corner = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1) * 2.0 - 1.0;\n"
          "vec4 isf_Position = vec4(isf_corner, 0.0, 1.0);\nvec4 isf_Vertex = vec4(isf_corner, 0.0, 1.0);\n"
          "vec4 isf_MultiTexCoord0 = vec4(isf_corner * 0.5 + 0.5, 0.0, 1.0);\nvec4 isf_TexCoord[8];\nvec4 isf_Color = "
          "vec4(1.0);\n"
          "mat4 isf_TextureMatrix[1] = mat4[1](mat4(1.0));\nvec4 isf_ftransform() { return isf_Vertex; }\n"
          "void isf_vertShaderInit() { isf_Position = vec4(isf_corner, 0.0, 1.0); isf_FragNormCoord = (isf_corner + 1.0) / 2.0; "
          "}\n"
        + (vertex.loops.empty() && !vertex.countsWhole ? std::string() : counting(source.loopBudget)) + reading + vertexBody
        + "\n#line 1 0\nvoid main()\n{\n    isf_FragNormCoord = (isf_corner + 1.0) / 2.0;\n    isf_main();\n"
        + (vertexCounted ? "    isf_vertexLoop = isf_turns > isf_budget ? isf_outer : 0xffffffffu;\n" : "")
        + "    gl_Position = vec4(isf_Position.x, -isf_Position.y, (isf_Position.z + isf_Position.w) * 0.5, "
          "isf_Position.w);\n}\n";

    auto complaintsOf = [&](const Compiled& compiled, const File& file, const std::string& name) {
        for (const Complaint& complaint : compiled.complaints) {
            if (complaint.words.find("Recursion") != std::string::npos
                || complaint.words.find("recursion") != std::string::npos) {
                // The compiler names the circle, not a line: the first function that calls itself, over others or not.
                remarks.push_back(
                    {name, file.recursionLine(), text("functions that call themselves are not possible in shaders")});
                continue;
            }
            int line = complaint.source == 0 ? 0 : complaint.line;
            remarks.push_back({name, line, inWords(complaint.words)});
        }
    };
    Compiled compiledFragment = compile(glsl, Stage::Fragment);
    complaintsOf(compiledFragment, fragment, source.name);
    Compiled compiledVertex = compile(vertexGlsl, Stage::Vertex);
    complaintsOf(compiledVertex, vertex, ownVertex ? source.vertexName : source.name);
    if (!remarks.empty()) {
        // A remark about our own text only counts when there is no other.
        if (std::any_of(remarks.begin(), remarks.end(), [](const Remark& remark) { return remark.line > 0; }))
            std::erase_if(remarks, [](const Remark& remark) { return remark.line == 0; });
        return compileError(std::move(remarks));
    }
    result.fragment = std::move(compiledFragment.spirv);
    result.vertex = std::move(compiledVertex.spirv);
    TRY_DO(harden(result.fragment, source.name));
    TRY_DO(harden(result.vertex, ownVertex ? source.vertexName : source.name));
    return result;
}

} // namespace opificio
