#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>

namespace opificio {

/// From here on what the engine and Qt log goes to a file, too: the state folder's opificio/opificio.log (OPIFICIO_HOME's,
/// where that is set). One that has grown to 2 MB is kept once as opificio.log.1. Answers the file. Once, from main().
std::filesystem::path keepLog();

} // namespace opificio
