#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>
#include <string_view>
#include <vector>

namespace opificio {

/// How many columns of a terminal a text takes: combining marks take none, East Asian characters two.
int columnsOf(std::string_view text);

/// The text in at most `columns`, with "…" where something was cut; line breaks become spaces.
std::string shortened(std::string_view text, int columns);

/// Rows under each other: every column as wide as its widest cell, at most widths[column] (0: no limit); two spaces
/// between, none at the end of a line.
std::vector<std::string> aligned(const std::vector<std::vector<std::string>>& rows, const std::vector<int>& widths);

} // namespace opificio
