// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where one stands in time: play, the ruler with the keyframes of what is selected, and the time as digits to type.
Rectangle {
    id: root

    required property Session session
    /// Whose keyframes the ruler shows.
    property var nodes: []
    readonly property Transport transport: session.transport
    readonly property bool pane: true
    /// No room for all in one row: the ruler is above the others then, as wide as the bar.
    readonly property bool narrow: width < Theme.px(520)

    implicitHeight: narrow ? Theme.px(62) : Theme.px(48)
    color: Theme.panel
    enabled: session.document.isOpen
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Time")

    TransportMarks {
        id: marks

        session: root.session
        nodes: root.nodes
    }
    TransportCommands {
        session: root.session
        marks: marks
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Theme.hairline
        color: Theme.line
    }
    Row {
        id: left

        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: right.verticalCenter }
        spacing: Theme.px(2)

        CommandButton { session: root.session; name: "time.first"; iconName: "chevron-left"; visible: root.width > Theme.px(720) }
        CommandButton { session: root.session; name: "time.back"; iconName: "step-back" }
        CommandButton { session: root.session; name: "time.play"; iconName: root.transport.playing ? "pause" : "play"; iconSize: Theme.iconLarge; ink: enabled ? Theme.text : Theme.textDisabled }
        CommandButton { session: root.session; name: "time.on"; iconName: "step-forward" }
        CommandButton { session: root.session; name: "time.last"; iconName: "chevron-right"; visible: root.width > Theme.px(720) }
        IconButton {
            iconName: "loop"
            text: root.transport.looping ? qsTr("Plays Again and Again") : qsTr("Stops at the End")
            checkable: true
            checked: root.transport.looping
            onToggled: { root.transport.looping = checked; checked = Qt.binding(() => root.transport.looping) }
        }
        Badge {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.transport.speed !== 0 && root.transport.speed !== 1
            text: qsTr("%1 ×").arg(root.transport.speed)
            tint: Theme.accentFill
        }
    }
    TransportRuler {
        anchors {
            left: root.narrow ? parent.left : left.right; leftMargin: Theme.unit * 3
            right: root.narrow ? parent.right : right.left; rightMargin: Theme.unit * 3
            top: parent.top
            bottom: root.narrow ? right.top : parent.bottom
        }
        transport: root.transport
        marks: marks.marks
    }
    Row {
        id: right

        y: root.narrow ? parent.height - height - Theme.px(3) : Math.round((parent.height - height) / 2)
        height: Theme.px(30)
        anchors { right: parent.right; rightMargin: Theme.unit * 3 }
        spacing: Theme.unit * 2

        TransportField {
            width: Theme.px(108)
            transport: root.transport
            shown: root.transport.time
            label: qsTr("Time: hours, minutes, seconds, frames")
        }
        TransportField {
            visible: root.width > Theme.px(340)
            width: Theme.px(60)
            transport: root.transport
            shown: String(root.transport.frame)
            label: qsTr("Frame")
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.width > Theme.px(400)

            QuietText { text: qsTr("of %1").arg(root.transport.frames) }
            QuietText { text: qsTr("%1 fps").arg(Number(root.transport.rate.toFixed(3)).toLocaleString(Qt.locale(), "g", 5)) }
        }
    }
}
