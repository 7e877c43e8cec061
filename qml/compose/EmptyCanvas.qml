// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What stands on a canvas without nodes, or with nothing but an output.
EmptyState {
    iconName: "compose"
    text: qsTr("Begin with a picture.")
    detail: qsTr("A composition is a chain: something that gives a picture, things that change it, and the output. Double-click anywhere, or press Tab, to add a node; pull wires from the dot at its right.")
    action: qsTr("Add a Node")
    actionIconName: "plus"
    actionShortcut: "Tab"
}
