// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// One line of a log: when, and what.
Item {
    id: root

    required property string line
    required property string time

    implicitHeight: words.implicitHeight + Theme.px(4)
    Accessible.role: Accessible.ListItem
    Accessible.name: line

    MonoText {
        id: clock

        width: Theme.px(68)
        text: root.time
        color: Theme.textQuiet
        Accessible.ignored: true
    }
    MonoText {
        id: words

        anchors { left: clock.right; right: parent.right }
        text: root.line
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        Accessible.ignored: true
    }
}
