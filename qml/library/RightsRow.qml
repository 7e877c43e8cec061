// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls
import Opificio.Screens

/// A kind of rights as a condition: its shape and letter, its word, how many have it.
FilterRow {
    id: root

    required property string kind

    text: kind === "not stated" ? qsTr("Not stated") : Theme.rightsWord(kind)
    leftPadding: Theme.unit * 2 + Theme.iconSize + spacing
    enabled: count > 0 || selected

    ShapeMark {
        parent: root
        x: Theme.unit * 2 + Theme.px(1)
        anchors.verticalCenter: parent ? parent.verticalCenter : undefined
        shape: Theme.rightsShape(root.kind)
        letter: Theme.rightsLetter(root.kind)
        color: root.enabled ? Theme.rightsColor(root.kind) : Theme.textDisabled
        size: Theme.px(14)
    }
}
