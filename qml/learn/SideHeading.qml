// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// The name of a group in a list at the side.
Item {
    id: root

    required property string text

    implicitHeight: Theme.px(34)

    QuietText {
        anchors { left: parent.left; leftMargin: Theme.unit * 2; bottom: parent.bottom; bottomMargin: Theme.unit }
        text: root.text
        font.weight: Theme.weightMedium
        Accessible.role: Accessible.Heading
    }
}
