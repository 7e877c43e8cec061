// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// Says "at work" without an endless animation: it beats once each time `beat` changes, and is still when nothing comes.
Item {
    id: root

    property int beat: 0
    property color color: Theme.accent

    implicitWidth: Theme.iconSize
    implicitHeight: Theme.iconSize
    Accessible.ignored: true
    onBeatChanged: if (!Theme.reducedMotion) pulse.restart()

    Rectangle {
        id: halo

        anchors.centerIn: parent
        width: parent.width * 0.75
        height: width
        radius: width / 2
        color: "transparent"
        border.width: Theme.px(1.5)
        border.color: root.color
        opacity: 0.55
    }
    Rectangle {
        anchors.centerIn: parent
        width: parent.width * 0.3
        height: width
        radius: width / 2
        color: root.color
    }
    NumberAnimation { id: pulse; target: halo; property: "scale"; from: 0.5; to: 1; duration: Theme.durationSlow; easing.type: Easing.OutCubic }
}
