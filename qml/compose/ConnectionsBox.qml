// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What feeds a node and whom it feeds, for hands without a mouse: arrows walk, Return on an input chooses its source, Delete
/// takes a wire off, Escape goes back.
PopupPanel {
    id: root

    required property GraphModel graph
    property string node
    property string port
    property int stamp: 0

    function ask(node: string) {
        root.node = node
        root.port = ""
        root.stamp++
        open()
        list.currentIndex = 0
        list.forceActiveFocus(Qt.PopupFocusReason)
    }
    function choose(row: var) {
        if (row.kind === "input") {
            root.port = row.port
            list.currentIndex = 0
        } else if (row.kind === "source" && row.may) {
            root.graph.connectNodes(row.node, root.node, root.port)
            root.back()
        } else if (row.kind === "fed") {
            root.graph.select(row.node)
            root.ask(row.node)
        }
    }
    function back() {
        root.port = ""
        root.stamp++
        list.currentIndex = 0
    }
    function takeOff(row: var) {
        if (row.kind === "input")
            root.graph.disconnectInput(root.node, row.port)
        root.stamp++
    }

    label: qsTr("Connections of %1").arg(root.graph.labelOf(root.node))
    anchors.centerIn: parent
    width: Theme.px(360)
    padding: Theme.unit * 2
    closePolicy: port === "" ? T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside : T.Popup.CloseOnPressOutside

    contentItem: Column {
        spacing: Theme.unit

        Label {
            width: parent.width
            text: root.port === "" ? root.label : qsTr("What feeds it?")
            leftPadding: Theme.unit * 2
            font.weight: Theme.weightMedium
        }
        ListView {
            id: list

            width: parent.width
            height: Math.min(contentHeight, Theme.px(320))
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: root.visible ? (root.stamp, root.graph.linkRows(root.node, root.port)) : null
            delegate: ConnectionRow {
                width: list.width
                selected: ListView.isCurrentItem
                onClicked: root.choose(modelData)
            }
            Keys.onReturnPressed: currentItem && root.choose(currentItem.modelData)
            Keys.onEnterPressed: currentItem && root.choose(currentItem.modelData)
            Keys.onDeletePressed: currentItem && root.takeOff(currentItem.modelData)
            Keys.onEscapePressed: event => { event.accepted = root.port !== ""; root.back() }
        }
        QuietText {
            width: parent.width
            leftPadding: Theme.unit * 2
            visible: root.port === ""
            text: qsTr("Return chooses what feeds it, Delete takes the wire off.")
        }
    }
}
