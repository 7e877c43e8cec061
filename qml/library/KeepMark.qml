// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// Whether something is kept: a heart on a filled disc, a crossed ring, or a heart that waits for the hand.
Rectangle {
    id: root

    required property bool kept
    required property bool skipped

    signal pressed()

    width: Theme.targetSize
    height: width
    radius: width / 2
    color: kept ? Theme.accentFill : Theme.scrim
    border.width: kept ? 0 : Theme.hairline
    border.color: Theme.outline
    Accessible.ignored: true

    Icon {
        anchors.centerIn: parent
        name: root.skipped ? "skip" : "keep"
        size: Theme.iconSmall
        color: root.kept ? Theme.accentText : Theme.text
    }
    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
        Accessible.ignored: true
        onClicked: root.pressed()
        onDoubleClicked: root.pressed()
    }
}
