#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/File.h"
#include "base/Result.h"

namespace opificio {

/// opificio-cli, of the running program's own build.
std::filesystem::path cliProgram();

/// A process in a session of its own, which outlives the caller and its terminal, and for which nobody has to wait. What it
/// complains of goes behind what is in `log`; `held`, where there is one, is held until it is gone.
/// `input` is what it reads on its standard input, 4 kB at most: by a pipe, and no other process sees it.
Result<> startDetached(const std::filesystem::path& program, std::vector<std::string> arguments, const std::filesystem::path& log,
    int nice = 0, const FileLock* held = nullptr, std::string_view input = {});

} // namespace opificio
