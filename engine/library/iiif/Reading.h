#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <string>

#include "base/Result.h"
#include "base/Task.h"
#include "library/iiif/Presentation.h"

namespace opificio {
class Web;
}

namespace opificio::iiif {

/// Fetches or opens what a person gave: an address, a link to a viewer, a content state or a file.
Result<Document> openDocument(Web& web, const std::string& source, Task& task);
/// The address as it stands, without looking for what a viewer's link means.
Result<Document> fetchDocument(Web& web, const std::string& address, Task& task);

} // namespace opificio::iiif
