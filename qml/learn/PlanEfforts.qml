// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// For how long, and where: three presets, each with the time that it would take there.
Column {
    id: root

    required property LearnPlan plan
    required property SendPlan send

    signal sitesWanted()
    signal termsSaid(terms: Item)

    spacing: Theme.unit * 3

    PlanHeading {
        width: parent.width
        text: qsTr("For how long, and where")

        PlaceBox {
            send: root.send
            onSitesWanted: root.sitesWanted()
            onChosenElsewhere: terms.isNew = true
        }
    }
    Row {
        id: row

        width: parent.width
        spacing: Theme.unit * 3

        Repeater {
            model: root.plan.efforts

            EffortCard {
                required property var modelData
                required property int index

                width: (row.width - 2 * row.spacing) / 3
                title: modelData.label
                time: modelData.time
                detail: modelData.detail
                chosen: index === root.plan.effort
                onClicked: root.plan.effort = index
                Keys.onRightPressed: root.plan.effort = Math.min(2, index + 1)
                Keys.onLeftPressed: root.plan.effort = Math.max(0, index - 1)
            }
        }
    }
    SendTerms {
        id: terms

        width: parent.width
        send: root.send
        onSaid: root.termsSaid(terms)
    }
}
