// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// A line in the list of a ComboBox: a tick marks the one that holds.
T.ItemDelegate {
    id: root

    property bool current: false

    implicitHeight: Theme.rowHeight
    implicitWidth: words.implicitWidth + leftPadding + rightPadding
    leftPadding: Theme.unit * 2.5 + Theme.iconSmall
    rightPadding: Theme.unit * 3
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: text
    Accessible.selected: current
    Accessible.onPressAction: root.clicked()

    background: Rectangle {
        radius: Theme.radius
        color: root.highlighted || root.hovered ? Theme.controlHover : "transparent"

        Icon {
            anchors { left: parent.left; leftMargin: Theme.unit * 1.5; verticalCenter: parent.verticalCenter }
            visible: root.current
            name: "check"
            size: Theme.iconSmall
            color: Theme.accent
        }
    }
    contentItem: Words {
        id: words

        text: root.text
        color: root.enabled ? Theme.text : Theme.textDisabled
    }
}
