// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The verbs for what is selected, with their keys; arrows walk, Return does.
PopupPanel {
    id: root

    required property Session session

    function show(x: real, y: real) {
        root.x = x
        root.y = y
        list.currentIndex = 0
        open()
        list.forceActiveFocus(Qt.PopupFocusReason)
    }
    function choose(verb: string) {
        close()
        root.session.commands.trigger(verb)
    }

    label: qsTr("Verbs")
    width: Theme.px(270)
    padding: Theme.unit * 2
    margins: Theme.unit

    contentItem: ListView {
        id: list

        implicitHeight: contentHeight
        interactive: false
        keyNavigationEnabled: true
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
