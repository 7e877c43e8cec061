// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// A name, its key and, quietly, why one would want it. Most controls have one built in; see Hint.
T.ToolTip {
    id: root

    property string shortcut
    property string detail

    x: parent ? Math.round((parent.width - implicitWidth) / 2) : 0
    y: parent ? parent.height + Theme.unit * 1.5 : 0
    implicitWidth: Math.min(Math.max(heading.implicitWidth, why.implicitWidth) + leftPadding + rightPadding, Theme.px(300))
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    horizontalPadding: Theme.unit * 2
    verticalPadding: Theme.unit * 1.25
    margins: Theme.unit
    delay: Theme.tooltipDelay
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent | T.Popup.CloseOnReleaseOutsideParent

    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.durationFast }
    }
    background: Rectangle {
        color: Theme.popup
        radius: Theme.radius
        border.width: Theme.hairline
        border.color: Theme.lineStrong

        Shadow { radius: Theme.radius }
    }
    contentItem: Column {
        spacing: Theme.unit * 0.5

        Row {
            id: heading

            spacing: Theme.unit * 2

            Text {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, Theme.px(280) - (cap.visible ? cap.width + Theme.unit * 2 : 0))
                text: root.text
                wrapMode: Text.Wrap
                color: Theme.text
                font.family: Theme.fontFamily
                font.pixelSize: Theme.fontSmall
                renderType: Text.NativeRendering
            }
            KeyCap {
                id: cap

                anchors.verticalCenter: parent.verticalCenter
                text: root.shortcut
            }
        }
        Text {
            id: why

            width: Math.min(implicitWidth, Theme.px(280))
            visible: text !== ""
            text: root.detail
            wrapMode: Text.Wrap
            color: Theme.textQuiet
            font.family: Theme.fontFamily
            font.pixelSize: Theme.fontSmall
            renderType: Text.NativeRendering
        }
    }
}
