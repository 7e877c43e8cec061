#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/Hash.h"
#include "base/Json.h"

namespace opificio {

/// What a setting can hold. Points (x, y) and colours (r, g, b, a; scene-linear) are vectors.
using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<double>>;

Json toJson(const Value& value);
/// Only the shapes that a Value can hold; anything else is an error.
Result<Value> valueFromJson(const Json& json);

/// A number from whatever is held: flags are 0 and 1, the first component of a vector, 0 for text.
double numberOf(const Value& value);

/// Chosen values by name. A value, compared and copied as one.
class Values {
public:
    bool has(std::string_view name) const { return m_values.find(name) != m_values.end(); }
    const Value* find(std::string_view name) const;
    void set(std::string_view name, Value value) { m_values.insert_or_assign(std::string(name), std::move(value)); }
    void remove(std::string_view name);

    double number(std::string_view name, double otherwise = 0) const;
    std::int64_t whole(std::string_view name, std::int64_t otherwise = 0) const;
    bool flag(std::string_view name, bool otherwise = false) const;
    std::string text(std::string_view name, std::string_view otherwise = {}) const;
    /// Exactly `count` numbers, zeros where there are fewer.
    std::vector<double> numbers(std::string_view name, std::size_t count) const;

    auto begin() const { return m_values.begin(); }
    auto end() const { return m_values.end(); }
    bool empty() const { return m_values.empty(); }
    friend bool operator==(const Values&, const Values&) = default;

private:
    std::map<std::string, Value, std::less<>> m_values;
};

/// Adds names, kinds and values: what is equal adds the same.
void hash(Hasher& hasher, const Values& values);

Json toJson(const Values& values);
Result<Values> valuesFromJson(const Json& json);

} // namespace opificio
