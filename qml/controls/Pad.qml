// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// Two numbers, 0 to 1 each, under one fingertip; y grows upwards. Arrows step (Shift finer), a double click is the default.
Item {
    id: root

    required property string label
    property real xValue: 0.5
    property real yValue: 0.5
    property point defaultValue: Qt.point(0.5, 0.5)
    property real step: 0.01
    property bool ruled: true
    property color knobColor: Theme.accent
    readonly property bool moving: area.pressed || stepping
    property bool stepping: false
    property point live
    readonly property point shown: moving ? live : Qt.point(xValue, yValue)
    // Assistive technology reads these, and writes the value: how far across.
    property real value: 0
    readonly property real minimumValue: 0
    readonly property real maximumValue: 1
    readonly property real stepSize: step
    default property alias ground: ground.data

    signal scrubbed(newX: real, newY: real)
    signal committed(newX: real, newY: real)

    function go(x: real, y: real) {
        root.live = Qt.point(Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y)))
        root.scrubbed(root.live.x, root.live.y)
    }
    function stepBy(dx: real, dy: real, modifiers: int) {
        const x = root.shown.x, y = root.shown.y, size = root.step * (modifiers & Qt.ShiftModifier ? 0.1 : modifiers & Qt.ControlModifier ? 10 : 1)
        root.stepping = true
        root.go(x + dx * size, y + dy * size)
    }
    function end() {
        if (root.moving)
            root.committed(root.live.x, root.live.y)
        root.stepping = false
    }

    implicitWidth: Theme.px(64)
    implicitHeight: Theme.px(64)
    activeFocusOnTab: true
    Accessible.role: Accessible.Slider
    Accessible.name: label
    Accessible.description: Math.round(shown.x * 100) + " %, " + Math.round(shown.y * 100) + " %"
    Accessible.focusable: true
    Accessible.onIncreaseAction: root.committed(Math.min(1, xValue + step), yValue)
    Accessible.onDecreaseAction: root.committed(Math.max(0, xValue - step), yValue)
    onValueChanged: if (Math.abs(value - shown.x) > 1e-9) committed(Math.min(1, Math.max(0, value)), yValue)
    onActiveFocusChanged: if (!activeFocus && stepping) end()

    Binding { target: root; property: "value"; value: root.shown.x; restoreMode: Binding.RestoreNone }
    Keys.onLeftPressed: (event) => root.stepBy(-1, 0, event.modifiers)
    Keys.onRightPressed: (event) => root.stepBy(1, 0, event.modifiers)
    Keys.onUpPressed: (event) => root.stepBy(0, 1, event.modifiers)
    Keys.onDownPressed: (event) => root.stepBy(0, -1, event.modifiers)
    Keys.onReleased: (event) => { if (!event.isAutoRepeat && stepping) end() }

    FieldFrame {
        anchors.fill: parent
        active: root.activeFocus
        hovered: area.containsMouse
    }
    Item {
        id: ground

        anchors { fill: parent; margins: Theme.hairline }
        clip: true
    }
    Rectangle { visible: root.ruled; anchors.centerIn: parent; width: Theme.hairline; height: parent.height - Theme.unit; color: Theme.line }
    Rectangle { visible: root.ruled; anchors.centerIn: parent; height: Theme.hairline; width: parent.width - Theme.unit; color: Theme.line }
    Rectangle {
        x: Math.round(root.shown.x * root.width - width / 2)
        y: Math.round((1 - root.shown.y) * root.height - height / 2)
        width: Theme.px(10)
        height: width
        radius: width / 2
        color: root.enabled ? root.knobColor : Theme.textDisabled
        border.width: Theme.px(2)
        border.color: Theme.textOn(color)
    }
    MouseArea {
        id: area

        anchors.fill: parent
        enabled: root.enabled
        hoverEnabled: true
        preventStealing: true
        cursorShape: Qt.CrossCursor
        onPressed: (mouse) => {
            root.forceActiveFocus(Qt.MouseFocusReason)
            root.go(mouse.x / width, 1 - mouse.y / height)
        }
        onPositionChanged: (mouse) => { if (pressed) root.go(mouse.x / width, 1 - mouse.y / height) }
        onReleased: root.committed(root.live.x, root.live.y)
        onDoubleClicked: root.committed(root.defaultValue.x, root.defaultValue.y)
    }
}
