// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What a job wrote down, folded until somebody asks: the last lines, with a field to find some of them.
Item {
    id: root

    required property JobView job
    property bool unfolded: false

    Button {
        id: fold

        kind: Button.Quiet
        iconName: root.unfolded ? "chevron-down" : "chevron-right"
        text: qsTr("Log")
        onClicked: root.unfolded = !root.unfolded
        Accessible.description: root.unfolded ? qsTr("Shown") : qsTr("Hidden")
    }
    TextField {
        anchors { right: copy.left; rightMargin: Theme.unit; verticalCenter: fold.verticalCenter }
        visible: root.unfolded && log.total > 0
        width: Theme.px(240)
        iconName: "search"
        label: qsTr("Find in the log")
        placeholderText: qsTr("Find in the log")
        onTextChanged: log.words = text
    }
    IconButton {
        id: copy

        anchors { right: parent.right; verticalCenter: fold.verticalCenter }
        visible: root.unfolded && log.total > 0
        iconName: "copy"
        text: qsTr("Copy these lines")
        onClicked: { all.text = log.text(); all.selectAll(); all.copy() }
    }
    TextEdit { id: all; visible: false; Accessible.ignored: true }
    LogLines {
        id: log

        folder: root.unfolded ? root.job.folder : ""
        following: root.unfolded && root.job.active
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: fold.bottom; topMargin: Theme.unit * 2; bottom: parent.bottom }
        visible: root.unfolded && height > Theme.px(32)
        color: Theme.field
        radius: Theme.radius

        QuietText {
            anchors { left: parent.left; top: parent.top; margins: Theme.unit * 3 }
            visible: log.count === 0
            text: log.total === 0 ? qsTr("Nothing was written down.") : qsTr("No line has these words.")
        }
        ListView {
            id: lines

            anchors { fill: parent; margins: Theme.unit * 2 }
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: log
            activeFocusOnTab: true
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Log")
            onCountChanged: Qt.callLater(positionViewAtEnd)
            delegate: LogLine { width: lines.width }
        }
    }
}
