// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// What can be done with one setting.
Menu {
    id: root

    required property ParamModel params
    property int row: -1
    property bool keyed: false
    property bool keyHere: false

    function ask(row: int, keyed: bool, keyHere: bool) {
        root.row = row
        root.keyed = keyed
        root.keyHere = keyHere
        root.popup()
    }

    label: qsTr("Setting")

    MenuItem { text: qsTr("Copy Value"); iconName: "copy"; onTriggered: root.params.copy(root.row) }
    MenuItem { text: qsTr("Paste Value"); iconName: "paste"; enabled: root.params.editable; onTriggered: root.params.paste(root.row) }
    MenuItem { text: qsTr("Reset"); iconName: "undo"; enabled: root.params.editable; onTriggered: root.params.reset(root.row) }
    MenuSeparator { }
    MenuItem { text: root.keyHere ? qsTr("Take the Keyframe Away") : qsTr("Set a Keyframe"); shortcut: "I"; iconName: "keyframe"
        enabled: root.params.editable; onTriggered: root.params.toggleKey(root.row) }
    MenuItem { text: qsTr("Next Keyframe"); iconName: "step-forward"; enabled: root.keyed; onTriggered: root.params.goToKey(root.row, 1) }
    MenuItem { text: qsTr("Previous Keyframe"); iconName: "step-back"; enabled: root.keyed; onTriggered: root.params.goToKey(root.row, -1) }
    MenuItem { text: qsTr("Take All Keyframes Away"); iconName: "trash"; enabled: root.keyed && root.params.editable; onTriggered: root.params.clearKeys(root.row) }
}
