// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Param.h"

#include "base/Text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace opificio {

namespace {

// Arithmetic as typed into a field: numbers, + - * /, parentheses.
class Arithmetic {
public:
    explicit Arithmetic(std::string_view typed)
        : m_rest(typed)
    {
    }
    std::optional<double> value()
    {
        auto result = sum(0);
        skip();
        if (!m_rest.empty() || !result || !std::isfinite(*result))
            return {};
        return result;
    }

private:
    void skip()
    {
        while (!m_rest.empty() && m_rest.front() == ' ')
            m_rest.remove_prefix(1);
    }
    bool take(char character)
    {
        skip();
        if (m_rest.empty() || m_rest.front() != character)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    std::optional<double> sum(int depth)
    {
        auto left = product(depth);
        while (left) {
            if (take('+')) {
                auto right = product(depth);
                left = right ? std::optional(*left + *right) : std::nullopt;
            } else if (take('-')) {
                auto right = product(depth);
                left = right ? std::optional(*left - *right) : std::nullopt;
            } else {
                break;
            }
        }
        return left;
    }
    std::optional<double> product(int depth)
    {
        auto left = atom(depth);
        while (left) {
            if (take('*')) {
                auto right = atom(depth);
                left = right ? std::optional(*left * *right) : std::nullopt;
            } else if (take('/')) {
                auto right = atom(depth);
                left = right && *right != 0 ? std::optional(*left / *right) : std::nullopt;
            } else {
                break;
            }
        }
        return left;
    }
    std::optional<double> atom(int depth)
    {
        if (depth > 50)
            return {};
        if (take('-')) {
            auto value = atom(depth + 1);
            return value ? std::optional(-*value) : std::nullopt;
        }
        if (take('(')) {
            auto value = sum(depth + 1);
            return value && take(')') ? value : std::nullopt;
        }
        skip();
        if (!m_rest.empty() && m_rest.front() == '+')
            m_rest.remove_prefix(1);
        double number = 0;
        auto [end, failure] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), number);
        if (failure != std::errc())
            return {};
        m_rest.remove_prefix(std::size_t(end - m_rest.data()));
        return number;
    }
    std::string_view m_rest;
};

double linearFromDisplay(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

std::vector<std::string_view> split(std::string_view list)
{
    std::vector<std::string_view> parts;
    while (true) {
        auto comma = list.find(',');
        parts.push_back(list.substr(0, comma));
        if (comma == std::string_view::npos)
            return parts;
        list.remove_prefix(comma + 1);
    }
}

Error outOfRange(const Param& param, double value)
{
    return {Error::Code::Invalid, text("{0} goes from {1} to {2}, not {3}.", text(param.label), param.low, param.high, value),
        param.name};
}

Error wrongKind(const Param& param)
{
    return {Error::Code::Invalid, text("{0} cannot hold this kind of value.", text(param.label)), param.name};
}

} // namespace

const Param* findParam(const std::vector<Param>& params, std::string_view name)
{
    for (const Param& param : params) {
        if (param.name == name)
            return &param;
    }
    return nullptr;
}

Result<Value> checkValue(const Param& param, const Value& value)
{
    bool isNumber = std::holds_alternative<double>(value) || std::holds_alternative<std::int64_t>(value)
        || std::holds_alternative<bool>(value);
    switch (param.type) {
    case Param::Type::Number: {
        if (!isNumber)
            return wrongKind(param);
        double number = numberOf(value);
        if (number < param.low || number > param.high)
            return outOfRange(param, number);
        return Value(number);
    }
    case Param::Type::Whole: {
        double number = numberOf(value);
        if (!isNumber || number != std::floor(number))
            return wrongKind(param);
        if (number < param.low || number > param.high)
            return outOfRange(param, number);
        return Value(std::int64_t(number));
    }
    case Param::Type::Switch:
    case Param::Type::Event:
        if (!isNumber)
            return wrongKind(param);
        return Value(numberOf(value) != 0);
    case Param::Type::Choice: {
        if (auto word = std::get_if<std::string>(&value)) {
            for (std::size_t i = 0; i < param.choices.size(); ++i) {
                if (param.choices[i] == *word)
                    return Value(std::int64_t(i));
            }
            return wrongKind(param);
        }
        double number = numberOf(value);
        if (!isNumber || number != std::floor(number) || number < 0 || number >= double(param.choices.size()))
            return outOfRange(
                {.name = param.name, .label = param.label, .low = 0, .high = double(param.choices.size()) - 1}, number);
        return Value(std::int64_t(number));
    }
    case Param::Type::Point:
    case Param::Type::Colour: {
        std::size_t count = param.type == Param::Type::Point ? 2 : 4;
        auto numbers = std::get_if<std::vector<double>>(&value);
        if (!numbers || (numbers->size() != count && !(count == 4 && numbers->size() == 3)))
            return wrongKind(param);
        std::vector<double> whole = *numbers;
        if (whole.size() < count)
            whole.push_back(1);
        return Value(std::move(whole));
    }
    case Param::Type::Text:
    case Param::Type::File:
    case Param::Type::Item:
    case Param::Type::Dataset:
    case Param::Type::Model:
        if (!std::holds_alternative<std::string>(value))
            return wrongKind(param);
        return value;
    }
    return wrongKind(param);
}

