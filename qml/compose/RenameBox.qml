// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One line in which something is named.
Floating {
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

    TextField {
        id: line

        width: root.availableWidth
        iconName: "edit"
        label: root.name
        placeholderText: root.name
        Keys.onReturnPressed: { root.close(); root.renamed(root.target, text) }
        Keys.onEnterPressed: { root.close(); root.renamed(root.target, text) }
    }
}
