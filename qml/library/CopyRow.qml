// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// Words that one may want elsewhere, with a button that copies them.
Item {
    id: root

    required property string label
    required property string words
    property bool canOpen: false

    signal copied()
    signal opened()

    implicitHeight: Theme.px(40)
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Column {
        anchors { left: parent.left; right: buttons.left; rightMargin: Theme.unit; verticalCenter: parent.verticalCenter }

        QuietText { width: parent.width; text: root.label }
        MonoText { width: parent.width; text: root.words }
    }
    Row {
        id: buttons

        anchors { right: parent.right; verticalCenter: parent.verticalCenter }

        IconButton {
            visible: root.canOpen
            iconName: "globe"
            text: qsTr("Open in the Browser")
            hint: qsTr("Your browser asks the address for its page; nothing of yours is sent.")
            onClicked: root.opened()
        }
        IconButton {
            iconName: "copy"
            text: qsTr("Copy “%1”").arg(root.label)
            onClicked: root.copied()
        }
    }
}
