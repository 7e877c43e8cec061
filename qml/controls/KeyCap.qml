// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A key as it stands on the keyboard, "Ctrl+K".
Rectangle {
    id: root

    required property string text

    implicitWidth: Math.max(letters.implicitWidth + Theme.unit * 2, implicitHeight)
    implicitHeight: Theme.px(18)
    visible: text !== ""
    radius: Theme.radiusSmall
    color: Theme.window
    border.width: Theme.hairline
    border.color: Theme.lineStrong
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Text {
        id: letters

        anchors.centerIn: parent
        text: root.text
        color: Theme.textQuiet
        font.family: Theme.fontFamily
        font.pixelSize: Theme.fontTiny
        font.weight: Theme.weightMedium
        renderType: Text.NativeRendering
        Accessible.ignored: true
    }
}
