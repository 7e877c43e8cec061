// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What the artist may have otherwise: language, scale, motion, keys. All of it counts at once.
Floating {
    id: root

    required property Session session
    readonly property Preferences preferences: session.preferences

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(Theme.px(640), parent ? parent.width - Theme.unit * 8 : 0)
    padding: Theme.unit * 6
    name: qsTr("Settings")

    Column {
        width: parent.width
        spacing: Theme.unit * 4

        TitleText { text: qsTr("Settings") }
        SettingRow {
            width: parent.width
            label: qsTr("Language")

            Repeater {
                model: [{ code: "en", name: "English" }, { code: "it", name: "Italiano" }]

                Button {
                    required property var modelData

                    text: modelData.name
                    checked: root.preferences.language === modelData.code
                    onClicked: root.preferences.language = modelData.code
                }
            }
        }
        SettingRow {
            width: parent.width
            label: qsTr("Scale")

            Repeater {
                model: [1, 1.25, 1.5, 1.75, 2, 2.5]

                Button {
                    required property real modelData

                    text: qsTr("%1 %").arg(Math.round(modelData * 100))
                    checked: root.preferences.scale === modelData
                    onClicked: root.preferences.scale = modelData
                }
            }
        }
        SettingRow {
            width: parent.width
            label: qsTr("Motion")

            Button {
                text: root.preferences.reducedMotion ? qsTr("Reduced: nothing slides or fades") : qsTr("Short movements")
                checked: root.preferences.reducedMotion
                onClicked: root.preferences.reducedMotion = !root.preferences.reducedMotion
            }
        }
        KeyMap {
            width: parent.width
            session: root.session
        }
        QuietText { text: qsTr("Opificio %1").arg(root.session.version) }
    }
}
