// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What the work is made from, before anything is rendered: the verdict, what is owed, to ask or not allowed, and every picture.
Rectangle {
    id: root

    required property Session session
    required property CreditsLook look

    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("What it is made from")

    ListView {
        id: list

        property bool untouched: true

        // What is said above comes later than the rows, and in several steps.
        function beginAtTop() {
            if (untouched)
                contentY = originY
        }

        anchors { fill: parent; leftMargin: Theme.unit * 6; rightMargin: Theme.unit * 4 }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.look.items
        activeFocusOnTab: true
        spacing: Theme.px(2)
        onMovementStarted: untouched = false
        onCurrentIndexChanged: untouched = untouched && currentIndex < 1
        onOriginYChanged: Qt.callLater(beginAtTop)
        onContentHeightChanged: Qt.callLater(beginAtTop)
        header: CreditsHead {
            width: list.width - Theme.unit * 2
            look: root.look
        }
        footer: Item { width: 1; height: Theme.unit * 6 }
        delegate: CreditRow {
            required property var modelData

            width: list.width - Theme.unit * 2
            entry: modelData
        }
    }
}
