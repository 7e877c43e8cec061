#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include "base/Json.h"
#include "base/Result.h"
#include "cli/Console.h"

namespace opificio {

/// A word of the command line: `opificio-cli NAME ...`. A row lives in remote/cli/verbs/NAME.cpp:
///
///     Verb::Action prepare(CLI::App& app)
///     {
///         auto file = std::make_shared<std::string>();
///         app.add_option("FILE", *file, text("The file."))->required();
///         return [file](Console& console) -> Result<Json> { ...; return Json{{"hash", hash}}; };
///     }
///     extern const Verb importVerb = {"import", words("Brings pictures into the library."), prepare};
struct Verb {
    /// Does the work. The answer is `data` of the result event; an error is printed as a sentence and ends with 1.
    using Action = std::function<Result<Json>(Console& console)>;

    std::string name;
    std::string help;
    /// Adds the verb's options to its own sub-command; they are parsed before the action is called.
    Action (*prepare)(CLI::App& app) = nullptr;
};

/// Every verb, in file-name order.
std::span<const Verb* const> allVerbs();

} // namespace opificio
