#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace opificio {

/// Every sentence that a person may read. The English is the key; translations lie in
/// resources/text/LANGUAGE/LIBRARY.json as {"English": "translation"}; {0}, {1} ... are replaced by the arguments.
/// A test fails on a sentence without Italian, so the first argument is always a literal. Any thread.
///
///     return Error{Error::Code::NotFound, text("Cannot find {0}.", name)};
std::string textOf(std::string_view english, std::initializer_list<std::string> arguments);

inline std::string textArgument(std::string_view value)
{
    return std::string(value);
}
template<typename Number>
requires std::is_arithmetic_v<Number> std::string textArgument(Number number)
{
    if constexpr (std::is_integral_v<Number>)
        return std::to_string(number);
    std::string digits = std::to_string(number);
    if (digits.find('.') != std::string::npos) {
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.ends_with('.'))
            digits.pop_back();
    }
    return digits;
}

template<typename... Arguments> std::string text(std::string_view english, const Arguments&... arguments)
{
    return textOf(english, {textArgument(arguments)...});
}

/// Marks a sentence in a table row (help, label) for the translation test; it is translated where it is shown.
inline std::string words(std::string_view english)
{
    return std::string(english);
}

/// The translation of `english` into `language` ("it"), or `english` itself. For documents in several languages.
std::string translated(std::string_view english, std::string_view language);

/// "en" or "it"; by default from OPIFICIO_LANGUAGE, else LC_ALL, LC_MESSAGES, LANG.
void setLanguage(std::string_view language);
std::string language();

} // namespace opificio
