#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder. How the words of an artist's file are called towards the compiler, and back in its complaints.

#include <optional>
#include <string>
#include <string_view>

namespace opificio {

/// What the compiler gets for a built-in variable, or for the function that is called by that name; empty: the word as it is.
std::string_view rewrittenVariable(std::string_view word);
std::string_view rewrittenFunction(std::string_view word);

/// _name_imgSize and its like, which the format's first version promised.
struct PictureField {
    std::string_view picture;
    std::string_view value; ///< empty: the picture's size in pixels
};
std::optional<PictureField> pictureField(std::string_view word);

/// The artist's own names that would mean something else to the compiler: of anything; of a variable that is called as a
/// built-in function; of a function that is called as a built-in one.
std::string reservedName(std::string_view name);
std::string variableName(std::string_view name);
std::string functionName(std::string_view name);

/// The compiler's words with the artist's names in them.
std::string withArtistsNames(std::string words);

} // namespace opificio