Result<Value> parseValue(const Param& param, std::string_view typed)
{
    auto unreadable = [&] {
        return Error{Error::Code::Invalid, text("\"{0}\" is not a value for {1}.", typed, text(param.label)), param.name};
    };
    switch (param.type) {
    case Param::Type::Number:
    case Param::Type::Whole: {
        auto number = Arithmetic(typed).value();
        if (!number)
            return unreadable();
        return checkValue(param, *number);
    }
    case Param::Type::Switch:
    case Param::Type::Event:
        if (typed == "true" || typed == "on" || typed == "yes" || typed == "1")
            return Value(true);
        if (typed == "false" || typed == "off" || typed == "no" || typed == "0")
            return Value(false);
        return unreadable();
    case Param::Type::Choice: {
        for (std::size_t i = 0; i < param.choices.size(); ++i) {
            if (param.choices[i] == typed)
                return Value(std::int64_t(i));
        }
        auto number = Arithmetic(typed).value();
        if (!number)
            return unreadable();
        return checkValue(param, *number);
    }
    case Param::Type::Point:
    case Param::Type::Colour: {
        std::vector<double> numbers;
        if (param.type == Param::Type::Colour && typed.starts_with('#') && (typed.size() == 7 || typed.size() == 9)) {
            for (std::size_t i = 1; i < typed.size(); i += 2) {
                int byte = 0;
                auto [end, failure] = std::from_chars(typed.data() + i, typed.data() + i + 2, byte, 16);
                if (failure != std::errc() || end != typed.data() + i + 2)
                    return unreadable();
                numbers.push_back(i < 7 ? linearFromDisplay(byte / 255.0) : byte / 255.0);
            }
        } else {
            for (std::string_view part : split(typed)) {
                auto number = Arithmetic(part).value();
                if (!number)
                    return unreadable();
                numbers.push_back(*number);
            }
        }
        return checkValue(param, numbers);
    }
    default:
        return Value(std::string(typed));
    }
}

Result<Values> complete(const std::vector<Param>& params, const Values& chosen)
{
    for (const auto& [name, value] : chosen) {
        if (!findParam(params, name))
            return Error{Error::Code::Invalid, text("There is no setting named {0} here.", name), name};
    }
    Values all;
    for (const Param& param : params) {
        const Value* value = chosen.find(param.name);
        TRY(auto checked, checkValue(param, value ? *value : param.initial));
        all.set(param.name, std::move(checked));
    }
    return all;
}

Json toJson(const Param& param)
{
    static constexpr const char* types[]
        = {"number", "whole", "switch", "event", "choice", "point", "colour", "text", "file", "item", "dataset", "model"};
    Json json = {{"name", param.name}, {"label", text(param.label)}, {"help", text(param.help)}, {"type", types[int(param.type)]},
        {"initial", toJson(param.initial)}};
    if (param.type == Param::Type::Number || param.type == Param::Type::Whole) {
        json["low"] = param.low;
        json["high"] = param.high;
    }
    if (!param.unit.empty())
        json["unit"] = param.unit;
    if (!param.choices.empty())
        json["choices"] = param.choices;
    return json;
}

} // namespace opificio
