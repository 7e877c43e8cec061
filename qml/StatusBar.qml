// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One line: what goes on, and what was done last.
Rectangle {
    id: root

    required property Session session

    implicitHeight: Theme.px(26)
    color: Theme.panel

    Accessible.role: Accessible.StatusBar
    Accessible.name: qsTr("Status")

    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Theme.hairline
        color: Theme.line
    }
    QuietText {
        anchors { left: parent.left; leftMargin: Theme.unit * 3; verticalCenter: parent.verticalCenter }
        // What runs says more than what was done.
        width: Math.min(implicitWidth, (chip.visible ? chip.x : parent.width) - Theme.unit * 6)
        text: root.session.busy ? qsTr("The first piece is being put together…")
            : root.session.document.readOnly ? root.session.document.readOnlyReason
            : root.session.document.canUndo ? qsTr("Done: %1").arg(root.session.document.undoLabel)
            : root.session.document.isOpen ? qsTr("Everything is kept as you go; nothing needs saving.") : ""
    }
    JobChip {
        id: chip

        most: parent.width * 0.6
        anchors { right: parent.right; rightMargin: Theme.unit; verticalCenter: parent.verticalCenter }
        jobs: root.session.jobs
    }
}
