// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// Thin while it only shows the place, wide enough to be caught under the pointer. Gone where there is nothing to scroll.
T.ScrollBar {
    id: root

    readonly property real thickness: hovered || pressed ? Theme.px(8) : Theme.px(5)

    implicitWidth: Theme.px(12)
    implicitHeight: Theme.px(12)
    minimumSize: Math.min(1, Theme.px(24) / Math.max(1, horizontal ? width : height))
    visible: size < 1 && policy !== T.ScrollBar.AlwaysOff
    hoverEnabled: true
    Accessible.ignored: true

    contentItem: Item {
        Rectangle {
            x: root.horizontal ? 0 : parent.width - width - Theme.px(2)
            y: root.horizontal ? parent.height - height - Theme.px(2) : 0
            width: root.horizontal ? parent.width : root.thickness
            height: root.horizontal ? root.thickness : parent.height
            radius: root.thickness / 2
            color: root.pressed ? Theme.textQuiet : Theme.outline
            opacity: root.hovered || root.pressed ? 1 : 0.55

            Behavior on opacity { NumberAnimation { duration: Theme.durationFast } }
        }
    }
}
