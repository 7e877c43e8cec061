// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where canvas units are pixels of the design: it moves and grows with the view.
Item {
    required property CanvasHand hand

    x: Math.round(-hand.origin.x * hand.pixels)
    y: Math.round(-hand.origin.y * hand.pixels)
    scale: hand.zoom
    transformOrigin: Item.TopLeft
}
