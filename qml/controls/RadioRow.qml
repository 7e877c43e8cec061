// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// One of several, with room for a sentence that says what choosing it means.
T.RadioButton {
    id: root

    property string detail

    implicitWidth: implicitContentWidth + leftPadding
    implicitHeight: Math.max(Theme.targetSize, implicitContentHeight)
    leftPadding: dot.width + spacing
    spacing: Theme.unit * 2
    hoverEnabled: true
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase

    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.description: detail
    Accessible.checkable: true
    Accessible.checked: checked
    Accessible.onPressAction: press.act()
    Accessible.onToggleAction: press.act()

    indicator: Rectangle {
        id: dot

        y: Math.round((Theme.targetSize - height) / 2)
        width: Theme.px(16)
        height: width
        radius: width / 2
        color: !root.enabled ? Theme.panel : root.checked ? (root.hovered ? Theme.accentFillHover : Theme.accentFill) : root.hovered ? Theme.hover : Theme.field
        border.width: root.checked && root.enabled ? 0 : Theme.hairline
        border.color: root.enabled ? (root.hovered ? Theme.textQuiet : Theme.outline) : Theme.lineStrong

        Rectangle {
            anchors.centerIn: parent
            width: Theme.px(6)
            height: width
            radius: width / 2
            visible: root.checked
            color: root.enabled ? Theme.accentText : Theme.textDisabled
        }
        FocusRing { shown: root.visualFocus; radius: height / 2 }
    }
    contentItem: Item {
        implicitWidth: Math.max(title.implicitWidth, note.visible ? Math.min(note.implicitWidth, Theme.px(320)) : 0)
        implicitHeight: Theme.targetSize + (note.visible ? note.height + Theme.unit : 0)

        Words {
            id: title

            width: parent.width
            height: Theme.targetSize
            text: root.text
            font: root.font
            color: root.enabled ? Theme.text : Theme.textDisabled
        }
        Words {
            id: note

            y: title.height
            width: parent.width
            visible: text !== ""
            text: root.detail
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            font.pixelSize: Theme.fontSmall
            color: root.enabled ? Theme.textQuiet : Theme.textDisabled
        }
    }

    PressAction { id: press; button: root }
    Keys.onReturnPressed: press.act()
}
