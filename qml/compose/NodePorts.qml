// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The inputs of a card at its left, with their names, and the output at its right.
Item {
    id: root

    required property CanvasHand hand
    required property string nodeId
    required property var inputs
    required property bool hasOutput
    required property bool bypassed
    readonly property bool hovered: hand.hoveredNode === nodeId || hand.pullTarget === nodeId

    Repeater {
        model: root.inputs

        Item {
            id: row

            required property var modelData
            required property int index

            y: index * height
            width: root.width
            height: root.hand.rowHeight * Theme.scale

            PortDot {
                anchors { horizontalCenter: parent.left; verticalCenter: parent.verticalCenter }
                type: row.modelData.type
                linked: row.modelData.linked
                hovered: root.hovered && root.hand.hoveredPort === row.modelData.port
            }
            CardText {
                anchors { left: parent.left; leftMargin: Theme.px(14); right: parent.right; rightMargin: Theme.px(14); verticalCenter: parent.verticalCenter }
                // The dashed line of what is bypassed runs here.
                visible: !root.bypassed || row.index > 0
                text: row.modelData.label
                color: row.modelData.linked ? Theme.text : Theme.textQuiet
                font.pixelSize: Theme.fontSmall
            }
        }
    }
    PortDot {
        x: root.width - width / 2
        y: (root.hand.rowHeight * Theme.scale - height) / 2
        visible: root.hasOutput
        type: "image"
        linked: true
        hovered: root.hovered && root.hand.hoveredOutput
    }
}
