// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The three doors of a first start, under a piece that already moves. Any of them closes all; none is a wizard.
Rectangle {
    id: root

    required property Session session
    property bool here: true

    signal playChosen()
    signal bringChosen()
    signal emptyChosen()

    visible: here && session.atTheDoors
    width: row.width + Theme.unit * 4
    height: row.height + Theme.unit * 4
    radius: Theme.radiusLarge
    color: Theme.popup
    border.width: Theme.hairline
    border.color: Theme.lineStrong
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Where to begin")

    Shadow { }
    Grid {
        id: row

        // At twice the size on a small screen one below the other.
        columns: root.parent.width > Theme.px(840) ? 3 : 1

        anchors.centerIn: parent
        spacing: Theme.unit * 2

        Door {
            iconName: "play"
            title: qsTr("Play This")
            detail: qsTr("Turn its knobs, walk on its map.")
            onChosen: { root.session.passTheDoors(); root.playChosen() }
        }
        Door {
            iconName: "drop"
            title: qsTr("Bring My Pictures")
            detail: qsTr("Drop them anywhere, train on them.")
            onChosen: { root.session.passTheDoors(); root.bringChosen() }
        }
        Door {
            iconName: "plus"
            title: qsTr("Start Empty")
            detail: qsTr("A new work with nothing in it.")
            onChosen: root.emptyChosen()
        }
    }
}
