// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The name of a training, what can be done with it, and the switch that plays it in the piece.
Column {
    id: root

    required property Session session
    required property JobView job
    required property TrainingView view
    required property LivePlay play

    signal cardWanted(path: string)

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

            CommandAction { session: root.session; name: "learn.resume"; visible: root.job.canResume; kind: Button.Primary; iconName: "resume"; text: qsTr("Resume") }
            CommandAction { session: root.session; name: "learn.pause"; visible: root.job.active; iconName: "pause"; text: qsTr("Pause") }
            CommandAction { session: root.session; name: "learn.branch"; iconName: "branch"; text: qsTr("Branch Off…"); busy: root.view.branching }
            Button {
                visible: root.job.done
                iconName: "info"
                text: qsTr("Its Card")
                onClicked: root.cardWanted(root.job.files.length > 0 ? root.session.jobs.localFile(root.job.files[0]) : "")
            }
        }
    }
    PlayInPiece {
        width: parent.width
        session: root.session
        play: root.play
        finalModel: root.view.finalModel
        modelName: root.job.plainName
    }
}
