#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"

namespace opificio {

/// What does not make sense in a line of the artist's file.
struct Remark {
    std::string file;
    int line = 0; ///< 0: in our own text
    std::string words;
};

/// The error for at least one remark: the first lines of them, each once.
Error compileError(std::vector<Remark> remarks);

/// The compiler's "'x' : undeclared identifier" for people who do not read compilers' minutes.
std::string inWords(std::string_view complaint);

/// Functions that call themselves: the compiler names the circle, not a line.
bool isAboutRecursion(std::string_view complaint);

} // namespace opificio
