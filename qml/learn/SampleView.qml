// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls
import Opificio.Screens

/// What a model makes, large, with a word on when that was.
Rectangle {
    id: root

    required property string picture
    required property string words
    property bool smooth: true

    color: Theme.view
    radius: Theme.radius
    clip: true
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("What the model makes: %1").arg(words)

    SteadyPicture {
        id: image

        anchors { fill: parent; margins: Theme.unit * 2 }
        source: root.picture
        smooth: root.smooth
    }
    Words {
        anchors.centerIn: parent
        visible: root.picture === ""
        text: qsTr("The first picture comes in a moment…")
        color: Theme.textQuiet
    }
    Rectangle {
        anchors { left: parent.left; top: parent.top; margins: Theme.unit * 3 }
        width: label.width + Theme.unit * 4
        height: Theme.targetSize
        radius: height / 2
        visible: root.picture !== ""
        color: Theme.popup

        Words { id: label; anchors.centerIn: parent; text: root.words; font.pixelSize: Theme.fontSmall }
    }
}
