#pragma once
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "Session.h"
#include "Text.h"
#include "base/Hash.h"
#include "base/Resources.h"
#include "image/ImageFile.h"
#include "library/Library.h"
#include "library/Rights.h"
#include "support/TestCard.h"

namespace opificio::test {

/// A home of its own for the library and the settings of a test.
class Home {
public:
    Home() { qputenv("OPIFICIO_HOME", m_folder.path().toUtf8()); }
    std::filesystem::path path() const { return std::filesystem::path(m_folder.path().toStdString()); }

private:
    QTemporaryDir m_folder;
};

/// Writes a picture of its own and answers an item for it.
inline Item itemWith(const std::filesystem::path& folder, int number, const std::string& title, const std::string& rights)
{
    Item item;
    item.file = folder / ("picture" + std::to_string(number) + ".png");
    if (!writePng(item.file, testCard({48 + number % 16, 32}, number)))
        return item;
    item.sha256 = *sha256OfFile(item.file);
    item.id = "test:" + std::to_string(number);
    item.title = {{"en", title}};
    item.type = "png";
    item.width = 48 + number % 16;
    item.height = 32;
    item.rights.object = rights;
    item.origin = "institution";
    return item;
}

/// One whose picture lies on a server, with its own title as the end of its id.
inline Item itemAt(const std::string& title, const std::string& address)
{
    Item item;
    item.id = "test:" + title;
    item.title = {{"en", title}};
    item.origin = "institution";
    item.sharing = "stated";
    item.rights.object = "http://creativecommons.org/publicdomain/mark/1.0/";
    item.picture = RemotePicture{.address = address, .width = 640, .height = 480};
    return item;
}

} // namespace opificio::test
