// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The piece while a model that still learns plays in it, and, small, what the model makes by itself.
Rectangle {
    id: root

    required property Session session
    required property string picture

    color: Theme.view
    radius: Theme.radius
    clip: true
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("The piece, played by what is learned so far")
    onVisibleChanged: if (visible) session.transport.play()

    PreviewItem {
        anchors { fill: parent; margins: Theme.unit * 2 }
        stage: root.visible ? root.session.stage : null
    }
    Rectangle {
        anchors { right: parent.right; bottom: parent.bottom; margins: Theme.unit * 3 }
        width: Math.round(Math.min(parent.width, parent.height) * 0.28)
        height: width
        radius: Theme.radius
        visible: root.picture !== ""
        color: Theme.popup
        border.width: Theme.hairline
        border.color: Theme.lineStrong

        SteadyPicture {
            anchors { fill: parent; margins: Theme.px(3) }
            source: root.picture
        }
    }
    Badge {
        anchors { left: parent.left; top: parent.top; margins: Theme.unit * 3 }
        text: qsTr("In the piece, now")
    }
}
