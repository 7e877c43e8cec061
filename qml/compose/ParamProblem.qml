// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A sentence below a field: why what was typed could not be, or something to know.
Item {
    id: root

    required property string text
    property bool wrong: false

    visible: text !== ""
    height: visible ? words.height : 0

    Icon {
        id: mark

        anchors { left: parent.left; top: parent.top; topMargin: Theme.px(2) }
        name: root.wrong ? "warning" : "info"
        size: Theme.iconSmall
        color: root.wrong ? Theme.bad : Theme.textQuiet
    }
    BodyText {
        id: words

        anchors { left: mark.right; leftMargin: Theme.unit * 1.5; right: parent.right }
        text: root.text
        font.pixelSize: Theme.fontSmall
        color: root.wrong ? Theme.bad : Theme.textQuiet
        Accessible.role: root.wrong ? Accessible.AlertMessage : Accessible.StaticText
    }
}
