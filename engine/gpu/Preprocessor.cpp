// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Preprocessor.h"

#include "base/Text.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace opificio {

namespace {

constexpr std::size_t mostTokens = 300'000; ///< of one file, after its macros were put in
constexpr std::size_t mostWork = 4'000'000; ///< steps of macro expansion
constexpr int deepestIf = 200;

bool isWordStart(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool isWordPart(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

struct Hidden; ///< the macros that a token came out of, which are not put in again
using HiddenPtr = std::shared_ptr<const Hidden>;
struct Hidden {
    std::string name;
    HiddenPtr next;
};
bool hides(const HiddenPtr& hidden, const std::string& name)
{
    for (const Hidden* at = hidden.get(); at; at = at->next.get()) {
        if (at->name == name)
            return true;
    }
    return false;
}

struct Piece {
    Token token;
    HiddenPtr hidden;
};

struct Macro {
    bool takesArguments = false;
    std::vector<std::string> parameters;
    std::vector<Token> body;
};

// A line of words; directives begin with #.
struct Line {
    int number = 0;
    std::vector<Token> tokens;
};

class Scanner {
public:
    Scanner(std::string_view text, int source, std::vector<PreprocessError>& errors)
        : m_text(text)
        , m_source(source)
        , m_errors(errors)
    {
        if (m_text.starts_with("\xef\xbb\xbf"))
            m_text.remove_prefix(3);
    }

    std::vector<Line> lines()
    {
        std::vector<Line> lines;
        Line line{m_line, {}};
        while (m_at < m_text.size()) {
            char c = m_text[m_at];
            if (c == '\n' || c == '\r') {
                newLine();
                flush(lines, line);
            } else if (c == '\\' && endsLine(m_at + 1)) {
                ++m_at;
                newLine();
            } else if (std::isspace(static_cast<unsigned char>(c)) || c == '\0') {
                ++m_at;
            } else if (c == '/' && peek(1) == '/') {
                while (m_at < m_text.size() && m_text[m_at] != '\n' && m_text[m_at] != '\r') {
                    // A comment may be continued, too.
                    if (m_text[m_at] == '\\' && endsLine(m_at + 1)) {
                        ++m_at;
                        newLine();
                    } else {
                        ++m_at;
                    }
                }
            } else if (c == '/' && peek(1) == '*') {
                comment();
            } else {
                word(line);
            }
        }
        flush(lines, line);
        return lines;
    }

private:
    char peek(std::size_t ahead) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    bool endsLine(std::size_t at) const
    {
        // Blanks between the stroke and the line's end are a habit of editors, not a meaning.
        while (at < m_text.size() && (m_text[at] == ' ' || m_text[at] == '\t'))
            ++at;
        return at < m_text.size() && (m_text[at] == '\n' || m_text[at] == '\r');
    }
    void newLine()
    {
        while (m_at < m_text.size() && m_text[m_at] != '\n' && m_text[m_at] != '\r')
            ++m_at;
        if (m_at < m_text.size())
            m_at += m_text[m_at] == '\r' && peek(1) == '\n' ? 2 : 1;
        ++m_line;
    }
    void flush(std::vector<Line>& lines, Line& line)
    {
        if (!line.tokens.empty())
            lines.push_back(std::move(line));
        line = {m_line, {}};
    }
    void comment()
    {
        int begun = m_line;
        m_at += 2;
        while (m_at < m_text.size() && !(m_text[m_at] == '*' && peek(1) == '/')) {
            if (m_text[m_at] == '\n' || m_text[m_at] == '\r')
                newLine();
            else
                ++m_at;
        }
        if (m_at >= m_text.size())
            m_errors.push_back({begun, text("a comment is not closed")});
        m_at = std::min(m_text.size(), m_at + 2);
    }
    void word(Line& line)
    {
        std::size_t begun = m_at;
        Token::Kind kind = Token::Kind::Mark;
        char c = m_text[m_at];
        if (isWordStart(c)) {
            kind = Token::Kind::Word;
            while (m_at < m_text.size() && isWordPart(m_text[m_at]))
                ++m_at;
        } else if (std::isdigit(static_cast<unsigned char>(c))
            || (c == '.' && std::isdigit(static_cast<unsigned char>(peek(1))))) {
            kind = Token::Kind::Number;
            while (m_at < m_text.size()) {
                char d = m_text[m_at];
                bool sign = (d == '+' || d == '-') && (m_text[m_at - 1] == 'e' || m_text[m_at - 1] == 'E')
                    && !m_text.substr(begun, 2).starts_with("0x");
                if (!isWordPart(d) && d != '.' && !sign)
                    break;
                ++m_at;
            }
            // "2.xx" is not a number and its field: "2." and a word would be.
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            // Typographic spaces and quotes arrive with copied code; whatever is not ASCII counts as a blank.
            while (m_at < m_text.size() && static_cast<unsigned char>(m_text[m_at]) >= 0x80)
                ++m_at;
            return;
        } else {
            static constexpr std::string_view marks[] = {"<<=", ">>=", "##", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&",
                "||", "^^", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};
            m_at += 1;
            for (std::string_view mark : marks) {
                if (m_text.substr(begun).starts_with(mark)) {
                    m_at = begun + mark.size();
                    break;
                }
            }
        }
        // A space before a parenthesis matters to #define only: it is told apart there by an empty mark.
        if (c == '(' && !line.tokens.empty() && begun > 0 && line.tokens.size() == 3 && line.tokens[0].is("#")
            && line.tokens[1].is("define") && !isWordPart(m_text[begun - 1]))
            line.tokens.push_back({Token::Kind::Mark, "", m_source, m_line});
        line.tokens.push_back({kind, std::string(m_text.substr(begun, m_at - begun)), m_source, m_line});
    }

    std::string_view m_text;
    int m_source;
    std::vector<PreprocessError>& m_errors;
    std::size_t m_at = 0;
    int m_line = 1;
};

class Preprocessor {
public:
    explicit Preprocessor(int source)
        : m_source(source)
    {
        define("GL_core_profile", "1");
        define("__VERSION__", "330");
        define("__FILE__", "0");
    }

    Preprocessed run(std::string_view text)
    {
        std::vector<Line> lines = Scanner(text, source(), m_result.errors).lines();
        // Words between two directives are expanded together, so that a macro's arguments may span lines.
        std::deque<Piece> waiting;
        for (Line& line : lines) {
            if (line.tokens.front().is("#")) {
                expand(waiting, m_result.tokens);
                directive(line);
            } else if (on()) {
                for (Token& token : line.tokens)
                    waiting.push_back({std::move(token), nullptr});
            }
            if (m_stopped)
                break;
        }
        expand(waiting, m_result.tokens);
        if (!m_ifs.empty() && !m_stopped)
            complain(m_ifs.back().line, opificio::text("an #if is not closed with #endif"));
        return std::move(m_result);
    }

private:
    struct If {
        int line;
        bool outer; ///< the text around it is taken
        bool taken; ///< one of its branches was
        bool on;
    };

    int source() const { return m_source; }
    bool on() const { return m_ifs.empty() || m_ifs.back().on; }
    void complain(int line, std::string sentence)
    {
        if (m_result.errors.size() < 50)
            m_result.errors.push_back({line, std::move(sentence)});
    }
    void define(const std::string& name, const std::string& number)
    {
        m_macros[name] = {false, {}, {{Token::Kind::Number, number, m_source, 0}}};
    }

    void directive(Line& line)
    {
        if (line.tokens.size() < 2)
            return;
        const std::string name = line.tokens[1].text;
        std::vector<Token> rest(line.tokens.begin() + 2, line.tokens.end());
        if (name == "if" || name == "ifdef" || name == "ifndef") {
            if (m_ifs.size() >= deepestIf) {
                complain(line.number, text("#if is nested too deeply"));
                m_stopped = true;
                return;
            }
            bool outer = on(), taken = false;
            if (outer && name == "if")
                taken = condition(rest, line.number);
            else if (outer && !rest.empty())
                taken = m_macros.contains(rest[0].text) == (name == "ifdef");
            m_ifs.push_back({line.number, outer, taken, outer && taken});
            return;
        }
        if (name == "elif" || name == "else" || name == "endif") {
            if (m_ifs.empty()) {
                complain(line.number, text("#{0} without #if", name));
                return;
            }
            If& last = m_ifs.back();
            if (name == "endif") {
                m_ifs.pop_back();
            } else if (name == "else") {
                last.on = last.outer && !last.taken;
                last.taken = true;
            } else {
                last.on = last.outer && !last.taken && condition(rest, line.number);
                last.taken = last.taken || last.on;
            }
            return;
        }
        if (!on())
            return;
        if (name == "define") {
            defineMacro(rest, line.number);
        } else if (name == "undef") {
            if (!rest.empty())
                m_macros.erase(rest[0].text);
        } else if (name == "error") {
            std::string words;
            for (const Token& token : rest)
                words += (words.empty() ? "" : " ") + token.text;
            complain(line.number, text("the file stops itself with #error {0}", words));
        } else if (name == "include") {
            complain(line.number, text("#include is not part of this format"));
        } else if (name != "version" && name != "extension" && name != "pragma" && name != "line" && name != "import") {
            complain(line.number, text("#{0} is not known", name));
        }
    }

    void defineMacro(const std::vector<Token>& rest, int line)
    {
        if (rest.empty() || rest[0].kind != Token::Kind::Word) {
            complain(line, text("#define needs a name"));
            return;
        }
        Macro macro;
        std::size_t at = 1;
        if (at < rest.size() && rest[at].text.empty()) {
            ++at; // a space, so the parenthesis belongs to the body
        } else if (at < rest.size() && rest[at].is("(")) {
            macro.takesArguments = true;
            ++at;
            while (at < rest.size() && !rest[at].is(")")) {
                if (rest[at].kind == Token::Kind::Word)
                    macro.parameters.push_back(rest[at].text);
                ++at;
            }
            if (at == rest.size()) {
                complain(line, text("the parameters of #define {0} are not closed", rest[0].text));
                return;
            }
            ++at;
        }
        macro.body.assign(rest.begin() + std::ptrdiff_t(at), rest.end());
        std::erase_if(macro.body, [](const Token& token) { return token.text.empty(); });
        m_macros[rest[0].text] = std::move(macro);
    }

    // Replaces macros until nothing is left to read; `put` takes what remains.
    template<typename Output, typename Put> void expand(std::deque<Piece>& input, Output& output, Put&& put)
    {
        while (!input.empty() && !m_stopped) {
            if (++m_work > mostWork || output.size() > mostTokens) {
                stop(input.front().token.line);
                break;
            }
            Piece piece = std::move(input.front());
            input.pop_front();
            if (!replace(piece, input))
                put(std::move(piece));
        }
        input.clear();
    }

    void expand(std::deque<Piece>& input, std::vector<Token>& output)
    {
        expand(input, output, [&](Piece&& piece) { output.push_back(std::move(piece.token)); });
    }

    void stop(int line)
    {
        complain(line, text("the macros of this file make too much text"));
        m_stopped = true;
    }

    bool replace(const Piece& piece, std::deque<Piece>& input)
    {
        if (piece.token.kind != Token::Kind::Word || hides(piece.hidden, piece.token.text))
            return false;
        const int line = piece.token.line;
        if (piece.token.is("__LINE__")) {
            input.push_front({{Token::Kind::Number, std::to_string(line), m_source, line}, nullptr});
            return true;
        }
        auto found = m_macros.find(piece.token.text);
        if (found == m_macros.end())
            return false;
        const Macro& macro = found->second;
        std::vector<std::vector<Piece>> arguments;
        if (macro.takesArguments) {
            if (input.empty() || !input.front().token.is("("))
                return false;
            int depth = 0;
            std::size_t end = 0;
            arguments.emplace_back();
            for (; end < input.size(); ++end) {
                const Token& token = input[end].token;
                if (token.is("(") && depth++ == 0)
                    continue;
                if (token.is(")") && --depth == 0)
                    break;
                if (token.is(",") && depth == 1)
                    arguments.emplace_back();
                else
                    arguments.back().push_back(input[end]);
            }
            m_work += end;
            if (end == input.size()) {
                complain(line, text("the arguments of the macro {0} are not closed", piece.token.text));
                return false;
            }
            input.erase(input.begin(), input.begin() + std::ptrdiff_t(end) + 1);
            if (arguments.size() == 1 && arguments[0].empty() && macro.parameters.empty())
                arguments.clear();
            if (arguments.size() != macro.parameters.size()) {
                complain(line,
                    text("the macro {0} takes {1} arguments, not {2}", piece.token.text, macro.parameters.size(),
                        arguments.size()));
                return true;
            }
        }
        HiddenPtr hidden = std::make_shared<Hidden>(Hidden{piece.token.text, piece.hidden});
        std::vector<Piece> result = substitute(macro, arguments, line, hidden);
        if (result.size() + input.size() > mostTokens * 2) {
            stop(line);
            return true;
        }
        input.insert(input.begin(), std::make_move_iterator(result.begin()), std::make_move_iterator(result.end()));
        return true;
    }

    std::vector<Piece> substitute(
        const Macro& macro, const std::vector<std::vector<Piece>>& arguments, int line, const HiddenPtr& hidden)
    {
        auto parameterOf = [&](const Token& token) -> std::ptrdiff_t {
            auto found = std::find(macro.parameters.begin(), macro.parameters.end(), token.text);
            return found == macro.parameters.end() || token.kind != Token::Kind::Word ? -1 : found - macro.parameters.begin();
        };
        std::vector<Piece> result;
        std::vector<std::optional<std::vector<Piece>>> expanded(arguments.size());
        for (std::size_t i = 0; i < macro.body.size() && !m_stopped; ++i) {
            ++m_work;
            const Token& token = macro.body[i];
            bool pasted = i + 1 < macro.body.size() && macro.body[i + 1].is("##");
            if (token.is("##") && i + 1 < macro.body.size()) {
                const Token& right = macro.body[++i];
                std::ptrdiff_t parameter = parameterOf(right);
                std::vector<Piece> pieces
                    = parameter >= 0 ? arguments[std::size_t(parameter)] : std::vector<Piece>{{right, hidden}};
                if (!pieces.empty() && !result.empty()) {
                    result.back().token.text += pieces.front().token.text;
                    pieces.erase(pieces.begin());
                }
                result.insert(result.end(), pieces.begin(), pieces.end());
                continue;
            }
            if (std::ptrdiff_t parameter = parameterOf(token); parameter >= 0) {
                const auto& argument = arguments[std::size_t(parameter)];
                if (pasted) {
                    result.insert(result.end(), argument.begin(), argument.end());
                } else {
                    auto& whole = expanded[std::size_t(parameter)];
                    if (!whole)
                        whole = expandedArgument(argument);
                    result.insert(result.end(), whole->begin(), whole->end());
                    m_work += whole->size();
                }
                if (result.size() > mostTokens)
                    stop(line);
                continue;
            }
            result.push_back({token, hidden});
            result.back().token.line = line;
        }
        for (Piece& piece : result)
            piece.token.line = line;
        return result;
    }

    std::vector<Piece> expandedArgument(const std::vector<Piece>& argument)
    {
        if (++m_depth > 100) {
            --m_depth;
            return argument;
        }
        std::deque<Piece> input(argument.begin(), argument.end());
        std::vector<Piece> output;
        expand(input, output, [&](Piece&& piece) { output.push_back(std::move(piece)); });
        --m_depth;
        return output;
    }

    // #if: whole numbers, with unknown words as 0.
    bool condition(const std::vector<Token>& words, int line)
    {
        std::deque<Piece> input;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i].is("defined")) {
                bool parenthesis = i + 1 < words.size() && words[i + 1].is("(");
                std::size_t name = i + (parenthesis ? 2 : 1);
                bool known = name < words.size() && m_macros.contains(words[name].text);
                input.push_back({{Token::Kind::Number, known ? "1" : "0", m_source, line}, nullptr});
                i = name + (parenthesis ? 1 : 0);
            } else {
                input.push_back({words[i], nullptr});
            }
        }
        std::vector<Token> tokens;
        expand(input, tokens);
        m_condition = std::move(tokens);
        m_conditionAt = 0;
        long value = binary(0, 0);
        return value != 0;
    }

