// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The top of a Sheet.
Item {
    id: root

    property string title
    property string detail
    property string iconName

    signal closed()

    height: column.implicitHeight + Theme.unit * 8

    Icon {
        id: picture

        x: Theme.unit * 5
        y: Theme.unit * 4 + Math.round((titleText.height - height) / 2)
        visible: name !== ""
        name: root.iconName
        size: Theme.iconLarge
        color: Theme.textQuiet
    }
    Column {
        id: column

        y: Theme.unit * 4
        anchors { left: parent.left; leftMargin: picture.visible ? picture.x + picture.width + Theme.unit * 3 : Theme.unit * 5; right: cross.left; rightMargin: Theme.unit * 2 }
        spacing: Theme.unit

        TitleText {
            id: titleText

            width: parent.width
            text: root.title
            font.pixelSize: Theme.px(17)
        }
        BodyText {
            width: parent.width
            visible: text !== ""
            text: root.detail
            color: Theme.textQuiet
        }
    }
    IconButton {
        id: cross

        anchors { right: parent.right; rightMargin: Theme.unit * 3; top: parent.top; topMargin: Theme.unit * 3 }
        iconName: "close"
        text: qsTr("Close")
        shortcut: "Esc"
        onClicked: root.closed()
    }
}
