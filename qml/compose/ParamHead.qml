// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Which node the form is of: its name, which can be changed in place, its kind, and whether it takes part.
Item {
    id: root

    required property ParamModel params
    property bool explained: false

    implicitHeight: column.height

    Column {
        id: column

        width: parent.width
        spacing: Theme.unit

        Row {
            width: parent.width
            spacing: Theme.px(2)

            TextField {
                id: name

                width: parent.width - buttons.width - parent.spacing
                enabled: root.params.editable && root.params.together < 2
                label: qsTr("Name of the node")
                placeholderText: root.params.together > 1 ? qsTr("%n nodes", "", root.params.together) : root.params.typeLabel
                hint: qsTr("What it is for, in your own words.")
                font.weight: Theme.weightBold
                onCommitted: (words) => root.params.rename(words)
                onWidthChanged: if (!activeFocus) cursorPosition = 0
                onTextChanged: if (!activeFocus) cursorPosition = 0

                Binding {
                    target: name
                    property: "text"
                    value: root.params.together > 1 ? "" : root.params.intent
                    when: !name.activeFocus
                    restoreMode: Binding.RestoreNone
                }
            }
            Row {
                id: buttons

                spacing: Theme.px(2)

                IconButton {
                    visible: root.params.bypassable
                    enabled: root.params.editable
                    iconName: "bypass"
                    text: qsTr("Bypass")
                    hint: qsTr("Gives its first picture on, unchanged.")
                    shortcut: "D"
                    checkable: true
                    checked: root.params.bypassed
                    onToggled: { root.params.setBypassed(checked); checked = Qt.binding(() => root.params.bypassed) }
                }
                IconButton {
                    enabled: root.params.editable
                    iconName: "mute"
                    text: qsTr("Mute")
                    hint: qsTr("Gives nothing, and is no source of anything.")
                    shortcut: "M"
                    checkable: true
                    checked: root.params.muted
                    onToggled: { root.params.setMuted(checked); checked = Qt.binding(() => root.params.muted) }
                }
                IconButton {
                    iconName: "undo"
                    enabled: root.params.editable && root.params.total > 0
                    text: qsTr("Reset All Settings")
                    onClicked: root.params.resetAll()
                }
                IconButton {
                    iconName: "question"
                    text: qsTr("What It Does")
                    checkable: true
                    checked: root.explained
                    onToggled: root.explained = checked
                }
            }
        }
        QuietText {
            width: parent.width
            visible: text !== ""
            text: root.params.together > 1 ? qsTr("%1, set together").arg(root.params.typeLabel)
                : root.params.intent !== "" ? root.params.typeLabel : ""
        }
        QuietText {
            width: parent.width
            visible: root.params.others > 0
            text: qsTr("%n of another kind are left as they are.", "", root.params.others)
        }
        BodyText {
            width: parent.width
            visible: root.explained && text !== ""
            text: root.params.help
            color: Theme.textQuiet
        }
        ParamProblem {
            width: parent.width
            text: root.params.known ? "" : qsTr("This kind of node, %1, is not known here. Its settings are kept as they are.").arg(root.params.typeName)
        }
    }
}
