#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string_view>

namespace opificio {

/// A text file of the source tree that is kept in the program: the stem of its name and its content.
struct EmbeddedText {
    std::string_view name;
    std::string_view content;
};

} // namespace opificio
