// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One line in which something is named.
PopupPanel {
    id: root

    property string target

    signal renamed(target: string, words: string)

    function ask(target: string, words: string) {
        root.target = target
        line.text = words
        open()
        line.selectAll()
        line.forceActiveFocus(Qt.PopupFocusReason)
    }

    width: Theme.px(320)
    padding: Theme.unit * 2

    contentItem: TextField {
        id: line

        iconName: "edit"
        label: root.label
        placeholderText: root.label
        Keys.onReturnPressed: { root.close(); root.renamed(root.target, text) }
        Keys.onEnterPressed: { root.close(); root.renamed(root.target, text) }
    }
}
