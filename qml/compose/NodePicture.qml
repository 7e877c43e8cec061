// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where a card shows what its node makes; until there is a picture, what kind of node it is.
Rectangle {
    id: root

    required property string source
    required property string type

    color: Theme.field
    radius: Theme.radiusSmall
    clip: true

    NodeIcon {
        anchors.centerIn: parent
        visible: picture.status !== Image.Ready
        type: root.type
        size: Theme.iconHuge
        color: Theme.line
    }
    Image {
        id: picture

        anchors.fill: parent
        source: root.source
        asynchronous: true
        cache: false
        fillMode: Image.PreserveAspectFit
        Accessible.ignored: true
    }
}
