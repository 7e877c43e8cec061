// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

// Not ComponentBehavior: Bound: Qt 6.4.2 refuses the bound component of a list's header on a page that a Loader makes.

/// What the work is made from, before anything is rendered: the verdict, what is owed, to ask or not allowed, and every picture.
Rectangle {
    id: root

    required property Session session
    required property CreditsLook look

    // The pictures would have less than half the room: verdict and duties scroll with them then.
    readonly property bool tight: head.implicitHeight > height * 0.5 && list.count > 0

    color: Theme.panel
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("What it is made from")

    CreditsHead {
        id: head

        anchors { left: parent.left; leftMargin: Theme.unit * 6; right: parent.right; rightMargin: Theme.unit * 6; top: parent.top }
        visible: !root.tight
        height: root.tight ? 0 : implicitHeight
        look: root.look
    }
    Component {
        id: scrolled

        CreditsHead {
            width: list.width - Theme.unit * 2
            look: root.look
        }
    }
    EmptyState {
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom }
        room: height
        visible: root.look.ready && list.count === 0
        iconName: "image"
        text: qsTr("Made from nothing yet")
        detail: qsTr("As soon as a picture, a dataset or a model is linked to the output, it is named here.")
    }
    ListView {
        id: list

        anchors { left: parent.left; leftMargin: Theme.unit * 6; right: parent.right; rightMargin: Theme.unit * 4; top: head.bottom; bottom: parent.bottom }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.look.items
        activeFocusOnTab: true
        spacing: Theme.px(2)
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Pictures that take part")
        T.ScrollBar.vertical: ScrollBar { }
        header: root.tight ? scrolled : null
        // A head that comes or grows later lies above the beginning; until a hand has moved the list it is shown.
        property bool moved: false
        onMovementStarted: moved = true
        onOriginYChanged: Qt.callLater(() => { if (!list.moved) list.positionViewAtBeginning() })
        footer: Item { width: 1; height: Theme.unit * 6 }
        delegate: CreditRow {
            required property var modelData

            width: list.width - Theme.unit * 3
            entry: modelData
        }
    }
}
