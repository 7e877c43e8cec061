// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The end of a wire on a card: letter, shape and colour of what travels; hollow while nothing is linked.
Item {
    id: root

    required property string type
    required property bool linked
    property bool hovered: false

    width: Theme.px(16)
    height: width

    Rectangle {
        anchors.centerIn: parent
        width: parent.width + Theme.unit * (root.hovered ? 2 : 1)
        height: width
        radius: width / 2
        color: Theme.raised
        border.width: root.hovered ? Theme.hairline : 0
        border.color: Theme.focus
    }
    ShapeMark {
        anchors.centerIn: parent
        size: root.width
        shape: root.linked ? Theme.typeShape(root.type) : "ring"
        letter: Theme.typeLetter(root.type)
        color: Theme.typeColor(root.type)
    }
}
