// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// Where one stands in time.
Rectangle {
    id: root

    required property Session session
    readonly property Transport transport: session.transport

    implicitHeight: Theme.px(44)
    color: Theme.panel

    Row {
        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit

        IconButton {
            iconName: root.transport.playing ? "pause" : "play"
            text: root.transport.playing ? qsTr("Pause") : qsTr("Play")
            onClicked: root.transport.toggle()
        }
        MonoText {
            anchors.verticalCenter: parent.verticalCenter
            text: root.transport.time
        }
    }
}
