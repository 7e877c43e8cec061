// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The work's name; pressed, the works that were open lately, and the ways to another one.
Button {
    id: root

    required property Session session

    kind: Button.Quiet
    iconName: session.document.readOnly ? "lock" : "folder"
    text: session.document.isOpen ? session.document.name : session.busy ? qsTr("Preparing…") : qsTr("No work is open")
    hint: session.document.readOnly ? session.document.readOnlyReason : session.document.folder
    Accessible.name: qsTr("Work: %1").arg(text)
    onClicked: works.opened ? works.close() : works.open()

    OnDemand {
        id: works

        anchors { left: parent.left; top: parent.bottom; topMargin: Theme.unit }
        file: Qt.resolvedUrl("WorksPanel.qml")
        given: ({ session: root.session })
    }
}
