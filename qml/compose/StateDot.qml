// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// How it stands with a node, by shape, letter and colour: a small disc while all is well.
Item {
    id: root

    required property int condition

    readonly property var looks: [
        { shape: "circle", letter: "", color: Theme.good, small: true },
        { shape: "diamond", letter: "?", color: Theme.warning, small: false },
        { shape: "ring", letter: "…", color: Theme.textQuiet, small: false },
        { shape: "ring", letter: "L", color: Theme.accent, small: false },
        { shape: "square", letter: "!", color: Theme.bad, small: false },
        { shape: "square", letter: "?", color: Theme.bad, small: false }
    ]

    width: Theme.px(16)
    height: width

    ShapeMark {
        anchors.centerIn: parent
        size: Theme.px(root.looks[root.condition].small ? 8 : 16)
        shape: root.looks[root.condition].shape
        letter: root.looks[root.condition].letter
        color: root.looks[root.condition].color
    }
}
