// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// On or off, at once. The knob's place says it, and a tick inside the track.
T.Switch {
    id: root

    property string label
    property string hint

    implicitWidth: indicator.width + (text === "" ? 0 : spacing + implicitContentWidth)
    implicitHeight: Theme.targetSize
    leftPadding: indicator.width + (text === "" ? 0 : spacing)
    spacing: Theme.unit * 2
    hoverEnabled: true
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase

    Accessible.role: Accessible.CheckBox
    Accessible.name: label !== "" ? label : text
    Accessible.description: hint
    Accessible.checkable: true
    Accessible.checked: checked
    Accessible.onPressAction: press.act()
    Accessible.onToggleAction: press.act()

    indicator: Rectangle {
        id: track

        y: Math.round((root.height - height) / 2)
        width: Theme.px(32)
        height: Theme.px(18)
        radius: height / 2
        color: !root.enabled ? Theme.raised : root.checked ? (root.hovered ? Theme.accentFillHover : Theme.accentFill) : root.hovered ? Theme.hover : Theme.field
        border.width: root.checked && root.enabled ? 0 : Theme.hairline
        border.color: root.enabled ? Theme.outline : Theme.lineStrong

        Icon {
            x: Theme.px(4)
            anchors.verticalCenter: parent.verticalCenter
            visible: root.checked
            name: "check"
            size: Theme.px(10)
            color: root.enabled ? Theme.accentText : Theme.textDisabled
        }
        Rectangle {
            x: Theme.px(3) + root.visualPosition * (parent.width - width - Theme.px(6))
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(12)
            height: width
            radius: width / 2
            color: !root.enabled ? Theme.textDisabled : root.checked ? Theme.accentText : Theme.textQuiet

            Behavior on x {
                enabled: !root.down
                NumberAnimation { duration: Theme.durationFast }
            }
        }
        FocusRing { shown: root.visualFocus; radius: height / 2 }
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
