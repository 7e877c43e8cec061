// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The bar above the composition.
Rectangle {
    id: root

    required property Session session
    required property GraphModel graph
    required property CanvasHand hand
    required property bool canvasShown

    height: Theme.px(36)
    color: Theme.panel
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Composition")

    component Verb: CommandButton {
        session: root.session
        anchors.verticalCenter: parent.verticalCenter
    }

    Row {
        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 0.5
        height: parent.height

        Verb { name: "canvas.add"; iconName: "plus" }
        BarGap { }
        Verb { name: "canvas.bypass"; iconName: "bypass" }
        Verb { name: "canvas.mute"; iconName: "mute" }
        Verb { name: "canvas.solo"; iconName: "solo" }
        BarGap { }
        Verb { name: "canvas.duplicate"; iconName: "copy" }
        Verb { name: "canvas.backdrop"; iconName: "backdrop" }
        Verb { name: "canvas.tidy"; iconName: "align" }
        Verb { name: "canvas.delete"; iconName: "trash" }
    }
    Row {
        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 0.5
        height: parent.height

        QuietText {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.graph.selectedCount > 0
            text: qsTr("%n selected", "", root.graph.selectedCount)
            rightPadding: Theme.unit * 2
        }
        QuietText {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.canvasShown
            text: qsTr("%1 %").arg(Math.round(root.hand.zoom * 100))
        }
        Verb { name: "canvas.show"; iconName: "fit"; visible: root.canvasShown }
        Verb { name: "canvas.pictures"; iconName: "image"; visible: root.canvasShown }
        Verb { name: "canvas.list"; iconName: root.canvasShown ? "list" : "graph" }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.hairline
        color: Theme.line
    }
}
