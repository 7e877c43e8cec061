// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// As what: one of the formats, and its own settings, folded.
Column {
    id: root

    required property DeliverPlan plan

    spacing: Theme.unit * 3

    PlanHeading { width: parent.width; text: qsTr("As") }
    Column {
        width: parent.width
        spacing: Theme.unit

        Repeater {
            model: root.plan.formats

            RadioRow {
                required property var modelData

                width: root.width
                text: modelData.label
                detail: modelData.help
                checked: modelData.name === root.plan.format
                onClicked: root.plan.format = modelData.name
            }
        }
    }
    SectionHeader {
        id: more

        width: parent.width
        text: qsTr("Its settings")
        detail: root.plan.settings.chosen > 0 ? qsTr("%n changed", "", root.plan.settings.chosen) : ""
        open: false
    }
    ParamForm {
        width: parent.width
        visible: more.open
        settings: root.plan.settings
    }
}
