#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/Param.h"
#include "base/Result.h"
#include "image/Image.h"

namespace opificio {

/// "name=value"; a sentence when there is no =.
Result<std::pair<std::string, std::string>> splitSetting(std::string_view typed);
/// The arguments of a search as one line of words: quotation marks in them mean phrases, blanks mean several words.
std::string searchWords(const std::vector<std::string>& typed);
/// "1280x720"
Result<Size> parseSize(std::string_view typed);

/// The sentence for a setting that is not there, with those that are.
Error noSetting(const std::string& owner, const std::string& name, const std::vector<Param>& params);

} // namespace opificio
