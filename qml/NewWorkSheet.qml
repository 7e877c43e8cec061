// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// The name of a new work; where it will lie is said.
Sheet {
    id: root

    required property Session session

    title: qsTr("New work")
    detail: qsTr("It is kept in %1").arg(session.worksFolder())
    iconName: "plus"
    width: Theme.px(420)
    onOpened: { named.text = ""; named.forceActiveFocus() }

    function make() {
        root.session.newWork(named.text)
        root.close()
    }

    contentItem: Column {
        TextField {
            id: named

            width: parent.width
            label: qsTr("Name")
            placeholderText: qsTr("Untitled")
            onAccepted: root.make()
        }
    }
    footer: [
        Button { text: qsTr("Cancel"); kind: Button.Quiet; onClicked: root.close() },
        Button { text: qsTr("Make It"); kind: Button.Primary; onClicked: root.make() }
    ]
}
