// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// The first time: what belongs here, and three ways to bring it.
Rectangle {
    id: root

    required property Importing importing

    signal filesAsked()
    signal folderAsked()
    signal institutionAsked()

    color: Theme.view
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("The library is empty")

    Rectangle {
        anchors { fill: parent; margins: Theme.unit * 6 }
        color: "transparent"
        radius: Theme.radiusLarge
        border.width: Theme.px(2)
        border.color: Theme.lineStrong
    }
    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - Theme.unit * 20, Theme.px(460))
        spacing: Theme.unit * 3

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "import"
            size: Theme.iconHuge
            color: Theme.outline
        }
        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Drop pictures here")
        }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.textQuiet
            text: qsTr("A folder of scans, films, recordings, a list from an archive. They stay where they are; the library remembers what is known of them, and with which rights.")
        }
        Grid {
            anchors.horizontalCenter: parent.horizontalCenter
            columns: folder.implicitWidth + files.implicitWidth + institution.implicitWidth + spacing * 2 <= parent.width ? 3 : 1
            horizontalItemAlignment: Grid.AlignHCenter
            spacing: Theme.unit * 2
            topPadding: Theme.unit * 2

            Button { id: folder; text: qsTr("Import a Folder"); iconName: "folder"; kind: root.importing.firstOffered ? Button.Plain : Button.Primary; onClicked: root.folderAsked() }
            Button { id: files; text: qsTr("Import Files"); iconName: "image"; onClicked: root.filesAsked() }
            Button { id: institution; text: qsTr("From an Institution"); iconName: "globe"; onClicked: root.institutionAsked() }
        }
        Column {
            anchors.horizontalCenter: parent.horizontalCenter
            width: parent.width
            visible: root.importing.firstOffered
            spacing: Theme.unit * 2
            topPadding: Theme.unit * 6

            BodyText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("Or begin with what lies ready: “%1”.").arg(root.importing.firstName)
            }
            Button {
                anchors.horizontalCenter: parent.horizontalCenter
                kind: Button.Primary
                text: qsTr("Import the First Collection")
                iconName: "library"
                onClicked: root.importing.bringFirst()
            }
        }
    }
}
