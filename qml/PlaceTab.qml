// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// The way to one workspace. The current one has a line below it, not only brighter letters.
Button {
    id: root

    required property bool current

    kind: Button.Quiet
    checked: current
    hint: current ? qsTr("You are here") : ""
    implicitHeight: Theme.px(36)
    Accessible.role: Accessible.PageTab
    Accessible.selected: current

    Rectangle {
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom }
        width: parent.width - Theme.unit * 4
        height: Theme.px(2)
        radius: height / 2
        visible: root.current
        color: Theme.accent
    }
}
