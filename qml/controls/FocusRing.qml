// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The ring around what the keyboard speaks to. It lies outside the control and takes no room.
Rectangle {
    id: root

    required property bool shown
    property real inset: -(Theme.focusWidth + Theme.focusGap)

    anchors.fill: parent
    anchors.margins: inset
    visible: shown
    z: Theme.zRaised
    color: "transparent"
    radius: Theme.radius - inset
    border.width: Theme.focusWidth
    border.color: Theme.focus
}
