// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// What is being done, how far it is, how long it still takes and the button that stops it. Without a known end (`value`
/// below 0) a piece of the bar goes on by one step each time `beat` changes: it moves when the work moves.
Item {
    id: root

    required property string text
    property string remaining
    property real value: -1
    property int beat: 0
    property bool stoppable: true
    property bool failed: false
    readonly property real minimumValue: 0
    readonly property real maximumValue: 1

    signal stopped()

    implicitWidth: Theme.px(280)
    implicitHeight: Theme.px(36)
    Accessible.role: Accessible.ProgressBar
    Accessible.name: text
    Accessible.description: value >= 0 ? percent.text + (remaining === "" ? "" : ", " + remaining) : remaining

    Words {
        id: what

        anchors { left: parent.left; right: percent.left; rightMargin: Theme.unit * 2; bottom: groove.top; bottomMargin: Theme.unit * 1.5 }
        text: root.text
    }
    Words {
        id: percent

        anchors { right: parent.right; rightMargin: stop.visible ? stop.width + Theme.unit : 0; baseline: what.baseline }
        width: Math.min(implicitWidth, root.width * 0.6)
        text: {
            const share = root.value >= 0 ? Math.floor(Math.min(1, root.value) * 100) + " %" : ""
            return root.remaining === "" ? share : share === "" ? root.remaining : root.remaining + "  ·  " + share
        }
        color: Theme.textQuiet
        font.pixelSize: Theme.fontSmall
    }
    Rectangle {
        id: groove

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; bottomMargin: Theme.px(5) }
        anchors.rightMargin: stop.visible ? stop.width + Theme.unit : 0
        height: Theme.px(4)
        radius: height / 2
        color: Theme.lineStrong
        clip: true

        Rectangle {
            readonly property real piece: parent.width / 6

            x: root.value >= 0 ? 0 : (root.beat * piece / 2) % (parent.width - piece + 1)
            width: root.value >= 0 ? Math.max(root.value > 0 ? parent.height : 0, Math.min(1, root.value) * parent.width) : piece
            height: parent.height
            radius: parent.radius
            color: root.failed ? Theme.bad : root.enabled ? Theme.accent : Theme.textDisabled

            Behavior on width { NumberAnimation { duration: Theme.duration } }
        }
    }
    IconButton {
        id: stop

        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        visible: root.stoppable
        iconName: "stop"
        iconSize: Theme.iconSize
        text: qsTr("Stop “%1”").arg(root.text)
        onClicked: root.stopped()
    }
}
