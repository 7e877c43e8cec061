// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// A command and its key, which can be set anew.
Item {
    id: root

    required property Session session
    required property Command command
    property bool waiting: false
    property string problem

    implicitHeight: Theme.rowHeight

    Label {
        anchors { left: parent.left; leftMargin: Theme.unit * 2; right: set.left; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        text: root.problem !== "" ? root.problem : root.command.place === "" ? root.command.label : qsTr("%1: %2").arg(root.command.placeText).arg(root.command.label)
        color: root.problem !== "" ? Theme.warning : Theme.text
    }
    Button {
        id: set

        anchors { right: reset.left; rightMargin: Theme.unit; verticalCenter: parent.verticalCenter }
        kind: Button.Quiet
        text: root.waiting ? qsTr("Press a key…") : root.command.keyText !== "" ? root.command.keyText : qsTr("None")
        Accessible.name: qsTr("Key of %1: %2").arg(root.command.label).arg(text)
        onClicked: { root.waiting = true; root.problem = ""; forceActiveFocus() }
        onActiveFocusChanged: if (!activeFocus) root.waiting = false
        Keys.onShortcutOverride: event => event.accepted = root.waiting
        Keys.onPressed: event => {
            if (!root.waiting)
                return
            event.accepted = true
            root.take(event)
        }
    }
    IconButton {
        id: reset

        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        iconName: "refresh"
        text: qsTr("Back to the house's key")
        Accessible.name: qsTr("Back to the house's key: %1").arg(root.command.label)
        onClicked: { root.problem = ""; root.session.preferences.resetKey(root.command.name) }
    }

    function take(event: var) {
        const only = [Qt.Key_Shift, Qt.Key_Control, Qt.Key_Alt, Qt.Key_Meta, Qt.Key_AltGr]
        if (only.includes(event.key))
            return
        root.waiting = false
        if (event.key === Qt.Key_Escape)
            return
        const key = event.key === Qt.Key_Backspace ? "" : root.session.keyName(event.key, event.modifiers)
        const holder = root.session.commands.holderOf(key, root.command)
        root.problem = holder ? qsTr("%1 is already the key of: %2").arg(key).arg(holder.label) : ""
        if (!holder)
            root.session.preferences.setKey(root.command.name, key)
    }
}
