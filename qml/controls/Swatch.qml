// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A sample of a colour; where it is not opaque, the right half shows what shines through.
Item {
    id: root

    required property color colour

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: Qt.rgba(root.colour.r, root.colour.g, root.colour.b, 1)
    }
    Checkers {
        anchors { fill: parent; leftMargin: Math.round(parent.width / 2) }
        visible: root.colour.a < 1

        Rectangle { anchors.fill: parent; color: root.colour }
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSmall
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.lineStrong
    }
}
