// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A TextField that looks for something: every letter counts, a cross or Esc empties it, its key stands at its end.
TextField {
    id: root

    property string shortcut

    signal cleared()

    function empty() {
        root.text = ""
        root.before = ""
        root.cleared()
    }

    iconName: "search"
    placeholderText: qsTr("Search")
    rightPadding: Theme.unit * 2 + (cross.visible ? cross.width : cap.visible ? cap.width : 0)
    Accessible.searchEdit: true
    Keys.onEscapePressed: (event) => {
        event.accepted = text !== ""
        empty()
    }

    IconButton {
        id: cross

        anchors { right: parent.right; rightMargin: Theme.px(2); verticalCenter: parent.verticalCenter }
        implicitHeight: Theme.targetSize
        visible: root.length > 0
        iconName: "close"
        iconSize: Theme.px(12)
        text: qsTr("Clear")
        shortcut: "Esc"
        onClicked: root.empty()
    }
    KeyCap {
        id: cap

        anchors { right: parent.right; rightMargin: Theme.px(5); verticalCenter: parent.verticalCenter }
        visible: text !== "" && root.length === 0 && !root.activeFocus
        text: root.shortcut
    }
}
