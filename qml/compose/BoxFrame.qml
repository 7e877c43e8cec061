// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The frame that is drawn around what is to be selected.
Rectangle {
    id: root

    required property CanvasHand hand
    readonly property point corner: hand.fromCanvas(Qt.point(hand.box.x, hand.box.y))

    visible: hand.boxing
    x: corner.x
    y: corner.y
    width: hand.box.width * hand.pixels
    height: hand.box.height * hand.pixels
    color: Qt.alpha(Theme.accent, 0.12)
    border.width: Theme.hairline
    border.color: Theme.accent
    Accessible.ignored: true
}
