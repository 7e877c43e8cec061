// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls

/// Tries a model in the piece, also while it learns; keeping it is one edit.
Rectangle {
    id: root

    required property Session session
    required property LivePlay play
    required property string finalModel
    required property string modelName

    height: Theme.px(44)
    radius: Theme.radius
    color: Theme.raised
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("In the piece")

    Row {
        anchors { left: parent.left; leftMargin: Theme.unit * 3; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 3

        Switch {
            id: playing

            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Play it in the piece")
            hint: qsTr("The node shows this model while you look; nothing is written until you keep it.")
            enabled: root.play.possible
            checked: root.play.on
            onToggled: root.play.on = checked
        }
        ComboBox {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.play.nodes.length > 0
            width: Math.max(Theme.px(110), Math.min(Theme.px(230), root.width - playing.width - (keep.visible ? keep.width : here.visible ? here.width : 0) - Theme.unit * 12))
            label: qsTr("Which node plays it")
            model: root.play.nodes.map(row => row.label)
            currentIndex: root.play.row
            onActivated: index => root.play.node = root.play.nodes[index].node
        }
        QuietText {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: root.play.nodes.length === 0 ? qsTr("No node of the piece shows a model yet.") : root.play.model === "" ? qsTr("It can be played from its first step on.") : ""
        }
    }
    Button {
        id: keep

        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        visible: root.finalModel !== "" && root.play.kept !== root.finalModel
        enabled: root.play.canKeep
        kind: Button.Primary
        iconName: "keep"
        text: root.play.nodes.length === 0 ? qsTr("Put It into the Piece") : qsTr("Keep It")
        hint: qsTr("The node has this model from now on. Undo takes it back.")
        onClicked: root.play.keep(root.finalModel, root.modelName)
    }
    QuietText {
        id: here

        anchors { right: parent.right; rightMargin: Theme.unit * 3; verticalCenter: parent.verticalCenter }
        visible: root.finalModel !== "" && root.play.kept === root.finalModel
        text: qsTr("It is in the piece.")
    }
}
