// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What it becomes: one card for each way to learn, with what it will and will not look like.
Column {
    id: root

    required property LearnPlan plan

    spacing: Theme.unit * 3

    PlanHeading { width: parent.width; text: qsTr("Into") }
    Row {
        id: row

        width: parent.width
        spacing: Theme.unit * 3

        Repeater {
            id: cards

            model: root.plan.recipes

            RecipeCard {
                required property var modelData
                required property int index

                width: (row.width - row.spacing * (cards.count - 1)) / Math.max(1, cards.count)
                height: Math.max(cards.itemAt(0)?.implicitHeight ?? 0, cards.itemAt(1)?.implicitHeight ?? 0)
                iconName: modelData.icon
                title: modelData.label
                shows: modelData.shows
                showsNot: modelData.showsNot
                chosen: modelData.name === root.plan.recipe
                onClicked: root.plan.recipe = modelData.name
                Keys.onRightPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                Keys.onLeftPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            }
        }
    }
}
