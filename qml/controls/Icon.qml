// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Window

/// A picture of resources/icons in one colour, sharp at any scale. It says nothing to a screen reader: the control does.
Image {
    id: root

    required property string name
    property color color: Theme.text
    property real size: Theme.iconSize
    readonly property int pixels: Math.max(1, Math.round(size * Screen.devicePixelRatio))

    width: size
    height: size
    sourceSize: Qt.size(pixels, pixels)
    source: name === "" ? "" : "image://icons/" + name + "/" + color.toString().substring(1)
    Accessible.ignored: true
}
