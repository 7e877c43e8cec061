// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What there is to look at: a new training, those that ran, and the models at hand.
Rectangle {
    id: root

    required property Session session
    required property ModelList models
    required property string showing
    required property string chosen
    property bool pane: true

    signal shown(what: string, which: string)

    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Trainings and models")

    ScrollPane {
        anchors.fill: parent
        padding: Theme.unit * 2
        spacing: Theme.unit * 0.5

        ListRow {
            width: parent.width - Theme.unit * 4
            text: qsTr("New training")
            focusPolicy: Qt.StrongFocus
            iconName: "plus"
            selected: root.showing === "plan"
            onClicked: root.shown("plan", "")
        }
        SideHeading { width: parent.width - Theme.unit * 4; text: qsTr("Trainings"); visible: trainings.any }
        Repeater {
            id: trainings

            property bool any: false

            model: root.session.jobs
            onItemAdded: (index, item) => any = any || item.visible
            delegate: SideTraining {
                width: root.width - Theme.unit * 4
                selected: root.showing === "training" && root.chosen === folder
                onClicked: root.shown("training", folder)
            }
        }
        SideHeading { width: parent.width - Theme.unit * 4; text: qsTr("Models") }
        Repeater {
            model: root.models

            ListRow {
                id: row

                required property string name
                required property string path
                required iconName
                required detail

                width: root.width - Theme.unit * 4
                implicitHeight: Theme.px(44)
                twoLines: true
                focusPolicy: Qt.StrongFocus
                text: name
                selected: root.showing === "model" && root.chosen === path
                onClicked: root.shown("model", path)
            }
        }
    }
}
