// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// What leaves this computer.
Sheet {
    id: root

    title: qsTr("Nothing leaves this computer")
    detail: qsTr("Since this window was opened: nothing.")
    iconName: "shield"
    width: Theme.px(480)

    contentItem: Column {
        spacing: Theme.unit * 3

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
    }
}
