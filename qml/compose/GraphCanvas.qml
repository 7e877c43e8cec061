// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The composition as nodes and wires. The hand has the gestures; what is drawn here follows it.
CanvasHand {
    id: root

    required property Session session

    readonly property bool pane: true

    signal backdropRenameAsked(backdrop: string)

    unit: Theme.scale
    glide: Theme.durationSlow

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Canvas of nodes")
    Accessible.description: qsTr("%n nodes", "", graph.count)
    Accessible.focusable: true

    onBackdropActivated: backdrop => root.backdropRenameAsked(backdrop)

    NodesInView {
        id: near

        hand: root
    }
    NodePictures {
        session: root.session
        nodes: near.nodes
        active: root.visible && root.graph.pictures && !root.nameless
        onMade: (node, source) => root.graph.setPicture(node, source)
        onGone: node => root.graph.setPicture(node, "")
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    CanvasGrid {
        anchors.fill: parent
        hand: root
        dotColor: Theme.line
    }
    CanvasPlane {
        hand: root

        Repeater {
            model: root.graph.backdrops
            delegate: BackdropCard { hand: root }
        }
    }
    WireItem {
        anchors.fill: parent
        hand: root
        wireColor: Theme.typeColor("image")
        edgeColor: Theme.window
        glowColor: Theme.focus
        refusedColor: Theme.bad
    }
    CanvasPlane {
        hand: root

        Repeater {
            model: near
            delegate: NodeCard {
                hand: root
                onPressed: root.graph.select(nodeId)
                onBypassAsked: { root.graph.select(nodeId); root.graph.bypassSelected() }
            }
        }
    }
    WireItem {
        anchors.fill: parent
        hand: root
        over: true
        wireColor: Theme.typeColor("image")
        edgeColor: Theme.window
        glowColor: Theme.focus
        refusedColor: Theme.bad
    }
    Item {
        // One for all cards: it stands where the node under the pointer is.
        x: root.hoveredRect.x
        y: root.hoveredRect.y
        width: root.hoveredRect.width
        height: root.hoveredRect.height

        Hint {
            text: root.graph.labelOf(root.hoveredNode)
            detail: root.graph.hintOf(root.hoveredNode)
            shown: root.hoveredNode !== "" && root.still
        }
    }
    BoxFrame { hand: root }
    CanvasWord {
        hand: root
        graph: root.graph
    }
    MiniMap {
        anchors { right: parent.right; bottom: parent.bottom; margins: Theme.unit * 3 }
        width: Theme.px(176)
        height: Theme.px(112)
        visible: root.session.preferences.remembered("compose.map", true) && root.graph.count > 0 && root.width > Theme.px(480) && root.height > Theme.px(280)
        hand: root
        nodeColor: Theme.outline
        selectedColor: Theme.accent
        backdropColor: Theme.bar
        frameColor: Theme.text

        Rectangle {
            anchors.fill: parent
            z: -1
            color: Qt.alpha(Theme.panel, 0.92)
            radius: Theme.radius
            border.width: Theme.hairline
            border.color: Theme.line
        }
    }
    FocusRing { shown: root.activeFocus && root.graph.current === ""; inset: Theme.focusWidth }
}
