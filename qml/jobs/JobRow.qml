// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One job in the list: what it makes, how it stands, and a bar while it runs.
T.AbstractButton {
    id: root

    required property string folder
    required property string name
    required property string iconName
    required property int jobState
    required property string stateWords
    required property real progress
    required property string timeLeft
    required property int warnings
    property bool selected: false
    property bool showsFocus: false
    readonly property bool running: jobState === Jobs.Running || jobState === Jobs.Waiting

    implicitHeight: Theme.px(58)
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    text: name
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: timeLeft === "" ? stateWords : stateWords + ", " + timeLeft
    Accessible.selectable: true
    Accessible.selected: selected
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radius
        color: root.selected ? Theme.selected : root.down ? Theme.pressed : root.hovered ? Theme.hover : "transparent"

        Rectangle {
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            width: Theme.px(3)
            height: parent.height - Theme.unit * 4
            radius: width / 2
            visible: root.selected
            color: Theme.accent
        }
        FocusRing { shown: root.showsFocus; inset: 0 }
    }
    contentItem: Item {
        Icon {
            id: picture

            anchors { left: parent.left; leftMargin: Theme.unit * 3; top: parent.top; topMargin: Theme.px(11) }
            name: root.iconName
            color: root.selected ? Theme.accent : Theme.textQuiet
        }
        Words {
            id: title

            anchors { left: picture.right; leftMargin: Theme.unit * 2; right: mark.left; rightMargin: Theme.unit * 2; top: parent.top; topMargin: Theme.px(9) }
            text: root.name
            font.weight: Theme.weightMedium
        }
        JobMark {
            id: mark

            anchors { right: parent.right; rightMargin: Theme.unit * 3; verticalCenter: title.verticalCenter }
            jobState: root.jobState
        }
        Words {
            anchors { left: title.left; right: left.left; rightMargin: Theme.unit * 2; top: title.bottom; topMargin: Theme.px(3) }
            text: root.stateWords
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
        }
        Words {
            id: left

            anchors { right: parent.right; rightMargin: Theme.unit * 3; top: title.bottom; topMargin: Theme.px(3) }
            text: root.running ? root.timeLeft : ""
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
        }
        Rectangle {
            anchors { left: title.left; right: parent.right; rightMargin: Theme.unit * 3; bottom: parent.bottom; bottomMargin: Theme.px(6) }
            height: Theme.px(2)
            radius: height / 2
            visible: root.running
            color: Theme.lineStrong

            Rectangle {
                width: parent.width * Math.max(0, Math.min(1, root.progress))
                height: parent.height
                radius: height / 2
                color: Theme.accent
            }
        }
    }
}
