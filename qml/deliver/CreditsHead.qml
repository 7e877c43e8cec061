// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The verdict in a sentence, and the duties under it, the gravest first.
Column {
    id: root

    required property CreditsLook look

    topPadding: Theme.unit * 8
    bottomPadding: Theme.unit * 4
    spacing: Theme.unit * 3

    PlanHeading {
        width: parent.width
        text: qsTr("Made from")
        detail: root.look.busy && !root.look.ready ? qsTr("Going through all frames…") : root.look.summary
    }
    BodyText {
        width: parent.width
        visible: text !== ""
        text: root.look.problem
        color: Theme.bad
    }
    DutyRow {
        width: parent.width
        visible: root.look.ready
        kind: root.look.verdict
        text: root.look.verdictWords
        strong: true
    }
    Repeater {
        model: root.look.ready ? root.look.duties : []

        DutyRow {
            required property var modelData

            width: root.width
            kind: modelData.kind
            text: modelData.words
            count: modelData.items
        }
    }
}
