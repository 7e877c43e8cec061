// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What is on a card when it is near.
Item {
    id: root

    // A NodeCard, which makes this; naming it here would be a circle.
    required property var card
    readonly property CanvasHand hand: card.hand

    NodeHeader {
        width: root.width
        height: root.hand.headerHeight * Theme.scale
        label: root.card.label
        type: root.card.type
        detail: root.card.detail
        condition: root.card.condition
        muted: root.card.muted
        bypassed: root.card.bypassed
    }
    NodePorts {
        y: root.hand.headerHeight * Theme.scale
        width: root.width
        hand: root.hand
        nodeId: root.card.nodeId
        inputs: root.card.inputs
        hasOutput: root.card.hasOutput
        bypassed: root.card.bypassed
    }
    NodePicture {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: root.hand.nodeMargin * Theme.scale }
        height: root.hand.pictureHeight * Theme.scale
        visible: root.hand.graph.pictures && root.card.hasOutput
        source: root.card.pictureSource
        type: root.card.type
    }
}
