// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// The first frame of a film that is done, or what a model makes now.
Rectangle {
    id: root

    required property JobView job

    visible: job.picture !== ""
    color: Theme.view
    radius: Theme.radius
    clip: true

    SteadyPicture {
        anchors { fill: parent; margins: Theme.unit * 2 }
        source: root.job.picture
        Accessible.role: Accessible.Graphic
        Accessible.name: root.job.verb === "train" ? qsTr("What the model makes now") : qsTr("The first frame")
    }
}
