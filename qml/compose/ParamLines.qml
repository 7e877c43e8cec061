// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// As many lines of words as the text of a picture wants. The picture follows while one writes; what was written is one act
/// when the keyboard leaves, or after a pause.
TextArea {
    id: root

    required property ParamRow row
    property bool open: false
    property string words
    readonly property int pauseMs: 2000

    function keep() {
        pause.stop()
        if (!root.open)
            return
        root.open = false
        root.row.params.type(root.row.index, root.words)
    }

    label: row.label
    text: row.value
    placeholderText: qsTr("What is to be read")
    onEdited: (words) => {
        root.open = true
        root.words = words
        root.row.params.scrub(root.row.index, words)
        pause.restart()
    }
    onActiveFocusChanged: if (!activeFocus) keep()

    Timer { id: pause; interval: root.pauseMs; onTriggered: root.keep() }
}
