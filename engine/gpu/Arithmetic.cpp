// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu/Arithmetic.h"

#include <cmath>
#include <cstdlib>

namespace opificio {

namespace {

constexpr int deepest = 50;

// Reads from `i` on; each step leaves it behind what it has read.
struct Reader {
    const ShaderWords& words;
    const KnownNumbers& constants;
    std::size_t i, end;

    std::optional<double> sum(int depth)
    {
        auto left = product(depth);
        while (left && i < end && words.isOneOf(i, {"+", "-"})) {
            bool plus = words.is(i++, "+");
            auto right = product(depth);
            left = right ? std::optional(plus ? *left + *right : *left - *right) : std::nullopt;
        }
        return left;
    }

    std::optional<double> product(int depth)
    {
        auto left = atom(depth);
        while (left && i < end && words.isOneOf(i, {"*", "/"})) {
            bool times = words.is(i++, "*");
            auto right = atom(depth);
            left = right && (times || *right != 0) ? std::optional(times ? *left * *right : *left / *right) : std::nullopt;
        }
        return left;
    }

    std::optional<double> atom(int depth)
    {
        if (i >= end || depth > deepest)
            return {};
        if (words.is(i, "-")) {
            ++i;
            auto value = atom(depth + 1);
            return value ? std::optional(-*value) : std::nullopt;
        }
        if (words.is(i, "(") || (words.isOneOf(i, {"float", "int"}) && words.is(i + 1, "("))) {
            i += words.is(i, "(") ? 1 : 2;
            auto value = sum(depth + 1);
            if (!value || !words.is(i++, ")"))
                return {};
            return value;
        }
        const Token& token = words.at(i++);
        if (token.kind == Token::Kind::Number) {
            double value = std::strtod(token.text.c_str(), nullptr);
            return token.text.starts_with("0x") || !std::isfinite(value) ? std::nullopt : std::optional(value);
        }
        auto found = constants.find(token.text);
        return found == constants.end() ? std::nullopt : std::optional(found->second);
    }
};

} // namespace

std::optional<double> knownNumber(const ShaderWords& words, std::size_t begin, std::size_t end, const KnownNumbers& constants)
{
    Reader reader{words, constants, begin, end};
    auto number = reader.sum(0);
    return reader.i == end ? number : std::nullopt;
}

} // namespace opificio
