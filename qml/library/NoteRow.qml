// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A sentence that travels with an item; one that asks something of whoever publishes it has the sign of a warning.
Item {
    id: root

    required property string words
    required property bool duty

    implicitHeight: text.implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: duty ? qsTr("To observe: %1").arg(words) : words

    Icon {
        id: sign

        y: Theme.px(2)
        name: root.duty ? "warning" : "note"
        size: Theme.iconSmall
        color: root.duty ? Theme.warning : Theme.textQuiet
    }
    BodyText {
        id: text

        anchors { left: sign.right; leftMargin: Theme.unit * 2; right: parent.right }
        text: root.words
        font.pixelSize: Theme.fontSmall
        Accessible.ignored: true
    }
}
