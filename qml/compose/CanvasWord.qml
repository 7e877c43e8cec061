// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What the canvas has to say: while a wire is pulled, why it may not end here; for a while after, why something was not done.
Rectangle {
    id: root

    required property CanvasHand hand
    required property GraphModel graph
    property string sentence
    readonly property bool pulling: hand.pulling
    readonly property string shownWords: pulling ? hand.pullRefusal : sentence
    readonly property point beside: hand.fromCanvas(hand.pointer)

    visible: shownWords !== ""
    x: pulling ? Math.min(beside.x + Theme.unit * 5, hand.width - width - Theme.unit * 2) : (hand.width - width) / 2
    y: pulling ? Math.min(beside.y + Theme.unit * 4, hand.height - height - Theme.unit * 2) : hand.height - height - Theme.unit * 4
    width: words.width + Theme.unit * 6
    height: words.height + Theme.unit * 4
    radius: Theme.radius
    color: Theme.popup
    border.width: Theme.hairline
    border.color: pulling || sentence !== "" ? Theme.bad : Theme.lineStrong
    Accessible.role: Accessible.AlertMessage
    Accessible.name: shownWords

    Row {
        id: words

        anchors.centerIn: parent
        spacing: Theme.unit * 2

        Icon { anchors.verticalCenter: parent.verticalCenter; name: "error"; color: Theme.bad }
        Words {
            width: Math.min(implicitWidth, Theme.px(340))
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            text: root.shownWords
        }
    }
    Connections {
        target: root.graph

        function onRefused(sentence: string) {
            root.sentence = sentence
            away.restart()
        }
    }
    Timer {
        id: away

        interval: Theme.noticeTime
        onTriggered: root.sentence = ""
    }
}
