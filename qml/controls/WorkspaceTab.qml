// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// A place one goes to: icon and word. The open one has a bar at its foot.
T.TabButton {
    id: root

    property string iconName
    property string shortcut
    property int count: 0
    property bool compact: false
    readonly property color ink: !enabled ? Theme.textDisabled : checked || hovered || visualFocus ? Theme.text : Theme.textQuiet

    implicitWidth: row.implicitWidth + Theme.unit * 7
    implicitHeight: Theme.px(36)
    width: implicitWidth
    hoverEnabled: true

    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.description: shortcut
    Accessible.selected: checked
    Accessible.selectable: true
    Accessible.onPressAction: press.act()
    Keys.onReturnPressed: press.act()

    background: Rectangle {
        color: root.hovered && !root.checked ? Theme.hover : "transparent"

        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.unit * 2; rightMargin: Theme.unit * 2 }
            height: Theme.px(2)
            visible: root.checked
            radius: height / 2
            color: root.enabled ? Theme.accent : Theme.textDisabled
        }
        FocusRing { shown: root.visualFocus; inset: Theme.px(3) }
    }
    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.unit * 2

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: name !== ""
                name: root.iconName
                color: root.checked && root.enabled ? Theme.accent : root.ink
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                visible: !root.compact
                text: root.text
                color: root.ink
                font.weight: Theme.weightMedium
            }
            Badge {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.count > 0
                text: root.count
            }
        }
    }

    PressAction { id: press; button: root }
    Hint { text: root.text; shortcut: root.shortcut; shown: root.hovered && (root.compact || root.shortcut !== "") }
}
