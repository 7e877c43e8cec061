// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls
import Opificio.Screens

/// What leaves this computer.
Floating {
    id: root

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Theme.px(480)
    padding: Theme.unit * 6
    name: qsTr("What leaves this computer")

    Column {
        width: parent.width
        spacing: Theme.unit * 3

        Row {
            spacing: Theme.unit * 3

            Icon { name: "shield"; size: Theme.iconHuge; color: Theme.good }
            Column {
                anchors.verticalCenter: parent.verticalCenter

                TitleText { text: qsTr("Nothing leaves this computer") }
                QuietText { text: qsTr("Since this window was opened: nothing.") }
            }
        }
        BodyText {
            width: parent.width
            wrapMode: Text.Wrap
            text: qsTr("Your pictures, models and works are read and kept here. Training, composing and exporting run on this machine. There is no account, no telemetry and no look for updates; the window opens no connection.")
        }
        BodyText {
            width: parent.width
            wrapMode: Text.Wrap
            color: Theme.textQuiet
            text: qsTr("An address in a record is opened in your browser only when you press it.")
        }
        Button { text: qsTr("Close"); onClicked: root.close() }
    }
}
