// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The name of a new work; where it will lie is said.
Floating {
    id: root

    required property Session session

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Theme.px(420)
    padding: Theme.unit * 6
    name: qsTr("New work")
    onOpened: { title.text = ""; title.forceActiveFocus() }

    function make() {
        root.session.newWork(title.text)
        root.close()
    }

    Column {
        width: parent.width
        spacing: Theme.unit * 3

        TitleText { text: qsTr("New work") }
        TextField {
            id: title

            width: parent.width
            label: qsTr("Name")
            placeholderText: qsTr("Untitled")
            onAccepted: root.make()
        }
        QuietText { width: parent.width; text: qsTr("It is kept in %1").arg(root.session.worksFolder()) }
        Row {
            spacing: Theme.unit * 2

            Button { text: qsTr("Make It"); kind: Button.Primary; onClicked: root.make() }
            Button { text: qsTr("Cancel"); kind: Button.Quiet; onClicked: root.close() }
        }
    }
}
