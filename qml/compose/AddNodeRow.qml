// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A kind of node in the add box: its label, and its label in the other language.
ListRow {
    id: root

    required property int index
    required property string type
    required property string label
    required property string otherLabel
    required property bool lately

    /// The pointer is over it, there.
    signal pointed(at: point)

    text: label
    detail: otherLabel
    focusPolicy: Qt.NoFocus

    HoverHandler { onPointChanged: if (hovered) root.pointed(point.scenePosition) }
    Icon {
        anchors.verticalCenter: parent.verticalCenter
        visible: root.lately
        name: "clock"
        size: Theme.iconSmall
        color: Theme.textQuiet
    }
    NodeIcon {
        anchors.verticalCenter: parent.verticalCenter
        type: root.type
    }
}
