// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The top of a card: what it is called, what it is or what it waits for, and how it stands with it.
Item {
    id: root

    required property string label
    required property string type
    required property string detail
    required property int condition
    required property bool muted
    required property bool bypassed

    NodeIcon {
        id: icon

        anchors { left: parent.left; leftMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
        type: root.type
    }
    Column {
        anchors { left: icon.right; leftMargin: Theme.px(8); right: marks.left; rightMargin: Theme.unit; verticalCenter: parent.verticalCenter }

        CardText {
            width: parent.width
            text: root.label
            font.weight: Theme.weightMedium
        }
        CardText {
            width: parent.width
            visible: text !== ""
            text: root.detail
            color: root.condition === GraphModel.Ready ? Theme.textQuiet : Theme.warning
            font.pixelSize: Theme.fontSmall
        }
    }
    Row {
        id: marks

        anchors { right: parent.right; rightMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
        spacing: Theme.unit

        Icon { visible: root.bypassed; name: "bypass"; color: Theme.typeColor("image") }
        Icon { visible: root.muted; name: "mute"; color: Theme.warning }
        StateDot { condition: root.condition }
    }
}
