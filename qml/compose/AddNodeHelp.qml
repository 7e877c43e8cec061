// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What the highlighted kind of node does and takes; where nothing was found, what helps.
Column {
    id: root

    required property NodeSearch search
    required property int row
    required property int rows

    spacing: Theme.unit * 2

    TitleText {
        width: parent.width
        visible: root.rows > 0
        text: root.rows > 0 ? root.search.labelAt(root.row) : ""
    }
    BodyText {
        width: parent.width
        text: root.rows > 0 ? root.search.helpAt(root.row) : qsTr("Nothing is called so. Try what it should do: soften, mix, move, colour.")
    }
    QuietText {
        width: parent.width
        visible: root.rows > 0 && text !== ""
        text: root.rows > 0 && root.search.portsAt(root.row) !== "" ? qsTr("Takes: %1").arg(root.search.portsAt(root.row)) : qsTr("Takes no picture: it is a source.")
        wrapMode: Text.Wrap
    }
}
