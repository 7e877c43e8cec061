// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// All that is known of an item: as on a label in a museum, then its rights, what must be observed, and where it comes from.
PanelFrame {
    id: root

    required property ItemFacts facts
    readonly property bool pane: true

    title: qsTr("What is known")
    headed: false

    ScrollPane {
        id: column

        readonly property real room: width - padding * 2

        anchors.fill: parent
        padding: Theme.unit * 4
        spacing: Theme.unit * 2

        TitleText { width: column.room; text: root.facts.title; wrapMode: Text.Wrap; elide: Text.ElideNone }
        BodyText { width: column.room; visible: text !== ""; text: root.facts.description }
        Gap { width: 1; height: Theme.px(2) }
        Repeater {
            model: root.facts.rows

            FactRow {
                required property var modelData

                width: column.room
                label: modelData.label
                words: modelData.words
            }
        }
        BodyText {
            width: column.room
            visible: root.facts.missing !== ""
            text: qsTr("Not stated: %1.").arg(root.facts.missing)
            color: Theme.textQuiet
            font.pixelSize: Theme.fontSmall
        }
        Button {
            visible: root.facts.elsewhere
            text: qsTr("Fetch the Picture")
            iconName: "download"
            onClicked: root.facts.fetch()
        }
        Label { width: column.room; topPadding: Theme.unit * 2; text: qsTr("Rights"); font.weight: Theme.weightBold; Accessible.role: Accessible.Heading }
        BodyText { width: column.room; text: root.facts.showing }
        BodyText { width: column.room; text: root.facts.training }
        Repeater {
            model: root.facts.rights

            RightCard {
                required property var modelData

                width: column.room
                statement: modelData
            }
        }
        BodyText { width: column.room; visible: text !== ""; text: root.facts.rightsText; color: Theme.textQuiet; font.pixelSize: Theme.fontSmall }
        Repeater {
            model: root.facts.notes

            NoteRow {
                required property var modelData

                width: column.room
                words: modelData.words
                duty: modelData.duty
            }
        }
        Label {
            width: column.room
            visible: stated.count > 0
            topPadding: Theme.unit * 2
            text: qsTr("In the words of its source")
            font.weight: Theme.weightBold
            Accessible.role: Accessible.Heading
        }
        Repeater {
            id: stated

            model: root.facts.stated

            FactRow {
                required property var modelData

                width: column.room
                label: modelData.label
                words: modelData.words
            }
        }
        SourceRows { width: column.room; facts: root.facts }
    }
}
