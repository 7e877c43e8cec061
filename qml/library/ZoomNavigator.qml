// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// The whole picture, small, and on it a frame around what is seen; a press or a drag goes there.
Rectangle {
    id: root

    required property string source
    /// Width by height of the picture.
    required property real shape
    /// What is seen of it: 0 to 1.
    required property rect seen

    signal asked(point: point)

    width: Math.round(root.shape >= 1 ? Theme.px(180) : Math.max(Theme.px(24), Theme.px(180) * root.shape))
    height: Math.round(root.shape >= 1 ? Math.max(Theme.px(24), Theme.px(180) / root.shape) : Theme.px(180))
    color: Theme.popup
    border.width: Theme.hairline
    border.color: Theme.lineStrong
    radius: Theme.radiusSmall
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("What is seen of the picture")
    Accessible.description: qsTr("%1 % of its width, %2 % of its height").arg(Math.round(root.seen.width * 100)).arg(Math.round(root.seen.height * 100))

    Shadow { }
    Image {
        anchors { fill: parent; margins: Theme.unit }
        source: root.source
        asynchronous: true
        fillMode: Image.Stretch
    }
    // What is not seen is dimmed, so that the frame is found on every picture.
    Item {
        anchors { fill: parent; margins: Theme.unit }
        clip: true

        Rectangle {
            readonly property real rim: root.width + root.height

            x: frame.x - rim
            y: frame.y - rim
            width: frame.width + 2 * rim
            height: frame.height + 2 * rim
            color: "transparent"
            border.width: rim
            border.color: Qt.rgba(0, 0, 0, 0.45)
        }
        Rectangle {
            id: frame

            x: root.seen.x * parent.width
            y: root.seen.y * parent.height
            width: Math.max(Theme.px(4), root.seen.width * parent.width)
            height: Math.max(Theme.px(4), root.seen.height * parent.height)
            color: "transparent"
            border.width: Math.max(1, Theme.px(1.5))
            border.color: Theme.accent
        }
    }
    MouseArea {
        anchors { fill: parent; margins: Theme.unit }
        cursorShape: pressed ? Qt.ClosedHandCursor : Qt.PointingHandCursor
        Accessible.ignored: true
        onPressed: mouse => root.asked(Qt.point(mouse.x / width, mouse.y / height))
        onPositionChanged: mouse => root.asked(Qt.point(mouse.x / width, mouse.y / height))
    }
}
