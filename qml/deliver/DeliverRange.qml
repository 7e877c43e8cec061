// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// From which frame to which, both included.
Column {
    id: root

    required property DeliverPlan plan

    spacing: Theme.unit * 3

    PlanHeading {
        width: parent.width
        text: qsTr("How much")
        detail: root.plan.lengthWords

        Button {
            kind: Button.Quiet
            visible: root.plan.first > 0 || root.plan.last < root.plan.frames - 1
            text: qsTr("All of It")
            onClicked: root.plan.wholeLength()
        }
    }
    Row {
        spacing: Theme.unit * 3

        NumberField {
            width: Theme.px(160)
            labelled: true
            label: qsTr("First frame")
            value: root.plan.first
            from: 0
            to: Math.max(1, root.plan.frames - 1)
            whole: true
            onCommitted: v => root.plan.first = v
            onTyped: words => { if (!isNaN(Number(words))) root.plan.first = Number(words) }
        }
        NumberField {
            width: Theme.px(160)
            labelled: true
            label: qsTr("Last frame")
            value: root.plan.last
            from: 0
            to: Math.max(1, root.plan.frames - 1)
            whole: true
            onCommitted: v => root.plan.last = v
            onTyped: words => { if (!isNaN(Number(words))) root.plan.last = Number(words) }
        }
    }
}
