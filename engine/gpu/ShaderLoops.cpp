// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/ShaderLoops.h"

#include "base/Text.h"
#include "gpu/Builtins.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace opificio {

namespace {

constexpr int deepestStatement = 200;
// A loop of a fixed, small number of turns is counted as a whole, so that compilers may still unroll it.
constexpr double mostFixedTurns = 64, mostNestedTurns = 1024;
// Functions that call each other in a circle would sink without end.
constexpr int deepestLoop = 1000;
constexpr std::size_t mostRounds = 52;

// What a statement stands in.
struct Around {
    int statements = 0, loops = 0;
    double fixedTurns = 1; ///< of loops that are counted as a whole

    Around inStatement() const { return {statements + 1, loops, fixedTurns}; }
    Around inLoop(double turns = 1) const { return {statements + 1, loops + 1, fixedTurns * turns}; }
};

// Walks through the body of one function. What reads a statement returns the index behind it.
class Counter {
public:
    Counter(ShaderWords& words, const KnownNumbers& constants, bool mayChangeArguments, CountedLoops& counted)
        : m_words(words)
        , m_constants(constants)
        , m_mayChangeArguments(mayChangeArguments)
        , m_counted(counted)
    {
    }

    void count(std::size_t function, std::size_t open, std::size_t close)
    {
        m_function = function;
        m_close = close;
        for (std::size_t i = open + 1; i < m_close && m_words.errors.size() < ShaderWords::mostErrors;)
            i = statement(i, {});
    }

private:
    std::size_t statement(std::size_t i, Around around);
    std::size_t whileLoop(std::size_t i, Around around);
    std::size_t doLoop(std::size_t i, Around around);
    std::size_t forLoop(std::size_t i, Around around);
    std::size_t roughEnd(std::size_t i) const;

    std::optional<double> turnsOf(
        std::size_t begin, std::size_t first, std::size_t second, std::size_t end, std::size_t bodyEnd) const;
    double stepOf(const std::string& name, std::size_t begin, std::size_t end) const;
    bool changes(const std::string& name, std::size_t begin, std::size_t end) const;

    void guard(std::size_t keyword, std::size_t begin, std::size_t end, int depth);
    void noteCalls(std::size_t begin, std::size_t end, int depth);

