// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// A place on the picture: a dot to drag, with its numbers while it is held or pointed at. Shift moves it ten times finer.
Item {
    id: root

    required property int index
    required property PreviewItem picture
    required property ParamModel params
    required property var facts
    readonly property point value: Qt.point(facts.x ?? 0.5, facts.y ?? 0.5)
    readonly property point place: { root.picture.pictureRect; return root.picture.fromPicture(Qt.point(value.x, 1 - value.y)) }
    property bool moved: false
    property point exact
    property point last

    function begin(x: real, y: real) {
        root.moved = false
        root.exact = root.value
        root.last = Qt.point(x, y)
    }
    function moveTo(x: real, y: real, modifiers: int) {
        const pace = modifiers & Qt.ShiftModifier ? 0.1 : 1, rect = root.picture.pictureRect
        if (rect.width <= 0)
            return
        root.exact = Qt.point(root.exact.x + (x - root.last.x) * pace / rect.width, root.exact.y - (y - root.last.y) * pace / rect.height)
        root.last = Qt.point(x, y)
        root.moved = true
        root.params.scrub(root.facts.row, root.exact)
    }
    function step(x: real, y: real, modifiers: int) {
        const size = modifiers & Qt.ShiftModifier ? 0.001 : 0.01
        root.params.commit(root.facts.row, Qt.point(root.value.x + x * size, root.value.y + y * size))
    }

    x: Math.round(place.x)
    y: Math.round(place.y)
    enabled: params.editable
    activeFocusOnTab: true
    Accessible.role: Accessible.Graphic
    Accessible.name: facts.label ?? ""
    Accessible.description: words.text
    Accessible.focusable: true
    Keys.onLeftPressed: (event) => root.step(-1, 0, event.modifiers)
    Keys.onRightPressed: (event) => root.step(1, 0, event.modifiers)
    Keys.onUpPressed: (event) => root.step(0, 1, event.modifiers)
    Keys.onDownPressed: (event) => root.step(0, -1, event.modifiers)
    Keys.onDeletePressed: root.params.reset(root.facts.row)

    Rectangle {
        anchors.centerIn: parent
        width: Theme.px(area.containsMouse || area.pressed || root.activeFocus ? 16 : 13)
        height: width
        radius: root.facts.keyed ? Theme.px(2) : width / 2
        rotation: root.facts.keyed ? 45 : 0
        antialiasing: true
        color: area.pressed ? Theme.accent : Qt.alpha(Theme.accentFill, 0.9)
        border.width: Theme.px(2)
        border.color: "#ffffff"

        Rectangle {
            anchors { fill: parent; margins: -Theme.hairline }
            radius: parent.radius + Theme.hairline
            color: "transparent"
            border.width: Theme.hairline
            border.color: Theme.markText
        }
    }
    Rectangle {
        x: Theme.unit * 3
        y: -height - Theme.unit
        visible: area.containsMouse || area.pressed || root.activeFocus
        width: words.width + Theme.unit * 4
        height: Theme.px(24)
        radius: Theme.radius
        color: Qt.alpha(Theme.panel, 0.94)

        Label {
            id: words

            anchors.centerIn: parent
            text: qsTr("%1  %2, %3").arg(root.facts.label ?? "").arg(Number(root.value.x).toLocaleString(Qt.locale(), "f", 3)).arg(Number(root.value.y).toLocaleString(Qt.locale(), "f", 3))
            font.pixelSize: Theme.fontSmall
        }
    }
    MouseArea {
        id: area

        anchors.centerIn: parent
        width: Theme.targetSize
        height: width
        hoverEnabled: true
        preventStealing: true
        cursorShape: Qt.SizeAllCursor
        onPressed: (mouse) => {
            root.forceActiveFocus(Qt.MouseFocusReason)
            const at = mapToItem(root.picture, mouse.x, mouse.y)
            root.begin(at.x, at.y)
        }
        onPositionChanged: (mouse) => {
            if (!pressed)
                return
            const at = mapToItem(root.picture, mouse.x, mouse.y)
            root.moveTo(at.x, at.y, mouse.modifiers)
        }
        onReleased: if (root.moved) root.params.commit(root.facts.row, root.exact)
        onCanceled: root.params.cancel()
        onDoubleClicked: root.params.reset(root.facts.row)
    }
}
