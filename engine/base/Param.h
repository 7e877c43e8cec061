#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

#include "base/Values.h"

namespace opificio {

/// The description of a setting: of a node, an importer, a recipe, a format or a backend.
/// Names are for files and commands; labels and helps are English and pass through text() when shown.
struct Param {
    enum class Type {
        Number, ///< a double in [low, high]
        Whole, ///< an integer in [low, high]
        Switch,
        Event, ///< true for one frame
        Choice, ///< an index into `choices`; parsed and printed by `choices` or by `choiceValues`
        Point, ///< two numbers, 0..1 across the picture, y up
        Colour, ///< four numbers, scene-linear Rec. 709, alpha straight
        Text,
        File, ///< SHA-256 of a file, or its path
        Item, ///< SHA-256 of a picture in the library
        Dataset, ///< hash of a frozen dataset
        Model, ///< SHA-256 of a trained file
    };

    std::string name;
    std::string label;
    std::string help;
    Type type = Type::Number;
    double low = 0, high = 1;
    Value initial = 0.0;
    /// "stops", "px", "turns", "s", "frames" ...; empty for pure numbers.
    std::string unit = {};
    std::vector<std::string> choices = {};
};

/// The param of that name, or null.
const Param* findParam(const std::vector<Param>& params, std::string_view name);

/// What a person typed, as a value of this param: "0.5", "true", "0.2,0.8", "#d04020", "multiply". Numbers accept
/// + - * / and parentheses. Out of range is an error that names the range.
Result<Value> parseValue(const Param& param, std::string_view typed);

/// The value brought to the param's type; an error when it cannot be or is out of range.
Result<Value> checkValue(const Param& param, const Value& value);

/// Every param with its chosen or initial value. Names in `chosen` that no param has are an error.
Result<Values> complete(const std::vector<Param>& params, const Values& chosen);

Json toJson(const Param& param);

} // namespace opificio
