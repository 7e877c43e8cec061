// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Screens

/// What can be done with time.
Item {
    id: root

    required property Session session
    required property TransportMarks marks
    readonly property Commands commands: session.commands
    readonly property Transport transport: session.transport
    readonly property bool open: session.document.isOpen

    Command { commands: root.commands; name: "time.play"; place: "Compose"; label: root.transport.playing ? qsTr("Pause") : qsTr("Play"); synonyms: qsTr("start stop run"); key: "Space"; enabled: root.open; onTriggered: root.transport.toggle() }
    Command { commands: root.commands; name: "time.forwards"; place: "Compose"; label: qsTr("Play Forwards, Faster"); key: "L"; enabled: root.open; onTriggered: root.transport.shuttle(1) }
    Command { commands: root.commands; name: "time.stand"; place: "Compose"; label: qsTr("Stand Still"); key: "K"; enabled: root.open; onTriggered: root.transport.shuttle(0) }
    Command { commands: root.commands; name: "time.backwards"; place: "Compose"; label: qsTr("Play Backwards, Faster"); key: "J"; enabled: root.open; onTriggered: root.transport.shuttle(-1) }
    Command { commands: root.commands; name: "time.back"; place: "Compose"; label: qsTr("One Frame Back"); key: "Left"; enabled: root.open; onTriggered: root.transport.step(-1) }
    Command { commands: root.commands; name: "time.on"; place: "Compose"; label: qsTr("One Frame On"); key: "Right"; enabled: root.open; onTriggered: root.transport.step(1) }
    Command { commands: root.commands; name: "time.secondBack"; place: "Compose"; label: qsTr("One Second Back"); key: "Shift+Left"; enabled: root.open; onTriggered: root.transport.stepSeconds(-1) }
    Command { commands: root.commands; name: "time.secondOn"; place: "Compose"; label: qsTr("One Second On"); key: "Shift+Right"; enabled: root.open; onTriggered: root.transport.stepSeconds(1) }
    Command { commands: root.commands; name: "time.keyBack"; place: "Compose"; label: qsTr("Previous Keyframe"); key: "Up"; enabled: root.open; onTriggered: root.marks.go(-1) }
    Command { commands: root.commands; name: "time.keyOn"; place: "Compose"; label: qsTr("Next Keyframe"); key: "Down"; enabled: root.open; onTriggered: root.marks.go(1) }
    Command { commands: root.commands; name: "time.first"; place: "Compose"; label: qsTr("To the Beginning"); key: "Ctrl+Left"; enabled: root.open; onTriggered: root.transport.toFirst() }
    Command { commands: root.commands; name: "time.last"; place: "Compose"; label: qsTr("To the End"); key: "Ctrl+Right"; enabled: root.open; onTriggered: root.transport.toLast() }
    Command { commands: root.commands; name: "time.in"; place: "Compose"; label: qsTr("Play From Here"); synonyms: qsTr("in point range begin"); key: "["; enabled: root.open; onTriggered: root.transport.setFirstHere() }
    Command { commands: root.commands; name: "time.out"; place: "Compose"; label: qsTr("Play Up to Here"); synonyms: qsTr("out point range end"); key: "]"; enabled: root.open; onTriggered: root.transport.setLastHere() }
    Command { commands: root.commands; name: "time.whole"; place: "Compose"; label: qsTr("Play All of It"); enabled: root.open && root.transport.narrowed; onTriggered: root.transport.wholeRange() }
    Command { commands: root.commands; name: "time.loop"; place: "Compose"; label: root.transport.looping ? qsTr("Stop at the End") : qsTr("Play Again and Again"); enabled: root.open
        onTriggered: root.transport.looping = !root.transport.looping }
}
