// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where there is no picture: why, and the one thing that helps.
Item {
    id: root

    required property Session session
    required property ViewportModel viewer
    required property bool shown
    readonly property Stage stage: session.stage
    readonly property bool failed: stage.failure !== ""
    readonly property bool open: session.document.isOpen

    signal addAsked()

    Rectangle {
        anchors.centerIn: parent
        visible: root.failed && root.open
        width: Math.min(parent.width - Theme.unit * 8, Theme.px(420))
        height: trouble.height + Theme.unit * 8
        radius: Theme.radiusLarge
        color: Theme.popup
        border.width: Theme.hairline
        border.color: Theme.lineStrong
        Accessible.role: Accessible.AlertMessage
        Accessible.name: root.stage.failure

        Shadow { }
        Column {
            id: trouble

            anchors.centerIn: parent
            width: parent.width - Theme.unit * 8
            spacing: Theme.unit * 3

            Row {
                width: parent.width
                spacing: Theme.unit * 3

                Icon { id: mark; name: "warning"; size: Theme.iconLarge; color: Theme.warning }
                BodyText { width: parent.width - mark.width - parent.spacing; text: root.stage.failure }
            }
            Button {
                anchors.right: parent.right
                iconName: "refresh"
                text: qsTr("Try Again")
                onClicked: root.stage.restart()
            }
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: root.open && !root.failed && root.viewer.node === "" && root.viewer.empty
        iconName: "image"
        text: qsTr("This work is empty")
        detail: qsTr("Add a node and link it to the output: its picture appears here. Or drop pictures anywhere.")
        action: qsTr("Add a Node")
        actionIconName: "plus"
        actionShortcut: "Tab"
        onActivated: root.addAsked()
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: root.open && !root.failed && root.viewer.node === "" && !root.viewer.empty && !root.viewer.fed
        iconName: "wire"
        text: qsTr("Nothing is linked to the output")
        detail: qsTr("Pull a wire from a node to the output, or press 1 on a node to look at it alone.")
    }
    Row {
        anchors.centerIn: parent
        visible: !root.open || root.viewer.fed && !root.shown && !root.failed
        spacing: Theme.unit * 2

        PulseDot { anchors.verticalCenter: parent.verticalCenter; visible: root.open || root.session.busy }
        QuietText {
            text: root.open ? qsTr("The first picture is being made…") : root.session.busy ? qsTr("The first piece is being put together…") : qsTr("No work is open.")
        }
    }
}
