// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// A time in digits. Typed: "112", "4.5 s", "00:00:04:12", "+1 s".
TextField {
    id: root

    required property Transport transport
    required property string shown

    hint: qsTr("Type a frame (112), seconds (4.5 s), 00:00:04:12, or a step (+1 s).")
    font.family: Theme.monoFamily
    font.pixelSize: Theme.fontSmall
    horizontalAlignment: TextInput.AlignHCenter
    leftPadding: Theme.unit
    rightPadding: problem === "" ? Theme.unit : Theme.unit * 2 + Theme.iconSize
    onActiveFocusChanged: if (activeFocus) selectAll(); else deselect()
    onCommitted: (words) => { problem = root.transport.goTo(words) }
    onTextEdited: problem = ""
    Keys.onReturnPressed: (event) => { accepted(); editingFinished(); selectAll() }

    Binding {
        target: root
        property: "text"
        value: root.shown
        when: !root.activeFocus || root.problem === "" && root.text === root.before
        restoreMode: Binding.RestoreNone
    }
}
