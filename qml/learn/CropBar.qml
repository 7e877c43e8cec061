// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// Whose crops these are, and the way back.
Rectangle {
    id: root

    required property string title
    required property bool any

    signal added()
    signal removed()
    signal done()

    height: Theme.px(44)
    color: Theme.panel

    Label {
        anchors { left: parent.left; leftMargin: Theme.unit * 5; right: buttons.left; verticalCenter: parent.verticalCenter }
        text: root.title
        font.weight: Theme.weightBold
        Accessible.role: Accessible.Heading
    }
    Row {
        id: buttons

        anchors { right: parent.right; rightMargin: Theme.unit * 4; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 2

        Button { text: qsTr("Add a Crop"); iconName: "crop"; onClicked: root.added() }
        Button { text: qsTr("Remove"); iconName: "trash"; enabled: root.any; onClicked: root.removed() }
        Button { text: qsTr("Done"); kind: Button.Primary; hint: qsTr("Back to the plan"); shortcut: "Esc"; onClicked: root.done() }
    }
}
