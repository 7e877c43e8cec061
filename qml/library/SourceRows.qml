// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where it comes from: its page and its file, as words to copy. The browser opens only when its button is pressed.
Column {
    id: root

    required property ItemFacts facts

    spacing: Theme.unit

    Label { width: parent.width; topPadding: Theme.unit * 2; text: qsTr("Where it comes from"); font.weight: Theme.weightBold; Accessible.role: Accessible.Heading }
    CopyRow {
        width: parent.width
        visible: words !== ""
        label: qsTr("Its page")
        words: root.facts.source
        canOpen: true
        onCopied: root.facts.copy(words)
        onOpened: root.facts.openSource()
    }
    Repeater {
        model: root.facts.links

        CopyRow {
            required property var modelData

            width: root.width
            label: modelData.label
            words: modelData.address
            canOpen: true
            onCopied: root.facts.copy(words)
            onOpened: root.facts.openLink(words)
        }
    }
    CopyRow {
        width: parent.width
        visible: words !== ""
        label: qsTr("The original")
        words: root.facts.file
        onCopied: root.facts.copy(words)
    }
    CopyRow {
        width: parent.width
        visible: words !== ""
        label: qsTr("SHA-256")
        words: root.facts.sha256
        onCopied: root.facts.copy(words)
    }
}
