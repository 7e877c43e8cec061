// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A job's name, how it stands in words, and the few things that can be done with it.
Column {
    id: root

    required property Session session
    required property JobView job

    signal went(place: string, subject: string)

    spacing: Theme.unit * 3

    Item {
        width: parent.width
        height: Math.max(name.height, buttons.height)

        TitleText {
            id: name

            anchors { left: parent.left; right: buttons.left; rightMargin: Theme.unit * 4; verticalCenter: parent.verticalCenter }
            text: root.job.name
        }
        Row {
            id: buttons

            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            spacing: Theme.unit * 2

            CommandAction {
                session: root.session
                name: "jobs.resume"
                visible: root.job.canResume
                kind: Button.Primary
                iconName: "resume"
                text: root.job.state === Jobs.Made ? qsTr("Start") : qsTr("Resume")
            }
            CommandAction {
                session: root.session
                name: "jobs.stop"
                visible: root.job.active
                iconName: root.job.verb === "train" ? "pause" : "stop"
                text: root.job.verb === "train" ? qsTr("Pause") : qsTr("Stop")
            }
            Button {
                visible: root.job.verb === "train" && root.job.exists
                text: qsTr("Watch It Learn")
                iconName: "learn"
                onClicked: root.went("Learn", root.job.folder)
            }
            CommandButton { session: root.session; name: "jobs.folder"; iconName: "folder" }
            CommandButton { session: root.session; name: "jobs.remove"; iconName: "trash" }
        }
    }
    JobProgress {
        width: parent.width
        job: root.job
    }
    CommandAction {
        session: root.session
        name: "jobs.site"
        visible: root.job.site !== ""
        iconName: "cloud"
        hint: qsTr("Other computers: its login, its keys, and whether it can be reached.")
    }
    Row {
        visible: root.job.done && root.job.files.length > 0
        spacing: Theme.unit * 2

        Button {
            visible: root.job.verb === "render"
            text: qsTr("Open")
            iconName: "play"
            onClicked: root.session.jobs.openFile(root.job.files[0])
        }
        Button {
            visible: root.job.hasCredits
            text: qsTr("Credits")
            iconName: "people"
            hint: qsTr("Opens the page that names what it was made from, in the browser.")
            onClicked: root.session.jobs.openFile(root.job.creditsPage)
        }
    }
}
