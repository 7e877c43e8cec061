#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "base/Result.h"

namespace opificio {

/// Help pages in the language of the messages. Before verbs are added to the app: they take it over from it.
void speakHouse(CLI::App& app);

/// What is wrong with a command line, as a sentence that names the word and, where it is known, the verb.
Error usageError(const CLI::App& app, const CLI::ParseError& wrong);

/// What the library lets through and no verb can mean: a needed word that is empty, a number that is none.
std::optional<Error> meaninglessWord(const CLI::App& app);

/// "opificio-cli VERB" as far as it was typed.
std::string commandOf(const CLI::App& app);

} // namespace opificio
