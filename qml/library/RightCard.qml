// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio.Controls

/// One of the three rights of an item, and what its own text permits.
Rectangle {
    id: root

    required property var statement

    implicitHeight: column.implicitHeight + Theme.unit * 5
    radius: Theme.radius
    color: Theme.raised
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("%1: %2").arg(statement.which).arg(statement.label)

    Column {
        id: column

        x: Theme.unit * 3
        y: Theme.unit * 2.5
        width: root.width - Theme.unit * 6
        spacing: Theme.unit * 1.5

        Row {
            width: parent.width
            spacing: Theme.unit * 2

            ShapeMark {
                anchors.verticalCenter: parent.verticalCenter
                shape: Theme.rightsShape(root.statement.kind)
                letter: Theme.rightsLetter(root.statement.kind)
                color: Theme.rightsColor(root.statement.kind)
            }
            QuietText { anchors.verticalCenter: parent.verticalCenter; text: root.statement.which }
        }
        BodyText { width: parent.width; text: root.statement.label; font.weight: Theme.weightMedium }
        Flow {
            width: parent.width
            spacing: Theme.unit * 3
            visible: root.statement.stated

            Repeater {
                model: [
                    { what: qsTr("show"), may: root.statement.show }, { what: qsTr("change"), may: root.statement.derive },
                    { what: qsTr("sell"), may: root.statement.sell }, { what: qsTr("train"), may: root.statement.train }
                ]

                QuietText {
                    required property var modelData

                    text: qsTr("%1: %2").arg(modelData.what).arg(modelData.may)
                }
            }
        }
        QuietText { visible: root.statement.credit; text: qsTr("Whoever is named in it is to be named.") }
        QuietText { visible: root.statement.shareAlike; text: qsTr("What is made of it carries the same licence.") }
    }
}
