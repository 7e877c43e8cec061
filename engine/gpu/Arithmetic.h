#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "gpu/ShaderWords.h"

namespace opificio {

/// Constants whose numbers are known before the shader runs, by name.
using KnownNumbers = std::map<std::string, double, std::less<>>;

/// What the words [begin, end) come to; nothing where they are more than + - * / and brackets between known numbers.
std::optional<double> knownNumber(const ShaderWords& words, std::size_t begin, std::size_t end, const KnownNumbers& constants);

} // namespace opificio
