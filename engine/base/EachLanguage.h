#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace opificio {

/// A sentence in every language of the program, by its tag: for what is stored or published and read elsewhere. `english`
/// is a literal in words(), so that the translation test sees it. {0}, {1} ... as in text().
std::map<std::string, std::string> textInEach(std::string_view english, std::initializer_list<std::string> arguments = {});

} // namespace opificio
