// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// The button that freezes what is kept, and what can be done with the dataset then.
Rectangle {
    id: root

    required property DatasetMaker maker
    readonly property bool made: maker.hash !== ""

    signal trained()
    signal composed(node: string)

    function compose() {
        const node = root.maker.putIntoComposition()
        if (node !== "")
            root.composed(node)
    }

    implicitHeight: column.implicitHeight + Theme.unit * 6
    color: Theme.panel

    Rectangle {
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
    Column {
        id: column

        x: Theme.unit * 3
        y: Theme.unit * 3
        width: root.width - Theme.unit * 6
        spacing: Theme.unit * 2

        Button {
            width: parent.width
            visible: !root.made
            kind: Button.Primary
            text: root.maker.busyWords !== "" ? root.maker.busyWords : qsTr("Make the Dataset")
            iconName: "dataset"
            busy: root.maker.busy
            enabled: root.maker.canMake
            hint: qsTr("Freezes what is kept, with its rights, under a name that is its content. What you keep later makes another one.")
            onClicked: root.maker.make()
        }
        Button {
            width: parent.width
            visible: root.maker.busyWords !== ""
            text: qsTr("Stop")
            onClicked: root.maker.stop()
        }
        BodyText {
            width: parent.width
            visible: root.made
            text: qsTr("Frozen: %n items.", "", root.maker.items)
        }
        MonoText {
            width: parent.width
            visible: root.made
            text: root.maker.hash
            color: Theme.textQuiet
            hint: qsTr("Its name is its content: %1").arg(root.maker.hash)
        }
        Button {
            width: parent.width
            visible: root.made
            kind: Button.Primary
            text: qsTr("Train on It")
            iconName: "learn"
            onClicked: root.trained()
        }
        Button {
            width: parent.width
            visible: root.made
            text: qsTr("Put It into the Composition")
            iconName: "compose"
            onClicked: root.compose()
        }
    }
}
