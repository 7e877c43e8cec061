// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// Something that is owed, to ask, or not allowed: shape, letter and words.
Item {
    id: root

    required property string kind
    required property string text
    property int count: 0
    property bool strong: false
    readonly property string word: kind === "no" ? qsTr("Not allowed") : kind === "ask" ? qsTr("To ask") : kind === "owed" ? qsTr("Owed") : qsTr("Free")

    implicitHeight: words.height
    Accessible.role: Accessible.ListItem
    Accessible.name: word + ": " + text

    ShapeMark {
        id: mark

        y: Theme.px(1)
        shape: root.kind === "no" ? "square" : root.kind === "ask" ? "ring" : root.kind === "owed" ? "diamond" : "circle"
        letter: root.kind === "ask" ? "?" : root.word.charAt(0)
        color: root.kind === "no" ? Theme.bad : root.kind === "ask" ? Theme.rightsColor("") : root.kind === "owed" ? Theme.warning : Theme.good
    }
    BodyText {
        id: words

        anchors { left: mark.right; leftMargin: Theme.unit * 3; right: parent.right }
        text: root.text + (root.count > 0 ? " " + qsTr("(%n items)", "", root.count) : "")
        color: root.strong ? Theme.text : Theme.textQuiet
        font.weight: root.strong ? Theme.weightMedium : Theme.weightNormal
        font.pixelSize: root.strong ? Theme.fontBase : Theme.fontSmall
        Accessible.ignored: true
    }
}
