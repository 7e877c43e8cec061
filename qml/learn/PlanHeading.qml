// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// The heading of a step of the plan, with a quiet word beside it.
Item {
    id: root

    required property string text
    property string detail
    default property alias end: row.data

    implicitHeight: Theme.controlHeight

    Label {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        text: root.text
        font.pixelSize: Theme.fontLarge
        font.weight: Theme.weightBold
        Accessible.role: Accessible.Heading
    }
    QuietText {
        anchors { left: words.right; leftMargin: Theme.unit * 3; right: row.left; rightMargin: Theme.unit * 2; baseline: words.baseline }
        text: root.detail
    }
    Row {
        id: row

        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 2
    }
}
