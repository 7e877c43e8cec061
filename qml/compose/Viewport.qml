// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The picture of the work, or of one of its nodes, on a neutral grey.
FocusScope {
    id: root

    required property Session session
    readonly property Stage stage: session.stage

    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Picture of the work")

    Rectangle {
        anchors.fill: parent
        color: Theme.view
    }
    PreviewItem {
        id: picture

        anchors.fill: parent
        stage: root.stage
    }
}