    ShaderWords& m_words;
    const KnownNumbers& m_constants;
    bool m_mayChangeArguments;
    CountedLoops& m_counted;
    std::size_t m_function = 0, m_close = 0;
};

std::size_t Counter::statement(std::size_t i, Around around)
{
    if (around.statements > deepestStatement) {
        m_words.complain(i, text("the statements are nested too deeply"));
        return m_words.size();
    }
    if (m_words.is(i, "{")) {
        ++i;
        while (i < m_close && !m_words.is(i, "}"))
            i = statement(i, around.inStatement());
        return i + 1;
    }
    if (m_words.isOneOf(i, {"if", "switch"})) {
        bool choosesOne = m_words.is(i, "if");
        std::size_t end = m_words.skip(i + 1);
        noteCalls(i, end, around.loops);
        i = statement(end, around.inStatement());
        return choosesOne && m_words.is(i, "else") ? statement(i + 1, around.inStatement()) : i;
    }
    if (m_words.isOneOf(i, {"case", "default"})) {
        while (i < m_close && !m_words.is(i, ":"))
            ++i;
        return i + 1;
    }
    if (m_words.is(i, "while") && m_words.is(i + 1, "("))
        return whileLoop(i, around);
    if (m_words.is(i, "do"))
        return doLoop(i, around);
    if (m_words.is(i, "for") && m_words.is(i + 1, "("))
        return forLoop(i, around);
    std::size_t end = m_words.find(";", i, m_close);
    noteCalls(i, end, around.loops);
    return end + 1;
}

std::size_t Counter::whileLoop(std::size_t i, Around around)
{
    std::size_t end = m_words.skip(i + 1);
    noteCalls(i, end, around.loops + 1);
    guard(i, i + 2, end - 1, around.loops);
    return statement(end, around.inLoop());
}

std::size_t Counter::doLoop(std::size_t i, Around around)
{
    std::size_t end = statement(i + 1, around.inLoop());
    if (!m_words.is(end, "while") || !m_words.is(end + 1, "("))
        return end;
    std::size_t after = m_words.skip(end + 1);
    noteCalls(end, after, around.loops + 1);
    guard(i, end + 2, after - 1, around.loops);
    return m_words.is(after, ";") ? after + 1 : after;
}

std::size_t Counter::forLoop(std::size_t i, Around around)
{
    const std::size_t body = m_words.skip(i + 1), last = body - 1;
    const std::size_t first = m_words.find(";", i + 2, last);
    const std::size_t second = first < last ? m_words.find(";", first + 1, last) : last;
    if (second >= last)
        return body;
    noteCalls(i, body, around.loops + 1);
    if (auto turns = turnsOf(i + 2, first, second, last, roughEnd(body));
        turns && *turns * around.fixedTurns <= mostNestedTurns) {
        // for (int i = isf_skip(9, 0); ...
        m_words.before[i + 5] = "isf_skip(" + std::to_string(int(*turns)) + ", ";
        m_words.behind[first - 1] += ")";
        m_counted.countsWhole = true;
        return statement(body, around.inLoop(std::max(1.0, *turns)));
    }
    guard(i, first + 1, second, around.loops);
    return statement(body, around.inLoop());
}

// Where the statement at i ends, without looking into it.
std::size_t Counter::roughEnd(std::size_t i) const
{
    for (int guardCount = 0; guardCount < 100; ++guardCount) {
        if (m_words.is(i, "{"))
            return m_words.skip(i);
        if (!m_words.isOneOf(i, {"for", "while", "if", "switch"}) || !m_words.is(i + 1, "("))
            break;
        i = m_words.skip(i + 1);
    }
    while (i < m_words.size() && !m_words.is(i, ";"))
        i = m_words.bracket(i) > 0 ? m_words.skip(i) : i + 1;
    // An else belongs to it; taking a little more than the body is safe here.
    return std::min(m_words.size(), i + 1);
}

// The turns of `for (int i = 0; i < 9; i++)` when they are known and few, and nothing in the body changes i. Its semicolons are
// at `first` and `second`, its bracket closes at `end`.
std::optional<double> Counter::turnsOf(
    std::size_t begin, std::size_t first, std::size_t second, std::size_t end, std::size_t bodyEnd) const
{
    if (!m_words.isOneOf(begin, {"int", "float"}) || !m_words.isWord(begin + 1) || !m_words.is(begin + 2, "="))
        return {};
    const std::string& name = m_words.at(begin + 1).text;
    if (!m_words.is(first + 1, name) || !m_words.isOneOf(first + 2, {"<", "<=", ">", ">=", "!="}))
        return {};
    const std::string& relation = m_words.at(first + 2).text;
    auto from = knownNumber(m_words, begin + 3, first, m_constants);
    auto to = knownNumber(m_words, first + 3, second, m_constants);
    double step = stepOf(name, second + 1, end);
    if (!from || !to || step == 0 || (relation == "!=" && m_words.is(begin, "float")))
        return {};
    double turns = (*to - *from) / step;
    if ((relation[0] == '<' && step < 0) || (relation[0] == '>' && step > 0) || turns > mostFixedTurns)
        return {};
    bool includesLast = relation == "<=" || relation == ">=";
    turns = std::max(0.0, includesLast ? std::floor(turns + 1e-6) + 1 : std::ceil(turns - 1e-6));
    if (turns > mostFixedTurns || changes(name, end + 1, bodyEnd))
        return {};
    return turns;
}

// What i++ or i -= 2 adds; 0 for anything else.
double Counter::stepOf(const std::string& name, std::size_t begin, std::size_t end) const
{
    for (auto [mark, step] : {std::pair("++", 1.0), std::pair("--", -1.0)}) {
        bool behind = m_words.is(begin, name) && m_words.is(begin + 1, mark);
        bool before = m_words.is(begin, mark) && m_words.is(begin + 1, name);
        if ((behind || before) && begin + 2 == end)
            return step;
    }
    if (!m_words.is(begin, name) || !m_words.isOneOf(begin + 1, {"+=", "-="}))
        return 0;
    double value = knownNumber(m_words, begin + 2, end, m_constants).value_or(0);
    return m_words.is(begin + 1, "+=") ? value : -value;
}

bool Counter::changes(const std::string& name, std::size_t begin, std::size_t end) const
{
    for (std::size_t i = begin; i < end; ++i) {
        if (!m_words.is(i, name) || m_words.is(i - 1, "."))
            continue;
        if (m_words.isOneOf(i + 1, {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "++", "--"})
            || m_words.isOneOf(i - 1, {"++", "--"}))
            return true;
        if (m_mayChangeArguments && m_words.isOneOf(i - 1, {"(", ","}) && m_words.isOneOf(i + 1, {")", ","}))
            return true;
    }
    return false;
}

// Puts the counter into the condition [begin, end) of the loop at `keyword`.
void Counter::guard(std::size_t keyword, std::size_t begin, std::size_t end, int depth)
{
    std::size_t loop = m_counted.loops.size();
    m_counted.loops.push_back({m_words.at(keyword).line, m_function, depth});
    if (begin == end) {
        m_words.turns[end] = {loop, "isf_turn(", ")"};
        return;
    }
    // `while (bool more = step())` declares: the compiler must see it as it is.
    if (isTypeName(m_words.at(begin).text) && m_words.isWord(begin + 1))
        return;
    m_words.turns[begin] = {loop, "all(bvec2(isf_turn(", "), bool(("};
    m_words.behind[end - 1] += "))))";
}

void Counter::noteCalls(std::size_t begin, std::size_t end, int depth)
{
    for (std::size_t i = begin; i < end && i + 1 < m_words.size(); ++i) {
        if (m_words.isWord(i) && m_words.is(i + 1, "("))
            m_counted.calls.push_back({m_function, m_words.at(i).text, depth});
    }
}

// How many loops stand around each function at most, over all that call it.
std::vector<int> depthsOf(const std::vector<ShaderFunction>& functions, const std::vector<ShaderCall>& calls)
{
    std::vector<int> depths(functions.size(), 0);
    bool changed = true;
    for (std::size_t round = 0; changed && round < std::min(mostRounds, functions.size()); ++round) {
        changed = false;
        for (const ShaderCall& call : calls) {
            const int depth = depths[call.caller] + call.depth;
            for (std::size_t i = 0; i < functions.size(); ++i) {
                if (functions[i].name == call.callee && i != call.caller && depths[i] < depth && depth < deepestLoop) {
                    depths[i] = depth;
                    changed = true;
                }
            }
        }
    }
    return depths;
}

} // namespace

CountedLoops countLoops(
    ShaderWords& words, const std::vector<ShaderFunction>& functions, const KnownNumbers& constants, bool mayChangeArguments)
{
    CountedLoops result;
    Counter counter(words, constants, mayChangeArguments, result);
    for (std::size_t i = 0; i < functions.size(); ++i)
        counter.count(i, functions[i].open, functions[i].close);
    std::vector<int> depths = depthsOf(functions, result.calls);
    for (ShaderLoop& loop : result.loops)
        loop.depth += depths[loop.function];
    return result;
}

int recursionLine(const std::vector<ShaderFunction>& functions, const std::vector<ShaderCall>& calls)
{
    for (const ShaderFunction& function : functions) {
        std::set<std::string> reached;
        std::vector<std::string> open = {function.name};
        while (!open.empty()) {
            std::string name = open.back();
            open.pop_back();
            for (const ShaderCall& call : calls) {
                if (functions[call.caller].name != name)
                    continue;
                if (call.callee == function.name)
                    return function.line;
                if (reached.insert(call.callee).second)
                    open.push_back(call.callee);
            }
        }
    }
    return functions.empty() ? 1 : functions.front().line;
}

} // namespace opificio
