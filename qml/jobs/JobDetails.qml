// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One job: how far it is, what it shows, what it said.
Item {
    id: root

    required property Session session
    required property string folder
    readonly property JobView job: view

    signal went(place: string, subject: string)

    Accessible.role: Accessible.Pane
    Accessible.name: view.name

    JobView {
        id: view

        jobs: root.session.jobs
        folder: root.folder
    }
    JobHead {
        id: head

        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.unit * 5 }
        session: root.session
        job: view
        onWent: (place, subject) => root.went(place, subject)
    }
    JobPicture {
        id: picture

        anchors { left: head.left; right: head.right; top: head.bottom; topMargin: Theme.unit * 4 }
        height: view.picture === "" ? 0 : Math.max(Theme.px(120), Math.min((root.height - head.height) * 0.55, width * 0.6))
        job: view
    }
    JobLog {
        anchors { left: head.left; right: head.right; top: picture.bottom; bottom: parent.bottom; topMargin: Theme.unit * 4; bottomMargin: Theme.unit * 4 }
        job: view
    }
}
