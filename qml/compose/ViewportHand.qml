// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Window
import Opificio
import Opificio.Screens

/// The hand on the picture: the wheel comes closer where the pointer is, the middle button or Space moves it, a double click is
/// one to one at that point, Ctrl and a click keep a sample point.
Item {
    id: root

    required property Session session
    required property PreviewItem picture
    required property ViewportModel viewer
    required property bool probing
    readonly property bool hovered: area.containsMouse
    readonly property bool moving: area.pressed && area.last.x >= 0
    property bool byKey: true
    property bool spaceHeld: false
    property bool spaceUsed: false

    function closer(factor: real) {
        root.picture.zoomAt(area.containsMouse ? Qt.point(area.mouseX, area.mouseY) : Qt.point(root.width / 2, root.height / 2), factor)
    }

    activeFocusOnTab: true
    // Who comes without a press comes by the keyboard; that the window was away for a while is neither.
    onActiveFocusChanged: {
        if (!activeFocus && Window.active)
            byKey = true
        spaceHeld = false
    }
    // Space plays when it is let go, unless the picture was moved with it.
    Keys.onShortcutOverride: (event) => { event.accepted = event.key === Qt.Key_Space && event.modifiers === Qt.NoModifier }
    Keys.onPressed: (event) => {
        if (event.key === Qt.Key_Space) {
            if (!event.isAutoRepeat)
                root.spaceUsed = false
            root.spaceHeld = true
        } else if (event.key === Qt.Key_Plus || event.key === Qt.Key_Equal) {
            root.closer(1.25)
        } else if (event.key === Qt.Key_Minus) {
            root.closer(0.8)
        } else {
            event.accepted = false
            return
        }
        event.accepted = true
    }
    Keys.onReleased: (event) => {
        if (event.key !== Qt.Key_Space || event.isAutoRepeat)
            return
        event.accepted = true
        if (root.spaceHeld && !root.spaceUsed)
            root.session.transport.toggle()
        root.spaceHeld = false
    }

    MouseArea {
        id: area

        property point last: Qt.point(-1, -1)

        anchors.fill: parent
        hoverEnabled: true
        acceptedButtons: Qt.LeftButton | Qt.MiddleButton
        cursorShape: root.moving ? Qt.ClosedHandCursor : root.spaceHeld ? Qt.OpenHandCursor : root.probing ? Qt.CrossCursor : Qt.ArrowCursor
        onPressed: (mouse) => {
            root.forceActiveFocus(Qt.MouseFocusReason)
            root.byKey = false
            last = Qt.point(-1, -1)
            if (mouse.button === Qt.MiddleButton || root.spaceHeld) {
                last = Qt.point(mouse.x, mouse.y)
                root.spaceUsed = root.spaceHeld
            } else if (mouse.modifiers & Qt.ControlModifier) {
                root.viewer.keepSample(root.picture.toPicture(Qt.point(mouse.x, mouse.y)))
            }
        }
        onPositionChanged: (mouse) => {
            if (root.moving) {
                root.picture.panBy(mouse.x - last.x, mouse.y - last.y)
                last = Qt.point(mouse.x, mouse.y)
            } else if (root.probing) {
                root.viewer.probe(root.picture.toPicture(Qt.point(mouse.x, mouse.y)))
            }
        }
        onReleased: last = Qt.point(-1, -1)
        onExited: root.viewer.endProbe()
        onDoubleClicked: (mouse) => {
            if (mouse.button === Qt.LeftButton && !(mouse.modifiers & Qt.ControlModifier))
                root.oneToOneAt(mouse.x, mouse.y)
        }
        onWheel: (wheel) => {
            root.picture.zoomAt(Qt.point(wheel.x, wheel.y), Math.pow(1.2, wheel.angleDelta.y / 120))
            wheel.accepted = true
        }
    }

    /// One to one there; where it is so already, all of it.
    function oneToOneAt(x: real, y: real) {
        if (Math.abs(root.picture.zoom - 1) < 1e-3 && root.picture.mode === PreviewItem.Free)
            root.picture.reset()
        else
            root.picture.zoomAt(Qt.point(x, y), 1 / root.picture.zoom)
    }
}
