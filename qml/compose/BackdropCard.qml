// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A backdrop: a plane with a title that holds nodes together.
Rectangle {
    id: root

    required property CanvasHand hand
    required property string backdropId
    required property string title
    required property string colour
    required property real atX
    required property real atY
    required property real across
    required property real down
    required property bool selected

    readonly property color ink: ({ blue: "#7fb0f5", green: "#6cc48d", amber: "#e5b54d", red: "#f48a7d", violet: "#c7a4ec" })[colour] ?? Theme.outline

    x: atX * Theme.scale
    y: atY * Theme.scale
    width: across * Theme.scale
    height: down * Theme.scale
    radius: Theme.radiusLarge
    color: Qt.alpha(ink, 0.1)
    border.width: (selected ? Theme.px(2) : Theme.hairline) * hand.lineScale
    border.color: selected ? Theme.accent : Qt.alpha(ink, 0.45)

    Accessible.role: Accessible.Grouping
    Accessible.name: title === "" ? qsTr("Backdrop without a title") : qsTr("Backdrop: %1").arg(title)

    CardText {
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.unit * 2 }
                text: root.title === "" ? qsTr("Backdrop: double-click to name it") : root.title
        color: root.title === "" ? Theme.textQuiet : Theme.text
        font.pixelSize: Theme.fontLarge * Math.min(3, root.hand.lineScale)
        font.weight: Theme.weightMedium
    }
    Rectangle {
        anchors { right: parent.right; bottom: parent.bottom; margins: Theme.unit }
        width: Theme.px(10)
        height: width
        rotation: 45
        visible: !root.hand.far
        color: Qt.alpha(root.ink, 0.5)
    }
}
