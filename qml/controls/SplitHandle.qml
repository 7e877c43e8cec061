// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// The gap between two panes of a SplitPanes: a hairline to the eye, wide enough for the hand.
Item {
    id: root

    readonly property bool lit: T.SplitHandle.hovered || T.SplitHandle.pressed
    readonly property bool upright: parent ? parent.orientation !== Qt.Vertical : true

    implicitWidth: Theme.px(3)
    implicitHeight: Theme.px(3)
    containmentMask: Item {
        x: root.upright ? -Theme.px(4) : 0
        y: root.upright ? 0 : -Theme.px(4)
        width: root.width + (root.upright ? Theme.px(8) : 0)
        height: root.height + (root.upright ? 0 : Theme.px(8))
    }
    Accessible.ignored: true

    Rectangle {
        anchors.fill: parent
        color: root.lit ? Theme.accent : Theme.window

        Behavior on color { ColorAnimation { duration: Theme.durationFast } }
    }
}
