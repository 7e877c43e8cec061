// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// Numbers, addresses, code: all digits equally wide. Long ones are cut in the middle, where they differ least.
Label {
    font.family: Theme.monoFamily
    font.pixelSize: Theme.fontSmall
    elide: Text.ElideMiddle
}
