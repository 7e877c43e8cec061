// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls

/// The square of a map, 0 to 1 each way, y up.
Rectangle {
    id: root

    required property MapBoard board
    readonly property point place: board.position

    function step(dx: real, dy: real, modifiers: int) {
        const by = modifiers & Qt.ShiftModifier ? 0.002 : modifiers & Qt.ControlModifier ? 0.1 : 0.02
        board.move(place.x + dx * by, place.y + dy * by)
    }

    color: Theme.view
    radius: Theme.radius
    clip: true
    activeFocusOnTab: true
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Place on the map")
    Accessible.description: qsTr("Near “%1”").arg(board.nearest(place.x, place.y))
    Accessible.focusable: true
    Keys.onLeftPressed: event => step(-1, 0, event.modifiers)
    Keys.onRightPressed: event => step(1, 0, event.modifiers)
    Keys.onUpPressed: event => step(0, 1, event.modifiers)
    Keys.onDownPressed: event => step(0, -1, event.modifiers)
    Keys.onReleased: event => { if (!event.isAutoRepeat) board.end() }
    onActiveFocusChanged: if (!activeFocus) board.end()

    Image {
        anchors.fill: parent
        source: root.board.sheet
        smooth: true
        asynchronous: true
        opacity: 0.55
        Accessible.ignored: true
    }
    Repeater {
        model: root.board.places

        Image {
            id: one

            required property var modelData

            x: modelData.x * root.width - width / 2
            y: (1 - modelData.y) * root.height - height / 2
            width: Math.max(Theme.px(22), Math.min(Theme.px(56), root.width / (1.5 * Math.sqrt(root.board.places.length))))
            height: width * 0.75
            source: modelData.picture
            sourceSize: Qt.size(160, 160)
            fillMode: Image.PreserveAspectCrop
            asynchronous: true
            Accessible.ignored: true

            Rectangle {
                anchors { fill: parent; margins: -Theme.px(1) }
                z: -1
                // A picture that is not in this library leaves its place, and what the model makes there is seen.
                color: one.status === Image.Ready ? Theme.window : "transparent"
                border { width: Theme.px(1); color: Theme.window }
            }
        }
    }
    MouseArea {
        anchors.fill: parent
        enabled: root.enabled
        cursorShape: Qt.CrossCursor
        onPressed: mouse => { root.forceActiveFocus(Qt.MouseFocusReason); root.board.move(mouse.x / width, 1 - mouse.y / height) }
        onPositionChanged: mouse => root.board.move(mouse.x / width, 1 - mouse.y / height)
        onReleased: root.board.end()
        onCanceled: root.board.end(false)
    }
    Rectangle {
        visible: root.enabled
        x: root.place.x * root.width - width / 2
        y: (1 - root.place.y) * root.height - height / 2
        width: Theme.px(18)
        height: width
        radius: width / 2
        color: "transparent"
        border.width: Theme.px(3)
        border.color: root.board.recording && root.board.dragging ? Theme.bad : Theme.accentText

        Rectangle { anchors { fill: parent; margins: -Theme.px(1) } z: -1; radius: width / 2; color: "transparent"; border.width: Theme.px(1); border.color: Theme.shadow }
    }
    FocusRing { shown: root.activeFocus; inset: 0 }
}
