// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// "Maker   Urse Ovidiu".
Item {
    id: root

    required property string label
    required property string words

    implicitHeight: Math.max(name.implicitHeight, value.implicitHeight)
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(label).arg(words)

    QuietText {
        id: name

        width: Theme.px(88)
        text: root.label
        lineHeight: Theme.lineHeight
        Accessible.ignored: true
    }
    BodyText {
        id: value

        anchors { left: name.right; leftMargin: Theme.unit * 2; right: parent.right }
        text: root.words
        Accessible.ignored: true
    }
}
