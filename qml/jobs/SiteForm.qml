// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A computer in a few words, where nobody hands out a gate.
ScrollPane {
    id: root

    required property Sites sites
    readonly property real inner: width - 2 * padding

    signal ended()

    spacing: Theme.unit * 2

    BodyText { width: root.inner; text: qsTr("What the people of the place tell their users. Without a key file, your keys are taken from the agent that ssh uses.") }
    ParameterRow { width: root.inner; label: qsTr("Called"); TextField { id: called; width: parent.width; label: qsTr("Called"); placeholderText: "Leonardo" } }
    ParameterRow { width: root.inner; label: qsTr("Reached at"); TextField { id: host; width: parent.width; label: qsTr("Reached at"); placeholderText: "login.example.org" } }
    ParameterRow { width: root.inner; label: qsTr("Your name there"); TextField { id: user; width: parent.width; label: qsTr("Your name there") } }
    ParameterRow { width: root.inner; label: qsTr("Hours of"); TextField { id: account; width: parent.width; label: qsTr("The account whose hours are used") } }
    ParameterRow { width: root.inner; label: qsTr("Partition"); TextField { id: partition; width: parent.width; label: qsTr("Partition") } }
    ParameterRow { width: root.inner; label: qsTr("Works in"); TextField { id: folder; width: parent.width; label: qsTr("The folder where jobs lie there"); placeholderText: "/scratch/{user}/opificio" } }
    ParameterRow { width: root.inner; label: qsTr("Worker"); TextField { id: worker; width: parent.width; label: qsTr("The worker's program there"); placeholderText: "/opt/opificio/opificio-worker" } }
    ParameterRow { width: root.inner; label: qsTr("Key file"); TextField { id: key; width: parent.width; label: qsTr("Your private key's file, where no agent holds it"); placeholderText: "~/.ssh/id_ed25519" } }
    BodyText { width: root.inner; visible: text !== ""; color: Theme.bad; text: root.sites.problem; Accessible.role: Accessible.AlertMessage }
    Row {
        spacing: Theme.unit * 2

        Button {
            kind: Button.Primary
            text: qsTr("Keep It")
            enabled: called.text !== "" && host.text !== "" && user.text !== "" && folder.text !== "" && worker.text !== ""
            onClicked: if (root.sites.describe(called.text, host.text, user.text, account.text, partition.text, folder.text, worker.text, key.text)) root.ended()
        }
        Button { text: qsTr("Cancel"); onClicked: root.ended() }
    }
}
