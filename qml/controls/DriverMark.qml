// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// What moves a parameter, as a letter and, for a screen reader and the pointer, in words.
ShapeMark {
    id: root

    required property string driver
    readonly property string word: ({ K: qsTr("Has keyframes"), E: qsTr("Follows an expression"), M: qsTr("Moved by MIDI"), O: qsTr("Moved by OSC"),
                                      L: qsTr("Linked"), R: qsTr("Recorded by hand"), "!": qsTr("Overridden") })[driver] ?? ""

    visible: driver !== ""
    letter: driver
    shape: driver === "K" ? "diamond" : driver === "!" ? "square" : "circle"
    color: Theme.driverColor(driver)
    Accessible.ignored: driver === ""
    Accessible.role: Accessible.StaticText
    Accessible.name: word

    HoverHandler { id: pointer }
    Hint { text: root.word; shown: pointer.hovered }
}
