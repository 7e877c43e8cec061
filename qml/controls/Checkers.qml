// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick

/// What shows through where nothing is.
Item {
    id: root

    property real square: Theme.px(6)
    readonly property int columns: Math.max(0, Math.ceil(width / square))

    clip: true

    Rectangle { anchors.fill: parent; color: "#9a9a9a" }
    Repeater {
        model: root.visible ? root.columns * Math.max(0, Math.ceil(root.height / root.square)) : 0

        Rectangle {
            id: cell

            required property int index
            readonly property int row: Math.floor(cell.index / root.columns)
            readonly property int column: cell.index % root.columns

            x: cell.column * root.square
            y: cell.row * root.square
            width: root.square
            height: root.square
            visible: (cell.row + cell.column) % 2 === 0
            color: "#6a6a6a"
        }
    }
}
