// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// Where a number stands in its range, 0 to 1, counted from zero: neutral, with an edge that lights up under the hand.
Item {
    id: root

    required property real start
    required property real end
    required property bool live
    readonly property real low: Math.min(start, end)
    readonly property real high: Math.max(start, end)

    clip: true

    Rectangle {
        x: Math.round(root.low * root.width)
        width: Math.round(root.high * root.width) - x
        height: root.height
        radius: root.low <= 0 || root.high >= 1 ? Theme.radiusSmall : 0
        color: Theme.bar
    }
    Rectangle {
        x: Math.round(Math.min(root.width - width, Math.max(0, root.end * root.width - width / 2)))
        width: Theme.px(2)
        height: root.height
        color: root.live ? Theme.accent : Theme.outline
    }
}
