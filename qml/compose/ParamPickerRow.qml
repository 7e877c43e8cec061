// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls
import Opificio.Screens

/// One thing that can be chosen; a tick marks the one that holds.
T.ItemDelegate {
    id: root

    required property string typed
    required property string thing
    required property string detail
    required property string picture
    required property bool held
    required property string kind
    property bool selected: false

    implicitHeight: Theme.px(44)
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: thing
    Accessible.description: detail
    Accessible.selected: held
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: root.selected ? Theme.controlHover : root.hovered ? Theme.hover : "transparent"
    }
    contentItem: Item {
        ParamPicture {
            id: sample

            anchors { left: parent.left; leftMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
            source: root.picture
            kind: root.kind
        }
        Label {
            id: title

            anchors { left: sample.right; leftMargin: Theme.unit * 2; right: tick.left; rightMargin: Theme.unit }
            y: root.detail !== "" ? Math.round(parent.height / 2 - height) : Math.round((parent.height - height) / 2)
            text: root.thing
        }
        QuietText {
            anchors { left: title.left; right: title.right; top: title.bottom }
            text: root.detail
        }
        Icon {
            id: tick

            anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
            width: visible ? size : 0
            visible: root.held
            name: "check"
            size: Theme.iconSmall
            color: Theme.accent
        }
    }
}
