// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Under which name, and where.
Column {
    id: root

    required property DeliverPlan plan

    signal folderWanted()

    spacing: Theme.unit * 3

    PlanHeading { width: parent.width; text: qsTr("Named") }
    Row {
        width: parent.width
        spacing: Theme.unit * 2

        TextField {
            width: parent.width - choose.width - parent.spacing
            label: qsTr("Name of the file")
            text: root.plan.name
            onTextEdited: root.plan.name = text
        }
        Button {
            id: choose

            text: qsTr("Where…")
            iconName: "folder"
            onClicked: root.folderWanted()
        }
    }
    MonoText {
        width: parent.width
        text: root.plan.target
        color: Theme.textQuiet
    }
    Row {
        visible: root.plan.replaces !== ""
        spacing: Theme.unit * 2

        Icon { name: "warning"; color: Theme.warning; size: Theme.iconSmall; y: Theme.px(1) }
        QuietText { text: root.plan.replaces }
    }
}
