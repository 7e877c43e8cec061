#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later
// The compiler behind compileCompute() and translate(); private to this folder.

#include <string>
#include <string_view>
#include <vector>

#include "gpu/Kernel.h"

namespace opificio {

enum class Stage { Vertex, Fragment, Compute };

/// One complaint of the compiler. `source` is the number that a #line directive gave, `line` counts from 1.
struct Complaint {
    int source = 0;
    int line = 0;
    std::string words; ///< as the compiler says it, e.g. "'x' : undeclared identifier"
};

struct Compiled {
    Spirv spirv; ///< empty when there are complaints
    std::vector<Complaint> complaints;
};

/// GLSL 4.50 with Vulkan's rules; names are kept for reflection. Any thread.
Compiled compile(const std::string& glsl, Stage stage);

} // namespace opificio
