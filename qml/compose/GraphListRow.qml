// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A node in the list.
ListRow {
    id: root

    required property string nodeId
    required property string label
    required property string type
    required property string typeLabel
    required property string name
    required property string sentence
    required property string stateWord
    required property var inputs
    required property bool muted
    required property bool bypassed
    required property bool current
    required property int condition
    required selected

    text: label
    detail: name.substring(label.length + 2)
    focus: current
    focusPolicy: Qt.NoFocus
    Accessible.name: name
    Accessible.description: sentence

    NodeIcon { anchors.verticalCenter: parent.verticalCenter; type: root.type }
    Icon { anchors.verticalCenter: parent.verticalCenter; visible: root.bypassed; name: "bypass"; color: Theme.typeColor("image") }
    Icon { anchors.verticalCenter: parent.verticalCenter; visible: root.muted; name: "mute"; color: Theme.warning }
    StateDot { anchors.verticalCenter: parent.verticalCenter; condition: root.condition }
}
