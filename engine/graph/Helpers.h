#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>
#include <span>
#include <string_view>

#include "base/EmbeddedText.h"
#include "base/Hash.h"
#include "base/Result.h"

namespace opificio {

struct Isf;

/// The shaders of engine/graph/passes: steps that several nodes share and that are no nodes themselves. Parsed once.
Result<std::shared_ptr<const Isf>> helperIsf(std::string_view name);

} // namespace opificio
