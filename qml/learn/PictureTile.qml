// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// A picture to learn from, with its crops drawn on it; a press opens the crop tool.
T.AbstractButton {
    id: root

    required property int index
    required property string title
    required property string spoken
    required property string picture
    required property int pixelsWide
    required property int pixelsHigh
    required property var crops
    property bool showsFocus: false

    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    text: title
    Accessible.role: Accessible.ListItem
    Accessible.name: spoken
    Accessible.description: qsTr("Press to learn only from a part of it")
    Accessible.onPressAction: clicked()

    background: Rectangle {
        radius: Theme.radiusSmall
        color: root.hovered ? Theme.controlHover : Theme.raised

        FocusRing { shown: root.showsFocus; inset: 0 }
    }
    contentItem: Item {
        Image {
            id: image

            anchors { fill: parent; margins: Theme.px(2) }
            source: root.picture
            sourceSize: Qt.size(240, 240)
            fillMode: Image.PreserveAspectFit
            asynchronous: true
            opacity: root.crops.length > 0 ? 0.55 : 1
            Accessible.ignored: true
        }
        Repeater {
            model: root.crops

            Rectangle {
                required property var modelData
                readonly property real zoom: image.paintedWidth / Math.max(1, root.pixelsWide)

                x: image.x + (image.width - image.paintedWidth) / 2 + modelData.x * zoom
                y: image.y + (image.height - image.paintedHeight) / 2 + modelData.y * zoom
                width: modelData.width * zoom
                height: modelData.height * zoom
                color: "transparent"
                border.width: Theme.px(2)
                border.color: Theme.accent
            }
        }
        Rectangle {
            anchors { right: parent.right; bottom: parent.bottom; margins: Theme.unit }
            width: Theme.targetSize
            height: width
            radius: Theme.radiusSmall
            visible: root.hovered || root.showsFocus
            color: Theme.popup

            Icon { anchors.centerIn: parent; name: "crop" }
        }
    }
    Hint { text: root.title; detail: qsTr("Press to learn only from a part of it"); shown: root.hovered }
}
