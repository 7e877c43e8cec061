// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The box that adds a node: what is typed finds it in English and Italian, Return takes the first, Escape drops it. At the right
/// stands what the highlighted one does.
PopupPanel {
    id: root

    required property Session session
    required property GraphModel graph
    property point at
    property string node
    property string port
    property bool into: false
    // Rows come and go under a pointer that rests; only one that moves means them.
    property point rested

    function ask(at: point, node: string, port: string, into: bool, fits: int) {
        root.at = at
        root.node = node
        root.port = port
        root.into = into
        search.fits = fits
        root.rested = Qt.point(-1, -1)
        typed.text = ""
        list.currentIndex = 0
        open()
        typed.forceActiveFocus(Qt.PopupFocusReason)
    }
    function follow(row: int, at: point) {
        if (at !== root.rested && root.rested.x >= 0)
            list.currentIndex = row
        root.rested = at
    }
    function choose(row: int) {
        const type = search.typeAt(row)
        close()
        if (type === "")
            return
        search.note(type)
        root.graph.place(type, root.at, root.node, root.port, root.into)
    }

    label: qsTr("Add a node")
    width: Theme.px(540)
    padding: Theme.unit * 2
    margins: Theme.unit

    NodeSearch {
        id: search

        session: root.session
        typed: typed.text
    }
    contentItem: Item {
        implicitHeight: Theme.px(300)

        SearchField {
            id: typed

            width: parent.width
            label: qsTr("Find a node")
            placeholderText: root.node === "" ? qsTr("Find a node: blur, sfocatura, mix…") : qsTr("Find a node that fits to this wire")
            onTextChanged: list.currentIndex = 0
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onReturnPressed: root.choose(list.currentIndex)
            Keys.onEnterPressed: root.choose(list.currentIndex)
            Keys.onTabPressed: list.incrementCurrentIndex()
            Keys.onBacktabPressed: list.decrementCurrentIndex()
        }
        ListView {
            id: list

            anchors { left: parent.left; top: typed.bottom; topMargin: Theme.unit * 2; bottom: parent.bottom }
            width: Theme.px(290)
            clip: true
            cacheBuffer: 0 // see CommandPalette
            boundsBehavior: Flickable.StopAtBounds
            model: root.visible ? search : null
            delegate: AddNodeRow {
                width: list.width
                selected: ListView.isCurrentItem
                onClicked: root.choose(index)
                onPointed: at => root.follow(index, at)
            }
        }
        AddNodeHelp {
            anchors { left: list.right; leftMargin: Theme.unit * 3; right: parent.right; top: list.top; bottom: parent.bottom }
            search: search
            row: list.currentIndex
            rows: list.count
        }
    }
}
