// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// Yes, no, or (tristate) some of them.
T.CheckBox {
    id: root

    property string hint

    implicitWidth: implicitContentWidth + leftPadding
    implicitHeight: Math.max(Theme.targetSize, implicitContentHeight)
    leftPadding: box.width + (text === "" ? 0 : spacing)
    spacing: Theme.unit * 2
    hoverEnabled: true
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase

    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.description: hint
    Accessible.checkable: true
    Accessible.checked: checked
    Accessible.onPressAction: press.act()
    Accessible.onToggleAction: press.act()

    indicator: Rectangle {
        id: box

        readonly property bool on: root.checkState !== Qt.Unchecked

        y: Math.round((root.height - height) / 2)
        width: Theme.px(16)
        height: width
        radius: Theme.radiusSmall
        color: !root.enabled ? Theme.panel : on ? (root.hovered ? Theme.accentFillHover : Theme.accentFill) : root.hovered ? Theme.hover : Theme.field
        border.width: on && root.enabled ? 0 : Theme.hairline
        border.color: root.enabled ? (root.hovered ? Theme.textQuiet : Theme.outline) : Theme.lineStrong

        Icon {
            anchors.centerIn: parent
            visible: box.on
            name: root.checkState === Qt.PartiallyChecked ? "minus" : "check"
            size: Theme.px(14)
            color: root.enabled ? Theme.accentText : Theme.textDisabled
        }
        FocusRing { shown: root.visualFocus; radius: Theme.radiusSmall - inset }
    }
    contentItem: Words {
        text: root.text
        font: root.font
        color: root.enabled ? Theme.text : Theme.textDisabled
    }

    PressAction { id: press; button: root }
    Hint { text: root.hint; shown: root.hovered && root.hint !== "" }
    Keys.onReturnPressed: press.act()
}
