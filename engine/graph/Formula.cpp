// SPDX-License-Identifier: GPL-3.0-or-later
#include "graph/Isf.h"

#include "base/Text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace opificio {

namespace {

constexpr std::size_t longest = 1000;
constexpr int deepest = 60;

using Names = std::map<std::string, double, std::less<>>;

// Evaluates while it reads; a syntax error makes it fail as a whole.
class Reader {
public:
    Reader(std::string_view text, const Names& names)
        : m_rest(text)
        , m_names(names)
    {
    }
    bool read(double& value)
    {
        value = choice(0);
        skip();
        return m_good && m_rest.empty();
    }

private:
    void skip()
    {
        while (!m_rest.empty() && std::isspace(static_cast<unsigned char>(m_rest.front())))
            m_rest.remove_prefix(1);
    }
    bool take(std::string_view word)
    {
        skip();
        if (!m_rest.starts_with(word))
            return false;
        m_rest.remove_prefix(word.size());
        return true;
    }
    double fail()
    {
        m_good = false;
        m_rest = {};
        return 0;
    }
    double choice(int depth)
    {
        if (depth > deepest)
            return fail();
        double condition = either(depth);
        if (!take("?"))
            return condition;
        double yes = choice(depth + 1);
        if (!take(":"))
            return fail();
        double no = choice(depth + 1);
        return condition != 0 ? yes : no;
    }
    // The words and, or, not as exprtk, which the format's own applications use, and their marks.
    bool takeWord(std::string_view word)
    {
        skip();
        if (m_rest.size() < word.size() || lower(m_rest.substr(0, word.size())) != word
            || (m_rest.size() > word.size()
                && (m_rest[word.size()] == '_' || std::isalnum(static_cast<unsigned char>(m_rest[word.size()])))))
            return false;
        m_rest.remove_prefix(word.size());
        return true;
    }
    static std::string lower(std::string_view word)
    {
        std::string small(word);
        std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return char(std::tolower(c)); });
        return small;
    }
    double either(int depth)
    {
        double left = both(depth);
        while (m_good && (take("||") || takeWord("or"))) {
            double right = both(depth);
            left = left != 0 || right != 0;
        }
        return left;
    }
    double both(int depth)
    {
        double left = comparison(depth);
        while (m_good && (take("&&") || takeWord("and"))) {
            double right = comparison(depth);
            left = left != 0 && right != 0;
        }
        return left;
    }
    double comparison(int depth)
    {
        double left = sum(depth);
        while (m_good) {
            if (take("<="))
                left = left <= sum(depth);
            else if (take(">="))
                left = left >= sum(depth);
            else if (take("=="))
                left = left == sum(depth);
            else if (take("!="))
                left = left != sum(depth);
            else if (take("<"))
                left = left < sum(depth);
            else if (take(">"))
                left = left > sum(depth);
            else
                break;
        }
        return left;
    }
    double sum(int depth)
    {
        double left = product(depth);
        while (m_good) {
            if (take("+"))
                left += product(depth);
            else if (take("-"))
                left -= product(depth);
            else
                break;
        }
        return left;
    }
    double product(int depth)
    {
        double left = power(depth);
        while (m_good) {
            if (take("*"))
                left *= power(depth);
            else if (take("/"))
                left /= power(depth);
            else if (take("%"))
                left = std::fmod(left, power(depth));
            else
                break;
        }
        return left;
    }
    double power(int depth)
    {
        if (depth > deepest)
            return fail();
        if (take("-"))
            return -power(depth + 1);
        if (take("+"))
            return power(depth + 1);
        double base = atom(depth);
        return take("^") ? std::pow(base, power(depth + 1)) : base;
    }
    double atom(int depth)
    {
        skip();
        if (m_rest.empty())
            return fail();
        if (take("(")) {
            double value = choice(depth + 1);
            return take(")") ? value : fail();
        }
        char first = m_rest.front();
        if (first == '$' || first == '_' || std::isalpha(static_cast<unsigned char>(first)))
            return name(depth);
        double number = 0;
        auto [end, failure] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), number);
        if (failure != std::errc())
            return fail();
        m_rest.remove_prefix(std::size_t(end - m_rest.data()));
        return number;
    }
    double name(int depth)
    {
        bool variable = take("$");
        std::size_t length = 0;
        while (length < m_rest.size() && (m_rest[length] == '_' || std::isalnum(static_cast<unsigned char>(m_rest[length]))))
            ++length;
        std::string word(m_rest.substr(0, length));
        m_rest.remove_prefix(length);
        if (word.empty())
            return fail();
        if (!variable && lower(word) == "not")
            return depth > deepest ? fail() : power(depth + 1) == 0;
        if (!variable && take("(")) {
            std::vector<double> arguments;
            if (!take(")")) {
                do
                    arguments.push_back(choice(depth + 1));
                while (m_good && take(","));
                if (!take(")"))
                    return fail();
            }
            return call(word, arguments);
        }
        if (auto found = m_names.find(word); found != m_names.end())
            return found->second;
        // exprtk takes capitals for small letters.
        for (const auto& [name, value] : m_names) {
            if (lower(name) == lower(word))
                return value;
        }
        if (word == "pi")
            return 3.14159265358979323846;
        if (word == "e")
            return 2.71828182845904523536;
        return 0;
    }
    double call(std::string word, const std::vector<double>& a)
    {
        word = lower(word);
        using Single = double (*)(double);
        static const std::map<std::string, Single, std::less<>> singles = {{"floor", std::floor}, {"ceil", std::ceil},
            {"round", std::round}, {"trunc", std::trunc}, {"sqrt", std::sqrt}, {"abs", std::fabs}, {"exp", std::exp},
            {"log", std::log}, {"log2", std::log2}, {"log10", std::log10}, {"sin", std::sin}, {"cos", std::cos},
            {"tan", std::tan}, {"asin", std::asin}, {"acos", std::acos}, {"atan", std::atan}};
        if (a.size() == 1) {
            if (auto found = singles.find(word); found != singles.end())
                return found->second(a[0]);
            if (word == "frac" || word == "fract")
                return a[0] - std::floor(a[0]);
            if (word == "sgn" || word == "sign")
                return a[0] > 0 ? 1 : a[0] < 0 ? -1 : 0;
        }
        if ((word == "min" || word == "max") && !a.empty())
            return word == "min" ? *std::min_element(a.begin(), a.end()) : *std::max_element(a.begin(), a.end());
        if (word == "pow" && a.size() == 2)
            return std::pow(a[0], a[1]);
        if (word == "mod" && a.size() == 2)
            return std::fmod(a[0], a[1]);
        if (word == "atan2" && a.size() == 2)
            return std::atan2(a[0], a[1]);
        if (word == "hypot" && a.size() == 2)
            return std::hypot(a[0], a[1]);
        if (word == "clamp" && a.size() == 3)
            // The order of exprtk, which the format's own applications use: low, value, high.
            return std::min(std::max(a[0], a[1]), a[2]);
        if (word == "if" && a.size() == 3)
            return a[0] != 0 ? a[1] : a[2];
        return fail();
    }

    std::string_view m_rest;
    const Names& m_names;
    bool m_good = true;
};

} // namespace

Result<Formula> Formula::parse(std::string_view typed)
{
    Formula formula;
    if (typed.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return formula;
    double value = 0;
    if (typed.size() > longest || !Reader(typed, {}).read(value))
        return Error{Error::Code::Shader, text("\"{0}\" is not a formula for a size.", typed.substr(0, 80))};
    formula.m_text = std::string(typed);
    return formula;
}

double Formula::value(const Names& names) const
{
    double value = 0;
    if (m_text.empty() || !Reader(m_text, names).read(value) || !std::isfinite(value))
        return 0;
    return value;
}

} // namespace opificio
