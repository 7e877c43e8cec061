// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// One part of a SegmentedControl. The chosen one lies higher and has a bar below.
Pressable {
    id: root

    required property string text
    property bool on: false
    property bool iconOnly: false
    property string iconName
    readonly property color ink: !enabled ? Theme.textDisabled : on || hovered ? Theme.text : Theme.textQuiet

    implicitWidth: Math.max((picture.visible ? picture.width + row.spacing : 0) + (iconOnly ? 0 : words.implicitWidth) + Theme.unit * (iconOnly ? 2 : 5), Theme.px(28))
    implicitHeight: Theme.controlHeight
    activeFocusOnTab: on && enabled

    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: on
    Accessible.onToggleAction: if (enabled) root.clicked()

    Rectangle {
        anchors { fill: parent; topMargin: Theme.px(2); bottomMargin: Theme.px(2) }
        radius: Theme.radiusSmall
        color: root.on ? (root.enabled ? Theme.controlHover : Theme.raised) : root.hovered ? Theme.hover : "transparent"

        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.px(6); rightMargin: Theme.px(6) }
            height: Theme.px(2)
            radius: height / 2
            visible: root.on
            color: root.enabled ? Theme.accent : Theme.textDisabled
        }
    }
    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.unit * 1.5

        Icon {
            id: picture

            anchors.verticalCenter: parent.verticalCenter
            visible: name !== ""
            name: root.iconName
            color: root.ink
        }
        Words {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, root.width - Theme.unit * 2 - (picture.visible ? picture.width + row.spacing : 0))
            visible: !root.iconOnly
            text: root.text
            font.weight: Theme.weightMedium
            color: root.ink
        }
    }
    FocusRing { shown: root.visualFocus; inset: Theme.px(1) }
    Hint { text: root.text; shown: root.hovered && (root.iconOnly || words.truncated) }
}
