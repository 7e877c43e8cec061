// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The length of the work: drag to be somewhere else in it. Seconds above, keyframes as diamonds, the range that is played with
/// two handles, the playhead over all.
Item {
    id: root

    required property Transport transport
    required property var marks
    readonly property real frames: Math.max(1, transport.frames - 1)
    readonly property real reach: Math.max(1, width)
    /// Too low for the words of the seconds.
    readonly property bool low: height < Theme.px(40)
    // Ticks stand at least so far apart that their words do not touch.
    readonly property real seconds: [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find(step => step * transport.rate / frames * reach >= Theme.px(56)) ?? 7200
    // Assistive technology reads these, and writes the value.
    property real value: 0
    readonly property real minimumValue: 0
    readonly property real maximumValue: frames
    readonly property real stepSize: 1
    readonly property int ticks: Math.min(400, Math.floor(frames / transport.rate / seconds) + 1)

    function placeOf(frame: real): real {
        return frame / root.frames * root.reach
    }
    function frameAt(x: real): int {
        return Math.round(Math.min(1, Math.max(0, x / root.reach)) * root.frames)
    }
    function word(at: real): string {
        const whole = Math.floor(at), minutes = Math.floor(whole / 60)
        return minutes > 0 ? minutes + ":" + String(whole % 60).padStart(2, "0") : Number(at).toLocaleString(Qt.locale(), "g", 4) + " s"
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.Slider
    Accessible.name: qsTr("Place in the work")
    Accessible.description: transport.time
    Accessible.focusable: true
    Accessible.onIncreaseAction: transport.step(1)
    Accessible.onDecreaseAction: transport.step(-1)
    onValueChanged: if (Math.round(value) !== transport.frame) transport.frame = Math.round(value)

    Binding { target: root; property: "value"; value: root.transport.frame; restoreMode: Binding.RestoreNone }

    Rectangle {
        id: groove

        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: root.low ? Theme.px(8) : Theme.px(22) }
        height: Theme.px(14)
        radius: Theme.radiusSmall
        color: Theme.field
        border.width: Theme.hairline
        border.color: Theme.line

        Rectangle {
            x: Math.round(root.placeOf(root.transport.first))
            width: Math.max(Theme.px(2), Math.round(root.placeOf(root.transport.last)) - x)
            height: parent.height
            radius: parent.radius
            color: root.transport.narrowed ? Theme.selected : Theme.bar
        }
    }
    Repeater {
        model: root.low ? 0 : root.ticks

        Item {
            id: tick

            required property int index

            x: Math.round(root.placeOf(index * root.seconds * root.transport.rate))
            y: Theme.px(6)

            Rectangle { y: Theme.px(12); width: Theme.hairline; height: Theme.px(5); color: Theme.lineStrong }
            QuietText {
                x: tick.index === 0 ? 0 : -Math.round(width / 2)
                y: -Theme.px(4)
                visible: tick.x + width / 2 <= root.width
                text: root.word(tick.index * root.seconds)
                font.pixelSize: Theme.fontTiny
                Accessible.ignored: true
            }
        }
    }
    Repeater {
        model: root.marks

        Rectangle {
            required property var modelData

            x: Math.round(root.placeOf(modelData.frame) - width / 2)
            y: groove.y + Math.round((groove.height - height) / 2)
            width: Theme.px(8)
            height: width
            rotation: 45
            antialiasing: true
            color: modelData.frame === root.transport.frame ? Theme.text : Theme.accent
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Keyframe of %1").arg(modelData.label)
        }
    }
    Rectangle {
        x: Math.round(root.placeOf(root.transport.frame) - width / 2)
        y: groove.y - Theme.px(6)
        width: Theme.px(2)
        height: parent.height - y - Theme.px(5)
        color: Theme.text

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: -Theme.px(1)
            width: Theme.px(10)
            height: Theme.px(8)
            radius: Theme.px(2)
            color: Theme.text
        }
    }
    MouseArea {
        id: area

        anchors { fill: parent; leftMargin: -Theme.unit; rightMargin: -Theme.unit }
        hoverEnabled: true
        preventStealing: true
        onPressed: (mouse) => {
            root.forceActiveFocus(Qt.MouseFocusReason)
            root.transport.frame = root.frameAt(mouse.x - Theme.unit)
        }
        onPositionChanged: (mouse) => { if (pressed) root.transport.frame = root.frameAt(mouse.x - Theme.unit) }
    }
    TransportEdge {
        x: Math.round(root.placeOf(root.transport.first)) - width
        y: groove.y - Theme.px(2)
        height: groove.height + Theme.px(4)
        text: qsTr("Beginning of what is played")
        shortcut: "["
        time: root.transport.timeOf(root.transport.first)
        narrowed: root.transport.narrowed
        onDragged: (at) => root.transport.setRange(Math.min(root.frameAt(at), root.transport.last), root.transport.last)
        onCleared: root.transport.setRange(0, root.transport.last)
    }
    TransportEdge {
        x: Math.round(root.placeOf(root.transport.last))
        y: groove.y - Theme.px(2)
        height: groove.height + Theme.px(4)
        text: qsTr("End of what is played")
        shortcut: "]"
        time: root.transport.timeOf(root.transport.last)
        narrowed: root.transport.narrowed
        onDragged: (at) => root.transport.setRange(root.transport.first, Math.max(root.frameAt(at), root.transport.first))
        onCleared: root.transport.setRange(root.transport.first, -1)
    }
    Rectangle {
        x: Math.round(Math.min(root.width - width, Math.max(0, area.mouseX - Theme.unit - width / 2)))
        y: -height - Theme.unit
        visible: area.containsMouse
        width: here.width + Theme.unit * 3
        height: Theme.px(20)
        radius: Theme.radius
        color: Theme.popup

        MonoText { id: here; anchors.centerIn: parent; text: root.transport.timeOf(root.frameAt(area.mouseX - Theme.unit)) }
    }
    FocusRing { shown: root.activeFocus && !area.pressed && !area.containsMouse; inset: Theme.px(2) }
}
