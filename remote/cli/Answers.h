#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>

#include "base/Result.h"
#include "cli/Console.h"
#include "remote/Job.h"

namespace opificio {

/// deliver(), and says to a person what came where.
Result<Json> deliverAloud(const std::filesystem::path& folder, const Job& job, Console& console);

} // namespace opificio
