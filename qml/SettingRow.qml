// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A setting's name and what can be chosen for it.
Item {
    id: root

    required property string label
    default property alias choices: row.data

    implicitHeight: Math.max(row.implicitHeight, Theme.controlHeight)

    Label {
        anchors { left: parent.left; top: parent.top; topMargin: Theme.px(6) }
        width: Theme.labelWidth
        text: root.label
    }
    Flow {
        id: row

        anchors { left: parent.left; leftMargin: Theme.labelWidth + Theme.unit * 2; right: parent.right }
        spacing: Theme.unit
    }
}
