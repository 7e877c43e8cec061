// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// Gain, gamma and what lies behind: ways to look, never part of the work.
PopupPanel {
    id: root

    required property Stage stage

    x: -width
    label: qsTr("View only")

    contentItem: Column {
        spacing: Theme.unit * 2

        QuietText { text: qsTr("For the eye alone; nothing of it is delivered.") }
        ParameterRow {
            label: qsTr("Gain")
            changed: root.stage.gainStops !== 0
            onReset: root.stage.gainStops = 0

            NumberField {
                label: qsTr("Gain of the view")
                focus: true
                value: root.stage.gainStops
                from: -6
                to: 6
                stepSize: 0.1
                decimals: 2
                defaultValue: 0
                suffix: qsTr("stops")
                onScrubbed: (v) => root.stage.gainStops = v
                onCommitted: (v) => root.stage.gainStops = v
                onTyped: (words) => root.stage.gainStops = Number(words.replace(",", ".")) || 0
            }
        }
        ParameterRow {
            label: qsTr("Gamma")
            changed: root.stage.gamma !== 1
            onReset: root.stage.gamma = 1

            NumberField {
                label: qsTr("Gamma of the view")
                value: root.stage.gamma
                from: 0.2
                to: 4
                stepSize: 0.05
                decimals: 2
                defaultValue: 1
                onScrubbed: (v) => root.stage.gamma = v
                onCommitted: (v) => root.stage.gamma = v
                onTyped: (words) => root.stage.gamma = Number(words.replace(",", ".")) || 1
            }
        }
        ParameterRow {
            label: qsTr("Behind")

            SegmentedControl {
                label: qsTr("Behind the picture")
                choices: [qsTr("Black"), qsTr("Checkers")]
                current: root.stage.checkerboard ? 1 : 0
                onChosen: (index) => root.stage.checkerboard = index === 1
            }
        }
        Button {
            enabled: !root.stage.viewIsPlain
            text: qsTr("As It Is")
            onClicked: root.stage.resetView()
        }
    }
}
