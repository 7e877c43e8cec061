#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <vector>

#include "base/Param.h"

namespace opificio {

/// The settings that bring a picture of any shape into the frame, shared by the nodes that show one: fit (0 cover, 1
/// contain, 2 stretch), zoom, centre. They are appended to a node's own.
std::vector<Param> withPlacement(std::vector<Param> own);

} // namespace opificio
