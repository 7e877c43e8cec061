// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A place or a member of a collection: its picture or sign, its name, who keeps it.
T.AbstractButton {
    id: root

    required property int index
    required property string label
    required property string detail
    required property string holder
    required property string thumbnail
    required property bool isCollection
    required property Browsing browsing
    property bool lit: false

    implicitHeight: detail !== "" ? Theme.px(54) : Theme.px(44)
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    text: label
    onClicked: browsing.enter(index)
    Accessible.role: Accessible.ListItem
    Accessible.name: holder === "" ? label : label + ", " + holder
    Accessible.description: detail
    Accessible.focusable: true
    Accessible.focused: lit
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.pressed : root.hovered ? Theme.hover : "transparent"

        FocusRing { shown: root.lit; inset: 0 }
    }
    contentItem: Item {
        Image {
            id: picture

            anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
            width: Theme.px(36)
            height: width
            fillMode: Image.PreserveAspectFit
            asynchronous: true
            source: root.thumbnail
            sourceSize: Qt.size(96, 96)
        }
        Icon {
            anchors.centerIn: picture
            visible: picture.status !== Image.Ready
            name: root.isCollection ? "library" : "image"
            color: Theme.textQuiet
        }
        Words {
            id: name

            anchors { left: picture.right; leftMargin: Theme.unit * 3; right: keeper.left; rightMargin: Theme.unit * 3 }
            y: root.detail === "" ? Math.round((parent.height - height) / 2) : Theme.px(8)
            text: root.label
            font.weight: root.detail === "" ? Theme.weightNormal : Theme.weightMedium
        }
        Words {
            anchors { left: name.left; right: parent.right; rightMargin: Theme.unit * 8; top: name.bottom; topMargin: Theme.px(3) }
            visible: text !== ""
            text: root.detail
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
        }
        Words {
            id: keeper

            anchors { right: arrow.left; rightMargin: Theme.unit * 2; verticalCenter: name.verticalCenter }
            width: Math.min(implicitWidth, parent.width * 0.35)
            text: root.holder === root.label ? "" : root.holder
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
        }
        Icon {
            id: arrow

            anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
            name: "chevron-right"
            size: Theme.iconSmall
            color: Theme.textQuiet
        }
    }
}
