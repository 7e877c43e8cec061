// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Screens

/// What can be done with the setting that the pointer or the keyboard is at.
Item {
    id: root

    required property Session session
    required property ParamModel params
    readonly property Commands commands: session.commands
    readonly property bool at: params.current >= 0 && params.editable

    Command { commands: root.commands; name: "param.key"; place: "Compose"; label: root.at ? qsTr("Keyframe for %1").arg(root.params.currentLabel) : qsTr("Keyframe"); key: "I"
        enabled: root.at; onTriggered: root.params.toggleKey(root.params.current) }
    Command { commands: root.commands; name: "param.copy"; place: "Compose"; label: root.at ? qsTr("Copy the Value of %1").arg(root.params.currentLabel) : qsTr("Copy the Value")
        enabled: root.params.current >= 0; onTriggered: root.params.copy(root.params.current) }
    Command { commands: root.commands; name: "param.paste"; place: "Compose"; label: root.at ? qsTr("Paste Into %1").arg(root.params.currentLabel) : qsTr("Paste Into the Setting")
        enabled: root.at; onTriggered: root.params.paste(root.params.current) }
    Command { commands: root.commands; name: "param.reset"; place: "Compose"; label: root.at ? qsTr("Reset %1").arg(root.params.currentLabel) : qsTr("Reset the Setting")
        enabled: root.at; onTriggered: root.params.reset(root.params.current) }
    Command { commands: root.commands; name: "param.explain"; place: "Compose"; label: root.params.current >= 0 ? qsTr("Explain %1").arg(root.params.currentLabel) : qsTr("Explain the Setting"); key: "F1"
        enabled: root.params.current >= 0; onTriggered: root.params.explained = root.params.explained === root.params.current ? -1 : root.params.current }
    Command { commands: root.commands; name: "param.resetAll"; place: "Compose"; label: qsTr("Reset All Settings of the Node"); enabled: root.params.editable; onTriggered: root.params.resetAll() }
}