    const Token* next() const { return m_conditionAt < m_condition.size() ? &m_condition[m_conditionAt] : nullptr; }
    long unary(int depth)
    {
        const Token* token = next();
        if (!token || depth > 100)
            return 0;
        ++m_conditionAt;
        if (token->is("!"))
            return !unary(depth + 1);
        if (token->is("-"))
            return long(0ul - static_cast<unsigned long>(unary(depth + 1)));
        if (token->is("+"))
            return unary(depth + 1);
        if (token->is("~"))
            return ~unary(depth + 1);
        if (token->is("(")) {
            long value = binary(0, depth + 1);
            if (const Token* close = next(); close && close->is(")"))
                ++m_conditionAt;
            return value;
        }
        return token->kind == Token::Kind::Number ? std::strtol(token->text.c_str(), nullptr, 0) : 0;
    }
    long binary(int lowest, int depth)
    {
        static const std::map<std::string, int, std::less<>> strengths
            = {{"||", 1}, {"&&", 2}, {"|", 3}, {"^", 4}, {"&", 5}, {"==", 6}, {"!=", 6}, {"<", 7}, {">", 7}, {"<=", 7}, {">=", 7},
                {"<<", 8}, {">>", 8}, {"+", 9}, {"-", 9}, {"*", 10}, {"/", 10}, {"%", 10}};
        long left = unary(depth);
        while (const Token* token = next()) {
            auto strength = strengths.find(token->text);
            if (strength == strengths.end() || strength->second <= lowest || depth > 100)
                break;
            std::string mark = token->text;
            ++m_conditionAt;
            long right = binary(strength->second, depth + 1);
            auto l = static_cast<unsigned long>(left), r = static_cast<unsigned long>(right);
            if (mark == "||")
                left = left || right;
            else if (mark == "&&")
                left = left && right;
            else if (mark == "|")
                left = left | right;
            else if (mark == "^")
                left = left ^ right;
            else if (mark == "&")
                left = left & right;
            else if (mark == "==")
                left = left == right;
            else if (mark == "!=")
                left = left != right;
            else if (mark == "<")
                left = left < right;
            else if (mark == ">")
                left = left > right;
            else if (mark == "<=")
                left = left <= right;
            else if (mark == ">=")
                left = left >= right;
            else if (mark == "<<")
                left = long(l << (r & 31));
            else if (mark == ">>")
                left = long(l >> (r & 31));
            else if (mark == "+")
                left = long(l + r);
            else if (mark == "-")
                left = long(l - r);
            else if (mark == "*")
                left = long(l * r);
            else if (mark == "/")
                left = right > 0 ? left / right : 0;
            else
                left = right > 0 ? left % right : 0;
        }
        return left;
    }

    int m_source;
    std::map<std::string, Macro, std::less<>> m_macros;
    std::vector<If> m_ifs;
    std::vector<Token> m_condition;
    std::size_t m_conditionAt = 0;
    std::size_t m_work = 0;
    int m_depth = 0;
    bool m_stopped = false;
    Preprocessed m_result;
};

} // namespace

Preprocessed preprocess(std::string_view text, int source)
{
    return Preprocessor(source).run(text);
}

} // namespace opificio
