// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// Files and folders may be dropped anywhere on it; while they hover, it says so.
DropArea {
    id: root

    required property Importing importing

    keys: ["text/uri-list"]
    onEntered: drag => drag.accept(Qt.CopyAction)
    onDropped: drop => {
        drop.accept(Qt.CopyAction)
        root.importing.offer(drop.urls)
    }

    Rectangle {
        anchors { fill: parent; margins: Theme.unit * 3 }
        visible: root.containsDrag
        color: Theme.scrim
        radius: Theme.radiusLarge
        border.width: Theme.px(2)
        border.color: Theme.accent

        EmptyState {
            anchors.centerIn: parent
            iconName: "import"
            text: qsTr("Drop to bring it into the library")
            detail: qsTr("Originals stay where they are and are never touched.")
        }
    }
}
