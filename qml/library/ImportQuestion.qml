// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls

/// The one question, asked once for everything that was offered together: whose are they?
Sheet {
    id: root

    required property Importing importing

    title: qsTr("Whose pictures are these?")
    detail: qsTr("%1. What each file states about its own rights is read in any case; this fills what it leaves open.").arg(root.importing.offered)
    iconName: "rights"
    visible: importing.asking
    onOpened: first.forceActiveFocus(Qt.TabFocusReason)
    onClosed: if (root.importing.asking) root.importing.forget()

    contentItem: Column {
        spacing: Theme.unit

        OriginRow {
            id: first

            width: parent.width
            text: qsTr("Mine")
            detail: qsTr("I made them; I decide who sees them.")
            iconName: "person"
            onClicked: root.importing.answer(Importing.Mine)
        }
        OriginRow {
            width: parent.width
            text: qsTr("Given to me")
            detail: qsTr("By somebody I know. Nobody is shown them until that person is asked.")
            iconName: "people"
            onClicked: root.importing.answer(Importing.Given)
        }
        OriginRow {
            width: parent.width
            text: qsTr("An institution's")
            detail: qsTr("A museum, an archive, a library. What they state is what holds.")
            iconName: "library"
            onClicked: root.importing.answer(Importing.Institution)
        }
        OriginRow {
            width: parent.width
            text: qsTr("I don't know")
            detail: qsTr("They can be studied here; ask before anybody else sees them.")
            iconName: "question"
            onClicked: root.importing.answer(Importing.Unknown)
        }
    }
    footer: [
        Button {
            text: qsTr("Do Not Import Them")
            onClicked: root.importing.forget()
        }
    ]
}
