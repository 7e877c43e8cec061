// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

/// A button with a picture. `text` is its name: the tool tip shows it with its key, a screen reader speaks it. A checkable
/// one shows that it is on by a bar below, not by colour alone.
T.Button {
    id: root

    required property string iconName
    property string checkedIconName: iconName
    property string shortcut
    property string hint
    property real iconSize: Theme.iconSize
    property color ink: !enabled ? Theme.textDisabled : checked ? Theme.accent : hovered || visualFocus ? Theme.text : Theme.textQuiet

    implicitWidth: implicitHeight
    implicitHeight: Theme.controlHeight
    padding: 0
    hoverEnabled: true

    Accessible.role: Accessible.Button
    Accessible.name: text
    // Qt 6.4 does not tell that a control is disabled.
    Accessible.description: !enabled ? qsTr("Not possible now") : shortcut !== "" && hint !== "" ? hint + " (" + shortcut + ")" : hint + shortcut
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.onPressAction: press.act()
    Accessible.onToggleAction: press.act()

    background: Rectangle {
        radius: Theme.radius
        color: !root.enabled ? "transparent" : root.down ? Theme.pressed : root.hovered ? Theme.controlHover : root.checked ? Theme.control : "transparent"

        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(3) }
            anchors { leftMargin: Theme.px(6); rightMargin: Theme.px(6) }
            height: Theme.px(2)
            radius: height / 2
            visible: root.checked
            color: root.enabled ? Theme.accent : Theme.textDisabled
        }
        FocusRing { shown: root.visualFocus }
    }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: root.checked ? root.checkedIconName : root.iconName
            size: root.iconSize
            color: root.ink
        }
    }

    PressAction { id: press; button: root }
    Hint { text: root.text; shortcut: root.shortcut; detail: root.hint; shown: root.hovered && !root.down }
    Keys.onReturnPressed: press.act()
    Keys.onEnterPressed: press.act()
}
