// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A pane of a workspace: a head with its name and its few buttons, and its content below. The line under the head lights up
/// while the keyboard is somewhere inside.
FocusScope {
    id: root

    required property string title
    property string iconName
    property string detail
    property bool headed: true
    property color surface: Theme.panel
    property list<Item> actions
    default property alias content: body.data

    Accessible.role: Accessible.Pane
    Accessible.name: title

    Rectangle {
        anchors.fill: parent
        color: root.surface
    }
    Item {
        id: head

        width: parent.width
        height: root.headed ? Theme.px(36) : 0
        visible: root.headed

        Icon {
            id: picture

            anchors { left: parent.left; leftMargin: Theme.unit * 3; verticalCenter: parent.verticalCenter }
            visible: name !== ""
            name: root.iconName
            color: Theme.textQuiet
        }
        Label {
            id: name

            anchors { left: picture.visible ? picture.right : parent.left; leftMargin: Theme.unit * (picture.visible ? 2 : 3); verticalCenter: parent.verticalCenter }
            width: Math.min(implicitWidth, head.width - x - buttons.width - Theme.unit * 3)
            text: root.title
            font.weight: Theme.weightBold
            Accessible.role: Accessible.Heading
        }
        QuietText {
            anchors { left: name.right; leftMargin: Theme.unit * 2; right: buttons.left; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
            text: root.detail
        }
        Row {
            id: buttons

            anchors { right: parent.right; rightMargin: Theme.unit; verticalCenter: parent.verticalCenter }
            spacing: Theme.px(2)
            children: root.actions
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: root.activeFocus ? Theme.px(2) : Theme.hairline
            color: root.activeFocus ? Theme.accent : Theme.line
        }
    }
    Item {
        id: body

        anchors { top: head.bottom; left: parent.left; right: parent.right; bottom: parent.bottom }
        clip: true
    }
}
