// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A line between groups of a bar.
Item {
    width: Theme.unit * 3
    height: parent.height

    Rectangle {
        anchors.centerIn: parent
        width: Theme.hairline
        height: Theme.px(18)
        color: Theme.lineStrong
    }
}
