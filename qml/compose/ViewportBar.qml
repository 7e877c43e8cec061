// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The tools over the picture: there while the pointer or the keyboard is near.
Item {
    id: root

    required property Session session
    required property PreviewItem picture
    required property ViewportModel viewer
    required property OutputWindow output
    required property bool near
    readonly property Stage stage: session.stage
    readonly property bool hovered: pointer.hovered || viewing.opened
    property bool probing: session.preferences.remembered("compose.probe", true)
    onProbingChanged: if (!probing) viewer.endProbe()

    implicitHeight: Theme.px(36)
    opacity: near ? 1 : 0
    visible: opacity > 0
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("View")

    Behavior on opacity { NumberAnimation { duration: Theme.duration } }

    HoverHandler { id: pointer }
    Rectangle {
        anchors.fill: parent
        color: Qt.alpha(Theme.panel, 0.94)

        Rectangle { anchors { left: parent.left; right: parent.right; bottom: parent.bottom } height: Theme.hairline; color: Theme.line }
        MouseArea { anchors.fill: parent; acceptedButtons: Qt.AllButtons; onWheel: (wheel) => { wheel.accepted = true } }
    }
    Row {
        id: left

        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.px(2)

        CommandButton { session: root.session; name: "view.fit"; iconName: "fit" }
        CommandButton { session: root.session; name: "view.pixels"; iconName: "one-to-one" }
        MonoText {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(48)
            horizontalAlignment: Text.AlignRight
            text: qsTr("%1 %").arg(Math.round(root.picture.zoom * 100))
            Accessible.name: qsTr("Zoom: %1").arg(text)
        }
    }
    SegmentedControl {
        anchors.centerIn: parent
        visible: x > left.x + left.width && x + width < right.x
        label: qsTr("Channel")
        choices: [qsTr("RGB"), "R", "G", "B", "A", "Y"]
        current: root.stage.channel
        onChosen: (index) => root.stage.channel = index
    }
    Row {
        id: right

        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.px(2)

        IconButton {
            id: light

            iconName: "sun"
            text: qsTr("Brightness of the View")
            hint: qsTr("Gain and gamma, for the eye alone: nothing of them is ever delivered.")
            checkable: true
            checked: root.stage.gainStops !== 0 || root.stage.gamma !== 1
            onToggled: { viewing.opened ? viewing.close() : viewing.open(); checked = Qt.binding(() => root.stage.gainStops !== 0 || root.stage.gamma !== 1) }

            OnDemand {
                id: viewing

                anchors { right: parent.right; top: parent.bottom; topMargin: Theme.unit }
                file: Qt.resolvedUrl("ViewportLight.qml")
                given: ({ stage: root.stage })
            }
        }
        IconButton {
            iconName: "probe"
            text: qsTr("Values under the Pointer")
            hint: qsTr("Ctrl and a click keep a point.")
            checkable: true
            checked: root.probing
            onToggled: { root.probing = checked; root.session.preferences.remember("compose.probe", checked) }
        }
        CommandButton { session: root.session; name: "view.snapshot"; iconName: "snapshot" }
        CommandButton { session: root.session; name: "view.output"; iconName: "output-window"; checked: root.output.visible }
        CommandButton { session: root.session; name: "fullscreen"; iconName: "full-screen" }
    }
}
