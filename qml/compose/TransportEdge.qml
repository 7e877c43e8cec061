// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// Where the range that is played begins or ends, to be dragged; a double click gives the work's own end back.
Item {
    id: root

    required property string text
    required property string shortcut
    required property string time
    required property bool narrowed

    signal dragged(at: real)
    signal cleared()

    width: Theme.px(6)
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.description: time

    Rectangle {
        anchors.fill: parent
        radius: Theme.px(2)
        color: area.containsMouse || area.pressed ? Theme.accent : root.narrowed ? Theme.outline : Theme.lineStrong
    }
    MouseArea {
        id: area

        anchors { fill: parent; margins: -Theme.px(3) }
        hoverEnabled: true
        preventStealing: true
        cursorShape: Qt.SizeHorCursor
        onPositionChanged: (mouse) => { if (pressed) root.dragged(mapToItem(root.parent, mouse.x, 0).x) }
        onDoubleClicked: root.cleared()
    }
    Hint { text: root.text; detail: root.time; shortcut: root.shortcut; shown: area.containsMouse && !area.pressed }
}
