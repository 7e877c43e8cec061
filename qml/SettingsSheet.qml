// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What the artist may have otherwise: language, scale, motion, contrast, keys. All of it counts at once.
Sheet {
    id: root

    required property Session session
    readonly property Preferences preferences: session.preferences
    readonly property list<string> languages: ["en", "it"]
    readonly property list<real> scales: [1, 1.25, 1.5, 1.75, 2, 2.5]

    title: qsTr("Settings")
    detail: qsTr("Opificio %1").arg(session.version)
    iconName: "settings"
    width: Math.min(Theme.px(640), parent ? parent.width - Theme.unit * 8 : Theme.px(640))

    contentItem: Column {
        spacing: Theme.unit * 3

        ParameterRow {
            width: parent.width
            label: qsTr("Language")

            SegmentedControl {
                label: qsTr("Language")
                choices: ["English", "Italiano"]
                current: root.languages.indexOf(root.preferences.language)
                onChosen: index => root.preferences.language = root.languages[index]
            }
        }
        ParameterRow {
            width: parent.width
            label: qsTr("Scale")

            SegmentedControl {
                label: qsTr("Scale")
                choices: root.scales.map(scale => qsTr("%1 %").arg(Math.round(scale * 100)))
                current: root.scales.indexOf(root.preferences.scale)
                onChosen: index => root.preferences.scale = root.scales[index]
            }
        }
        ParameterRow {
            width: parent.width
            label: qsTr("Motion")

            Switch {
                label: qsTr("Nothing slides or fades")
                text: label
                checked: root.preferences.reducedMotion
                onToggled: root.preferences.reducedMotion = checked
            }
        }
        ParameterRow {
            width: parent.width
            label: qsTr("Contrast")

            Switch {
                label: qsTr("Stronger letters and lines")
                text: label
                checked: root.preferences.highContrast
                onToggled: root.preferences.highContrast = checked
            }
        }
        KeyMap {
            width: parent.width
            session: root.session
            // As many keys as the window has room for, two at least.
            listHeight: Math.min(Theme.px(28 * 8), Math.max(Theme.px(28 * 2), root.parent.height - Theme.unit * 9 - root.topPadding - root.bottomPadding - y - Theme.controlHeight))
        }
    }
}
