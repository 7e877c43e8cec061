// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// One step of history; those that were undone are quiet and say so.
ListRow {
    id: root

    required property int index
    required property string label
    required property string time
    required property bool undone
    required property bool current

    text: label
    detail: undone ? qsTr("undone") : ""
    selected: current
    iconName: undone ? "redo" : current ? "pin" : "check"
    opacity: undone ? 0.7 : 1

    QuietText {
        anchors.verticalCenter: parent.verticalCenter
        text: root.time
    }
}
