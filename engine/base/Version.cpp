// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Resources.h"

namespace opificio {

std::string_view version()
{
    return OPIFICIO_VERSION;
}

} // namespace opificio
