// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where it is made: here, or at a place that lends its computers; what that may cost, and what would leave this computer.
Column {
    id: root

    required property SendPlan send
    property alias heading: heading.text

    signal sitesWanted()

    spacing: Theme.unit * 3

    PlanHeading {
        id: heading

        width: parent.width
        text: qsTr("Made where")
    }
    Flow {
        width: parent.width
        spacing: Theme.unit * 2

        Repeater {
            model: root.send.places

            ToggleButton {
                required property var modelData

                checkable: false
                checked: modelData.name === root.send.place
                text: modelData.label
                iconName: modelData.name === "" ? "cpu" : "cloud"
                onClicked: root.send.place = modelData.name
            }
        }
        Button {
            text: qsTr("Other Computers…")
            kind: Button.Quiet
            onClicked: root.sitesWanted()
        }
    }
    Column {
        width: parent.width
        visible: root.send.isElsewhere
        spacing: Theme.unit * 2

        ParameterRow {
            width: parent.width
            label: qsTr("At most")

            NumberField {
                label: qsTr("At most, in core hours")
                value: root.send.cap
                from: 0
                to: 100
                highest: 1000000
                decimals: 1
                suffix: qsTr("core hours")
                defaultValue: 10
                onCommitted: hours => root.send.cap = hours
                onTyped: words => root.send.typeCap(words)
            }
        }
        BodyText { width: parent.width; visible: text !== ""; text: root.send.timeWords }
        BodyText { width: parent.width; visible: text !== ""; text: root.send.costWords }
        BodyText { width: parent.width; visible: text !== ""; color: Theme.textQuiet; text: root.send.groundWords }
        BodyText { width: parent.width; visible: text !== ""; text: root.send.sendWords }
    }
}
