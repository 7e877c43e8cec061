// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls

/// The numbers of the crop that is chosen, in pixels of the picture.
Rectangle {
    id: root

    required property var crops
    required property int current
    required property size pixels
    readonly property var crop: crops[current] ?? ({ x: 0, y: 0, width: 0, height: 0 })

    signal placed(x: real, y: real, width: real, height: real)

    height: Theme.px(52)
    color: Theme.panel
    enabled: crops.length > 0

    Row {
        anchors { left: parent.left; leftMargin: Theme.unit * 5; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 2

        Repeater {
            model: [
                { key: "x", label: qsTr("Left"), most: root.pixels.width }, { key: "y", label: qsTr("Top"), most: root.pixels.height },
                { key: "width", label: qsTr("Width"), most: root.pixels.width }, { key: "height", label: qsTr("Height"), most: root.pixels.height }
            ]

            NumberField {
                required property var modelData

                function take(v: real) {
                    const next = { x: root.crop.x, y: root.crop.y, width: root.crop.width, height: root.crop.height }
                    next[modelData.key] = v
                    root.placed(next.x, next.y, next.width, next.height)
                }

                width: Theme.px(128)
                labelled: true
                label: modelData.label
                value: root.crop[modelData.key]
                from: 0
                to: modelData.most
                whole: true
                suffix: "px"
                onScrubbed: v => take(v)
                onCommitted: v => take(v)
                onTyped: words => { if (!isNaN(Number(words))) take(Number(words)) }
            }
        }
    }
    QuietText {
        anchors { right: parent.right; rightMargin: Theme.unit * 5; verticalCenter: parent.verticalCenter }
        text: root.crops.length > 0 ? qsTr("Crop %1 of %2").arg(root.current + 1).arg(root.crops.length) : qsTr("No crop: the whole picture is learned from")
    }
}
