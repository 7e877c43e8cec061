#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <cstddef>
#include <string>
#include <vector>

#include "gpu/Arithmetic.h"
#include "gpu/ShaderWords.h"

namespace opificio {

/// A function of the artist's file.
struct ShaderFunction {
    std::string name;
    std::size_t open = 0, close = 0; ///< of its body's braces
    int line = 0;
    std::vector<std::string> parameters; ///< types
};

struct ShaderCall {
    std::size_t caller;
    std::string callee;
    int depth; ///< loops around it in the caller
};

struct ShaderLoop {
    int line = 0;
    std::size_t function = 0;
    /// How deep it lies at most when the program runs: loops around it, and around the calls of its function.
    int depth = 0;
};

struct CountedLoops {
    std::vector<ShaderLoop> loops; ///< those that count each turn; ShaderWords::Turn speaks of them by index
    std::vector<ShaderCall> calls;
    bool countsWhole = false; ///< there are loops of a fixed, small number of turns, which count all of them at once
};

/// Finds the loops of all functions and notes in `words` how they count their turns. `mayChangeArguments`: a function of the
/// file has parameters that it writes.
CountedLoops countLoops(
    ShaderWords& words, const std::vector<ShaderFunction>& functions, const KnownNumbers& constants, bool mayChangeArguments);

/// The line of a function that calls itself, over others or not.
int recursionLine(const std::vector<ShaderFunction>& functions, const std::vector<ShaderCall>& calls);

} // namespace opificio
