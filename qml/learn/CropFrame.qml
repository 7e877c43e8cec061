// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio.Controls

/// One crop on a picture. Drag it, drag its corners; arrows move it by a pixel (Shift: sixteen), with Ctrl they make it larger and smaller.
Item {
    id: root

    /// Of the picture.
    required property size pixels
    required property int number
    required property var crop
    required property real zoom
    required property bool current

    signal chosen()
    signal placed(x: real, y: real, width: real, height: real)
    signal removed()

    function step(dx: int, dy: int, modifiers: int) {
        const by = modifiers & Qt.ShiftModifier ? 16 : 1
        if (modifiers & Qt.ControlModifier)
            root.placed(crop.x, crop.y, crop.width + dx * by, crop.height + dy * by)
        else
            root.placed(crop.x + dx * by, crop.y + dy * by, crop.width, crop.height)
    }
    /// A corner goes to a place, in pixels of the picture; the opposite one stays.
    function pull(left: bool, top: bool, x: real, y: real) {
        const right = crop.x + crop.width, bottom = crop.y + crop.height
        const x0 = left ? Math.min(Math.max(0, x), right - 16) : crop.x, y0 = top ? Math.min(Math.max(0, y), bottom - 16) : crop.y
        const x1 = left ? right : Math.max(Math.min(pixels.width, x), crop.x + 16), y1 = top ? bottom : Math.max(Math.min(pixels.height, y), crop.y + 16)
        root.placed(x0, y0, x1 - x0, y1 - y0)
    }

    x: crop.x * zoom
    y: crop.y * zoom
    width: crop.width * zoom
    height: crop.height * zoom
    activeFocusOnTab: true
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Crop %1").arg(number + 1)
    Accessible.description: qsTr("%1, %2, %3 × %4 pixels").arg(crop.x).arg(crop.y).arg(crop.width).arg(crop.height)
    Accessible.focusable: true
    onActiveFocusChanged: if (activeFocus && !current) chosen()
    Keys.onLeftPressed: event => step(-1, 0, event.modifiers)
    Keys.onRightPressed: event => step(1, 0, event.modifiers)
    Keys.onUpPressed: event => step(0, -1, event.modifiers)
    Keys.onDownPressed: event => step(0, 1, event.modifiers)
    Keys.onDeletePressed: removed()

    Rectangle {
        anchors.fill: parent
        color: root.current ? "#227fb0f5" : "transparent"
        border.width: Theme.px(2)
        border.color: root.current ? Theme.accent : Theme.text

        FocusRing { shown: root.activeFocus; radius: 0 }
    }
    Words { x: Theme.unit * 1.5; y: Theme.unit; text: root.number + 1; font.weight: Theme.weightBold; style: Text.Outline; styleColor: Theme.shadow }
    MouseArea {
        property point from

        anchors.fill: parent
        cursorShape: Qt.SizeAllCursor
        onPressed: mouse => { root.chosen(); from = Qt.point(mouse.x, mouse.y) }
        onPositionChanged: mouse => root.placed(root.crop.x + (mouse.x - from.x) / root.zoom, root.crop.y + (mouse.y - from.y) / root.zoom, root.crop.width, root.crop.height)
    }
    Repeater {
        model: [[true, true], [false, true], [true, false], [false, false]]

        MouseArea {
            id: corner

            required property var modelData

            x: modelData[0] ? -width / 2 : root.width - width / 2
            y: modelData[1] ? -height / 2 : root.height - height / 2
            width: Theme.targetSize
            height: width
            visible: root.current
            cursorShape: modelData[0] === modelData[1] ? Qt.SizeFDiagCursor : Qt.SizeBDiagCursor
            onPositionChanged: mouse => {
                const at = mapToItem(root.parent, mouse.x, mouse.y)
                root.pull(modelData[0], modelData[1], at.x / root.zoom, at.y / root.zoom)
            }

            Rectangle {
                anchors.centerIn: parent
                width: Theme.px(10)
                height: width
                radius: Theme.px(2)
                color: Theme.accent
                border.width: Theme.px(1)
                border.color: Theme.shadow
            }
        }
    }
}
