// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Values.h"

#include "base/Text.h"

#include <algorithm>
#include <cmath>

namespace opificio {

Json toJson(const Value& value)
{
    return std::visit([](const auto& held) { return Json(held); }, value);
}

Result<Value> valueFromJson(const Json& json)
{
    if (json.is_boolean())
        return Value(json.get<bool>());
    if (json.is_number_integer())
        return Value(json.get<std::int64_t>());
    if (json.is_number() && std::isfinite(json.get<double>()))
        return Value(json.get<double>());
    if (json.is_string())
        return Value(json.get<std::string>());
    if (json.is_array() && json.size() <= 4096) {
        std::vector<double> numbers;
        for (const Json& element : json) {
            if (!element.is_number() || !std::isfinite(element.get<double>()))
                return Error{Error::Code::Invalid, text("A list of numbers holds something else: {0}.", printJsonLine(element))};
            numbers.push_back(element.get<double>());
        }
        return Value(std::move(numbers));
    }
    return Error{Error::Code::Invalid, text("This is not a value: {0}.", printJsonLine(json).substr(0, 80))};
}

double numberOf(const Value& value)
{
    struct Visitor {
        double operator()(bool held) const { return held ? 1 : 0; }
        double operator()(std::int64_t held) const { return double(held); }
        double operator()(double held) const { return held; }
        double operator()(const std::string&) const { return 0; }
        double operator()(const std::vector<double>& held) const { return held.empty() ? 0 : held[0]; }
    };
    return std::visit(Visitor(), value);
}

const Value* Values::find(std::string_view name) const
{
    auto found = m_values.find(name);
    return found == m_values.end() ? nullptr : &found->second;
}

void Values::remove(std::string_view name)
{
    if (auto found = m_values.find(name); found != m_values.end())
        m_values.erase(found);
}

double Values::number(std::string_view name, double otherwise) const
{
    const Value* value = find(name);
    return value ? numberOf(*value) : otherwise;
}

std::int64_t Values::whole(std::string_view name, std::int64_t otherwise) const
{
    const Value* value = find(name);
    return value ? std::int64_t(std::llround(std::clamp(numberOf(*value), -9e15, 9e15))) : otherwise;
}

bool Values::flag(std::string_view name, bool otherwise) const
{
    const Value* value = find(name);
    return value ? numberOf(*value) != 0 : otherwise;
}

std::string Values::text(std::string_view name, std::string_view otherwise) const
{
    const Value* value = find(name);
    if (value) {
        if (auto held = std::get_if<std::string>(value))
            return *held;
    }
    return std::string(otherwise);
}

std::vector<double> Values::numbers(std::string_view name, std::size_t count) const
{
    std::vector<double> out;
    if (const Value* value = find(name)) {
        if (auto held = std::get_if<std::vector<double>>(value))
            out = *held;
        else
            out = {numberOf(*value)};
    }
    out.resize(count);
    return out;
}

void hash(Hasher& hasher, const Values& values)
{
    for (const auto& [name, value] : values) {
        hasher.add(name).add(int(value.index()));
        if (auto list = std::get_if<std::vector<double>>(&value)) {
            hasher.add(int(list->size()));
            for (double number : *list)
                hasher.add(number);
        } else {
            std::visit(
                [&](const auto& one) {
                    if constexpr (!std::is_same_v<std::decay_t<decltype(one)>, std::vector<double>>)
                        hasher.add(one);
                },
                value);
        }
    }
}

Json toJson(const Values& values)
{
    Json json = Json::object();
    for (const auto& [name, value] : values)
        json[name] = toJson(value);
    return json;
}

Result<Values> valuesFromJson(const Json& json)
{
    Values values;
    if (json.is_null())
        return values;
    if (!json.is_object())
        return Error{Error::Code::Invalid, text("Values are missing their names.")};
    for (const auto& [name, element] : json.items()) {
        TRY(auto value, valueFromJson(element));
        values.set(name, std::move(value));
    }
    return values;
}

} // namespace opificio
