// SPDX-License-Identifier: GPL-3.0-or-later
#include "Titles.h"

#include "base/Text.h"
#include "library/Item.h"

#include "Text.h"

namespace opificio {

QString Titles::of(const Json& item)
{
    if (const std::string title = textIn(textsFrom(at(item, "title")), language()); !title.empty())
        return qt(title);
    if (!std::exchange(m_looked, true)) {
        if (auto library = Library::open())
            m_library = std::move(*library);
    }
    const std::string id = textAt(item, "id");
    if (m_library) {
        const std::string sha256 = textAt(item, "sha256");
        if (auto known = m_library->find(sha256.empty() ? id : sha256); known && *known)
            return qt(titleOf(**known, language()));
    }
    return qt(id.substr(0, 8));
}

} // namespace opificio
