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
    // At twice the size on a small screen: side by side still, so that the piece is seen above them, in fewer words.
    readonly property bool narrow: parent.width <= Theme.px(840)
    readonly property real doorWidth: narrow ? Math.floor((parent.width - Theme.unit * 16) / 3) : Theme.px(256)

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
    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.unit * 2

        Door {
            width: root.doorWidth
            brief: root.narrow
            iconName: "play"
            title: qsTr("Play This")
            detail: qsTr("Turn its knobs, walk on its map.")
            onChosen: { root.session.passTheDoors(); root.playChosen() }
        }
        Door {
            width: root.doorWidth
            brief: root.narrow
            iconName: "drop"
            title: qsTr("Bring My Pictures")
            detail: qsTr("Drop them anywhere, train on them.")
            onChosen: { root.session.passTheDoors(); root.bringChosen() }
        }
        Door {
            width: root.doorWidth
            brief: root.narrow
            iconName: "plus"
            title: qsTr("Start Empty")
            detail: qsTr("A new work with nothing in it.")
            onChosen: root.emptyChosen()
        }
    }
}
