// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What is being brought, how far it is, and in the end what came and what was passed over, and why. Gone when there is
/// nothing to say.
Rectangle {
    id: root

    required property Importing importing
    property bool unfolded: false
    readonly property string act: importing.fetching ? qsTr("Fetching %1") : qsTr("Importing %1")

    visible: importing.running || importing.ended
    implicitHeight: visible ? column.implicitHeight : 0
    height: implicitHeight
    color: Theme.panel
    Accessible.role: Accessible.StatusBar
    Accessible.name: importing.running ? act.arg(importing.source) : importing.summary

    Rectangle {
        width: parent.width
        height: Theme.hairline
        color: Theme.line
        z: 1
    }
    Column {
        id: column

        width: parent.width

        ImportRemarks {
            width: parent.width
            visible: root.unfolded && root.importing.ended && count > 0
            model: root.importing.remarks
        }
        Item {
            width: parent.width
            height: Theme.px(44)

            ProgressBar {
                anchors { left: parent.left; right: parent.right; leftMargin: Theme.unit * 4; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
                visible: root.importing.running
                text: root.importing.waiting > 0 ? qsTr("%1, then %n more", "", root.importing.waiting).arg(root.act.arg(root.importing.source)) : root.act.arg(root.importing.source)
                remaining: root.importing.progressWords
                value: root.importing.progress
                onStopped: root.importing.stop()
            }
            Icon {
                id: sign

                anchors { left: parent.left; leftMargin: Theme.unit * 4; verticalCenter: parent.verticalCenter }
                visible: root.importing.ended
                name: root.importing.remarks.length > 0 || root.importing.stopped ? "info" : "done"
                color: root.importing.remarks.length > 0 || root.importing.stopped ? Theme.warning : Theme.good
            }
            Label {
                anchors { left: sign.right; leftMargin: Theme.unit * 2; right: buttons.left; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
                visible: root.importing.ended
                text: root.importing.summary
            }
            Row {
                id: buttons

                anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
                visible: root.importing.ended
                spacing: Theme.unit

                Button {
                    visible: root.importing.remarks.length > 0
                    kind: Button.Quiet
                    text: root.unfolded ? qsTr("Fold") : qsTr("Why")
                    iconName: root.unfolded ? "chevron-down" : "chevron-up"
                    onClicked: root.unfolded = !root.unfolded
                }
                IconButton {
                    iconName: "close"
                    text: qsTr("Dismiss")
                    onClicked: root.importing.dismiss()
                }
            }
        }
    }
}
