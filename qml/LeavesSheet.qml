// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// What leaves this computer.
Sheet {
    id: root

    title: qsTr("Nothing leaves this computer by itself")
    detail: qsTr("What you ask for is all that goes out.")
    iconName: "shield"
    width: Theme.px(480)

    contentItem: Column {
        spacing: Theme.unit * 3

        BodyText {
            width: parent.width
            wrapMode: Text.Wrap
            text: qsTr("Your pictures, models and works are read and kept here. Training, composing and exporting run on this machine. There is no account, no telemetry and no look for updates.")
        }
        BodyText {
            width: parent.width
            wrapMode: Text.Wrap
            text: qsTr("When you look through what an institution publishes, its server hears which pages and pictures are asked for, and from which connection. Nothing of yours is sent there.")
        }
        BodyText {
            width: parent.width
            wrapMode: Text.Wrap
            text: qsTr("When you send a job to another computer, the composition and the pictures in it go there. What stays here by its rights is refused by name before anything is sent.")
        }
        BodyText {
            width: parent.width
            wrapMode: Text.Wrap
            color: Theme.textQuiet
            text: qsTr("An address in a record is opened in your browser only when you press it.")
        }
    }
}
