// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// How large: as the work, or another size of its shape, or typed.
Column {
    id: root

    required property DeliverPlan plan

    spacing: Theme.unit * 3

    PlanHeading { width: parent.width; text: qsTr("How large") }
    Flow {
        width: parent.width
        spacing: Theme.unit * 2

        Repeater {
            model: root.plan.sizes

            ToggleButton {
                required property var modelData

                checkable: false
                checked: modelData.size === root.plan.size
                text: modelData.label + "  ·  " + modelData.detail
                onClicked: root.plan.size = modelData.size
            }
        }
        TextField {
            id: typed

            property bool wrong: false

            width: Theme.px(120)
            label: qsTr("Another size, as 1280 × 720")
            placeholderText: qsTr("Another size")
            text: root.plan.size.width + " × " + root.plan.size.height
            problem: wrong ? qsTr("Write a size as 1280 × 720, at most 16,384 along an edge.") : ""
            onCommitted: words => wrong = !root.plan.typeSize(words)
        }
    }
}
