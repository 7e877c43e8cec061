#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this folder.

#include <string_view>

#include "gpu/Kernel.h"

namespace opificio {

/// Makes compiled GLSL behave the same everywhere: variables without a value start at zero (drivers differ in what they
/// leave there), and indices into arrays are kept inside them (a processor's driver would read or write elsewhere).
/// Large arrays start as the driver leaves them: some take minutes to compile a thousand zeros. Arrays that no device could
/// hold for each of its pixels are an error. `name` is the file's.
Result<> harden(Spirv& spirv, std::string_view name);

} // namespace opificio
