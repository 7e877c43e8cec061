#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include "gpu/Kernel.h"

namespace opificio {

/// Makes compiled GLSL behave the same everywhere: variables without a value start at zero (drivers differ in what they
/// leave there), and indices into arrays are kept inside them (a processor's driver would read or write elsewhere).
Result<> harden(Spirv& spirv);

} // namespace opificio
