// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// One step of the walk through a computer: right, doubtful or wrong, and what that means.
Item {
    id: root

    /// "right", "doubtful" or "wrong"
    required property string verdict
    required property string sentence

    implicitHeight: Math.max(mark.height, words.implicitHeight)
    Accessible.role: Accessible.StaticText
    Accessible.name: (verdict === "right" ? qsTr("In order") : verdict === "doubtful" ? qsTr("To be looked at") : qsTr("Wrong")) + ": " + sentence

    Icon {
        id: mark

        y: Theme.px(1)
        name: root.verdict === "right" ? "done" : root.verdict === "doubtful" ? "question" : "error"
        color: root.verdict === "right" ? Theme.good : root.verdict === "doubtful" ? Theme.warning : Theme.bad
    }
    BodyText {
        id: words

        anchors { left: mark.right; leftMargin: Theme.unit * 2; right: parent.right }
        text: root.sentence
        Accessible.ignored: true
    }
}
