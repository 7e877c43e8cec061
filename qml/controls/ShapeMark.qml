// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A letter in a shape: what colour alone must not say. Shapes: circle, ring, square, diamond.
Item {
    id: root

    required property string shape
    required property string letter
    property color color: Theme.textQuiet
    property real size: Theme.px(16)
    readonly property bool hollow: shape === "ring"

    implicitWidth: size
    implicitHeight: size
    Accessible.ignored: true

    Rectangle {
        anchors.centerIn: parent
        width: root.size * (root.shape === "diamond" ? 0.8 : root.shape === "square" ? 0.9 : 1)
        height: width
        rotation: root.shape === "diamond" ? 45 : 0
        antialiasing: true
        radius: root.shape === "circle" || root.hollow ? width / 2 : Theme.px(root.shape === "diamond" ? 2 : 2.5)
        color: root.hollow ? "transparent" : root.color
        border.width: root.hollow ? Math.max(1, Theme.px(1.5)) : 0
        border.color: root.color
    }
    Words {
        anchors.centerIn: parent
        text: root.letter
        color: root.hollow ? root.color : Theme.textOn(root.color)
        font.pixelSize: Math.round(root.size * 0.66)
        font.weight: Font.Bold
        elide: Text.ElideNone
    }
}
