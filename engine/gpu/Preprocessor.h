#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"

namespace opificio {

/// One word of GLSL, with its place in the artist's file.
struct Token {
    enum class Kind { Word, Number, Mark };
    Kind kind = Kind::Mark;
    std::string text;
    int source = 0; ///< as given to preprocess()
    int line = 0; ///< counts from 1; a macro's words have the line where it was used

    bool is(std::string_view words) const { return text == words; }
};

/// A complaint with its line; the file is known to the caller.
struct PreprocessError {
    int line = 0;
    std::string sentence;
};

/// Takes comments and line ends out, follows #if, #define and their like, and puts macros in, as GLSL does for a desktop
/// OpenGL of version 3.30. #version, #extension, #pragma and #line are passed over. Text is hostile until checked: no
/// input makes more than a few million words of work. Written after the GLSL specification 3.30, section 3.3, and
/// Prosser's algorithm for macros.
struct Preprocessed {
    std::vector<Token> tokens;
    std::vector<PreprocessError> errors;
};
Preprocessed preprocess(std::string_view text, int source);

} // namespace opificio
