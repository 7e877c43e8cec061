// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A person by name and part, without a face: "Maria Rossi, who photographed".
Item {
    id: root

    required property string name
    property string part
    property bool organisation: false

    implicitWidth: row.implicitWidth
    implicitHeight: Theme.targetSize
    Accessible.role: Accessible.StaticText
    Accessible.name: part === "" ? name : name + ", " + part

    Row {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.unit * 2

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: root.organisation ? "library" : "person"
            color: Theme.textQuiet
        }
        Words {
            id: who

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, root.width > 0 ? root.width - Theme.iconSize - row.spacing : implicitWidth)
            text: root.name
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(0, Math.min(implicitWidth, root.width - Theme.iconSize - who.width - row.spacing * 2))
            visible: text !== "" && width > Theme.unit * 5
            text: root.part
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
        }
    }
}
