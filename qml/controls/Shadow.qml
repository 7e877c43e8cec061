// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A soft dark edge under what floats, from four rectangles: cheap, and the same on every renderer.
Item {
    id: root

    property real radius: Theme.radiusLarge

    anchors.fill: parent
    z: -1

    Repeater {
        model: 5

        Rectangle {
            required property int index

            anchors.fill: parent
            anchors.margins: -Theme.px(index * 2 + 1)
            anchors.topMargin: Theme.px(2 - index)
            anchors.bottomMargin: -Theme.px(index * 2 + 4)
            radius: root.radius + Theme.px(index * 2 + 1)
            color: Theme.shadow
            opacity: 0.07
        }
    }
}
