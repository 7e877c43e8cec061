// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// Something that happens while the button is held down; nothing of it is written. Its diamond makes it happen at a frame.
Button {
    id: root

    required property ParamRow row

    text: qsTr("Now")
    iconName: "play"
    hint: qsTr("Happens as long as you hold it. The diamond makes it happen at this frame of the work.")
    Accessible.name: qsTr("%1: now").arg(row.label)
    onPressedChanged: row.params.hold(row.index, pressed)
}
