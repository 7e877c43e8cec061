// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A gate that was opened: whose it is, by which key it was signed, and who one is there.
Column {
    id: root

    required property Sites sites

    spacing: Theme.unit * 3

    TitleText { width: parent.width; text: root.sites.gateTitle; font.pixelSize: Theme.fontLarge }
    BodyText { width: parent.width; text: qsTr("This gate was signed with the key below. Compare it with what the people of the place publish.") }
    MonoText { width: parent.width; text: root.sites.gateFingerprint; wrapMode: Text.WrapAnywhere }
    BodyText { width: parent.width; visible: text !== ""; color: Theme.bad; text: root.sites.gateDoubt !== "" ? root.sites.gateDoubt : root.sites.problem }
    TextField { id: user; width: parent.width; visible: root.sites.gateWantsUser; label: qsTr("Your name there"); placeholderText: label }
    TextField { id: account; width: parent.width; visible: root.sites.gateWantsAccount; label: qsTr("The account whose hours are used"); placeholderText: label }
    BodyText { width: parent.width; text: qsTr("Without a key file, your keys are taken from the agent that ssh uses.") }
    TextField { id: key; width: parent.width; label: qsTr("Key file"); placeholderText: label + ": ~/.ssh/id_ed25519" }
    Row {
        spacing: Theme.unit * 2

        Button {
            kind: Button.Primary
            text: qsTr("Take It")
            enabled: root.sites.gateDoubt === "" && (!root.sites.gateWantsUser || user.text.trim() !== "")
            onClicked: root.sites.takeGate(user.text, account.text, key.text)
        }
        Button { text: qsTr("Not This One"); onClicked: root.sites.forgetGate() }
    }
}
