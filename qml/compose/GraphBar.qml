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
    /// All of the pane is made: commands can be found.
    required property bool made

    height: Theme.px(36)
    color: Theme.panel
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Composition")

    component Verb: CommandButton {
        required property string verb

        session: root.session
        name: root.made ? verb : ""
        anchors.verticalCenter: parent.verticalCenter
    }

    Row {
        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 0.5
        height: parent.height

        Verb { verb: "canvas.add"; iconName: "plus" }
        BarGap { }
        Verb { verb: "canvas.bypass"; iconName: "bypass" }
        Verb { verb: "canvas.mute"; iconName: "mute" }
        Verb { verb: "canvas.solo"; iconName: "solo" }
        BarGap { }
        Verb { verb: "canvas.duplicate"; iconName: "copy" }
        Verb { verb: "canvas.backdrop"; iconName: "backdrop" }
        Verb { verb: "canvas.tidy"; iconName: "align" }
        Verb { verb: "canvas.delete"; iconName: "trash" }
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
        Verb { verb: "canvas.show"; iconName: "fit"; visible: root.canvasShown }
        Verb { verb: "canvas.pictures"; iconName: "image"; checked: root.graph.pictures; visible: root.canvasShown }
        Verb { verb: "canvas.list"; iconName: root.canvasShown ? "list" : "graph" }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.hairline
        color: Theme.line
    }
}
