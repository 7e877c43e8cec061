// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls

/// What a model says about itself, as sentences.
Column {
    id: root

    required property Session session
    required property ModelCard card
    required property LivePlay play

    spacing: Theme.unit * 3

    TitleText { width: parent.width; text: root.card.name }
    QuietText { text: root.card.kind; visible: text !== "" }
    BodyText { width: parent.width; visible: text !== ""; text: root.card.problem; color: Theme.bad }
    PlayInPiece {
        width: parent.width
        visible: root.card.ready && root.card.problem === ""
        session: root.session
        play: root.play
        finalModel: root.card.sha256
        modelName: root.card.name
    }
    Repeater {
        model: root.card.sentences

        BodyText {
            required property string modelData

            width: root.width
            text: modelData
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.unit * 2
        visible: root.card.rights.length > 0

        Repeater {
            model: root.card.rights

            RightsChip {
                required property var modelData

                kind: modelData.kind
                text: Theme.rightsWord(modelData.kind) + ": " + modelData.count
            }
        }
    }
    Label {
        topPadding: Theme.unit * 2
        visible: root.card.pictures.length > 0
        text: qsTr("What it learned from")
        font.weight: Theme.weightBold
        Accessible.role: Accessible.Heading
    }
}
