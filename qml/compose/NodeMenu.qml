// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The verbs for what is selected, with their keys; arrows walk, Return does.
Floating {
    id: root

    required property Session session

    function show() {
        list.currentIndex = 0
        open()
        list.forceActiveFocus(Qt.PopupFocusReason)
    }
    function choose(verb: string) {
        close()
        root.session.commands.trigger(verb)
    }

    name: qsTr("Verbs")
    width: Theme.px(270)
    margins: Theme.unit

    ListView {
        id: list

        width: root.availableWidth
        height: contentHeight
        interactive: false
        keyNavigationWraps: true
        model: ["canvas.add", "canvas.links", "canvas.rename", "canvas.bypass", "canvas.mute", "canvas.solo", "canvas.extract", "canvas.delete",
            "canvas.duplicate", "canvas.copy", "canvas.cut", "canvas.paste", "canvas.align", "canvas.tidy", "canvas.backdrop"]
        delegate: NodeMenuRow {
            width: list.width
            session: root.session
            selected: ListView.isCurrentItem && list.activeFocus
            onChosen: verb => root.choose(verb)
        }
        Keys.onReturnPressed: root.choose(model[currentIndex])
        Keys.onEnterPressed: root.choose(model[currentIndex])
    }
}
