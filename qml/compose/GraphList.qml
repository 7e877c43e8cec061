// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The composition as a list: everything that the canvas does, for the keyboard and for those who listen.
FocusScope {
    id: root

    required property Session session
    required property GraphModel graph
    readonly property bool pane: true

    signal linksAsked(node: string)
    signal activated(node: string)

    NodeList {
        id: nodes

        graph: root.graph
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    ListView {
        id: list

        anchors { fill: parent; margins: Theme.unit * 2 }
        focus: true
        activeFocusOnTab: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        // The canvas may be shown instead.
        model: root.visible ? nodes : null
        currentIndex: root.visible ? nodes.currentRow : -1
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Nodes, each below those that feed it")
        delegate: GraphListRow {
            width: list.width
            onClicked: root.graph.select(nodeId)
            onDoubleClicked: root.activated(nodeId)
        }
        Keys.onUpPressed: event => root.step(-1, event.modifiers & Qt.ShiftModifier)
        Keys.onDownPressed: event => root.step(1, event.modifiers & Qt.ShiftModifier)
    }

    function step(by: int, extend: bool) {
        const row = Math.max(0, Math.min(nodes.count - 1, nodes.currentRow + by))
        root.graph.select(nodes.nodeAt(row), extend)
    }
}
