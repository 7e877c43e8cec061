// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One computer: who and where, the keys that have to be compared, and what the last walk through it found.
ScrollPane {
    id: root

    required property Sites sites
    readonly property real inner: width - 2 * padding

    spacing: Theme.unit * 2
    // What was found last is seen.
    onContentHeightChanged: if (sites.steps.length > 0) contentY = Math.max(0, contentHeight - height)

    TitleText { width: root.inner; text: root.sites.title; font.pixelSize: Theme.fontLarge }
    Row {
        spacing: Theme.unit * 2

        Button {
            kind: Button.Primary
            iconName: "check"
            busy: root.sites.busy
            enabled: !root.sites.busy
            text: qsTr("Check It")
            hint: qsTr("Reaches it, and runs a short job there.")
            onClicked: root.sites.check()
        }
        Button { visible: root.sites.busy; iconName: "stop"; text: qsTr("Stop"); onClicked: root.sites.stop() }
        Button { visible: !root.sites.busy; kind: Button.Quiet; iconName: "trash"; text: qsTr("Remove"); onClicked: root.sites.removeChosen() }
    }
    Repeater {
        model: root.sites.facts

        FactRow {
            required property var modelData

            width: root.inner
            label: modelData.label
            words: modelData.words
        }
    }
    BodyText { width: root.inner; visible: text !== ""; color: Theme.bad; text: root.sites.problem; Accessible.role: Accessible.AlertMessage }
    Repeater {
        model: root.sites.keys

        SiteKey {
            required property var modelData

            width: root.inner
            host: modelData.host
            fingerprint: modelData.fingerprint
            onAccepted: root.sites.acceptKey(fingerprint)
        }
    }
    Repeater {
        model: root.sites.steps

        SiteStep {
            required property var modelData

            width: root.inner
            verdict: modelData.state
            sentence: modelData.sentence
        }
    }
    Row {
        visible: root.sites.wantsPassphrase
        spacing: Theme.unit * 2
        onVisibleChanged: if (visible) passphrase.forceActiveFocus(Qt.OtherFocusReason)

        PasswordField {
            id: passphrase

            label: qsTr("Passphrase of the key")
            onAccepted: give()

            function give(): void {
                const typed = text
                clear()
                // The field goes; the keyboard stays in the sheet.
                root.forceActiveFocus(Qt.OtherFocusReason)
                root.sites.givePassphrase(typed)
            }
        }
        Button { text: qsTr("Go On"); hint: qsTr("It goes into your keyring. Where there is none, it stays in memory alone."); enabled: passphrase.text !== ""; onClicked: passphrase.give() }
    }
    BodyText { width: root.inner; visible: text !== ""; font.weight: Theme.weightBold; text: root.sites.verdict }
}
