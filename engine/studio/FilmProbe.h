#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>

#include "base/Result.h"
#include "library/Import.h"

namespace opificio {

/// What ImportOptions::probe wants: films and recordings, which the library cannot open itself. Any thread.
Result<Probed> probeFilm(const std::filesystem::path& file);

} // namespace opificio
