// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One line in which something is named; Return hands the words over.
PopupPanel {
    id: root

    property var take: null

    function ask(label: string, words: string, take: var) {
        root.label = label
        root.take = take
        line.text = words
        open()
        line.selectAll()
        line.forceActiveFocus(Qt.PopupFocusReason)
    }
    function finish() {
        root.close()
        root.take(line.text)
    }

    anchors.centerIn: parent
    width: Theme.px(320)
    padding: Theme.unit * 2

    contentItem: TextField {
        id: line

        iconName: "edit"
        label: root.label
        placeholderText: root.label
        Keys.onReturnPressed: root.finish()
        Keys.onEnterPressed: root.finish()
    }
}
