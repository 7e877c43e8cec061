#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QString>

#include <optional>

#include "base/Json.h"
#include "library/Library.h"

namespace opificio {

/// What to call an item of a dataset, a model or a work's credits, which has no title more often than not: its title, else the
/// name that its file has in this library, else the beginning of its id. Any one thread; opens the library when it must.
class Titles {
public:
    /// `item`: as datasets write it, with id, sha256 and title.
    QString of(const Json& item);

private:
    std::optional<Library> m_library;
    bool m_looked = false;
};

} // namespace opificio
