#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <functional>
#include <string_view>

namespace opificio {

/// Hears what was done, but not as asked: a sentence for people, and what it is about (a path, an id), or nothing.
using Warn = std::function<void(std::string_view sentence, std::string_view what)>;

} // namespace opificio
