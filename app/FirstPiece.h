#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <filesystem>

#include "base/Result.h"
#include "graph/NodeType.h"

namespace opificio {

/// The piece that moves on a first start: photographs that ship, and the two shipped models that learned from nothing else,
/// composed into a work in `works`. Takes less than a second, the pictures come into the library on the way. Where it
/// was made before, only its folder is answered. Any thread.
Result<std::filesystem::path> makeFirstPiece(const std::filesystem::path& works, const NodeTypes& types);

} // namespace opificio
