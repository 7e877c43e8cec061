// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The items as tiles. Arrows walk, with Shift they mark; letters begin a search.
FocusScope {
    id: root

    required property ItemModel items
    /// The edge of a tile, at scale 1.
    required property real tile
    readonly property bool pane: true
    property alias currentRow: view.currentIndex

    signal opened(row: int)
    signal typed(letters: string)
    signal sized(steps: int)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Items")

    function show(row: int) {
        view.currentIndex = row
        view.positionViewAtIndex(row, GridView.Contain)
    }
    function choose(row: int, modifiers: int) {
        view.forceActiveFocus(Qt.MouseFocusReason)
        if (modifiers & Qt.ShiftModifier) {
            root.items.markBetween(view.anchor, row)
        } else if (modifiers & Qt.ControlModifier) {
            root.items.mark(row, !root.items.data(root.items.index(row, 0), ItemModel.MarkedRole))
            view.anchor = row
        } else {
            root.items.clearMarks()
            view.anchor = row
        }
        view.currentIndex = row
    }

    Rectangle { anchors.fill: parent; color: Theme.view }

    GridView {
        id: view

        property int anchor: 0
        readonly property int columns: Math.max(1, Math.floor((width - Theme.unit * 2) / Theme.px(root.tile)))
        readonly property int page: Math.max(1, Math.floor(height / cellHeight)) * columns

        function walk(step: int, extend: bool) {
            const row = Math.min(count - 1, Math.max(0, currentIndex + step))
            if (count === 0)
                return
            root.show(row)
            if (extend) {
                root.items.markBetween(anchor, row)
            } else {
                root.items.clearMarks()
                anchor = row
            }
        }

        anchors.fill: parent
        focus: true
        activeFocusOnTab: true
        keyNavigationEnabled: false
        clip: true
        leftMargin: Theme.unit
        rightMargin: Theme.unit
        topMargin: Theme.unit
        bottomMargin: Theme.unit
        cellWidth: Math.floor((width - Theme.unit * 2) / columns)
        cellHeight: cellWidth + Theme.px(40)
        cacheBuffer: cellHeight
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        maximumFlickVelocity: Theme.px(6000)
        pixelAligned: true
        model: root.items
        currentIndex: 0
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Items of the library")
        T.ScrollBar.vertical: ScrollBar { }

        delegate: ItemTile {
            width: view.cellWidth
            height: view.cellHeight
            current: GridView.isCurrentItem
            lit: current && view.activeFocus
            Accessible.ignored: pooled
            GridView.onPooled: pooled = true
            GridView.onReused: pooled = false
            onChosen: modifiers => root.choose(index, modifiers)
            onOpened: root.opened(index)
            onMenuAsked: { if (!marked) root.choose(index, 0); menu.popup() }
            onKeepAsked: root.items.keepOrSkip(index)
        }

        Keys.onPressed: event => {
            const extend = event.modifiers & Qt.ShiftModifier
            event.accepted = true
            switch (event.key) {
            case Qt.Key_Left: return walk(-1, extend)
            case Qt.Key_Right: return walk(1, extend)
            case Qt.Key_Up: return walk(-columns, extend)
            case Qt.Key_Down: return walk(columns, extend)
            case Qt.Key_PageUp: return walk(-page, extend)
            case Qt.Key_PageDown: return walk(page, extend)
            case Qt.Key_Home: return walk(-count, extend)
            case Qt.Key_End: return walk(count, extend)
            case Qt.Key_Escape: return root.items.clearMarks()
            case Qt.Key_Return: case Qt.Key_Enter: return root.opened(currentIndex)
            }
            event.accepted = event.text.trim() !== "" && event.text >= " " && event.key !== Qt.Key_Delete && !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier))
            if (event.accepted)
                root.typed(event.text)
        }
        WheelHandler {
            acceptedModifiers: Qt.ControlModifier
            onWheel: event => root.sized(event.angleDelta.y > 0 ? 1 : -1)
        }
    }
    Menu {
        id: menu

        label: qsTr("Item")

        MenuItem { text: qsTr("Keep"); iconName: "keep"; shortcut: qsTr("Space"); onTriggered: root.items.keep(view.currentIndex) }
        MenuItem { text: qsTr("Skip"); iconName: "skip"; shortcut: qsTr("Shift+Space"); onTriggered: root.items.skip(view.currentIndex) }
        MenuItem { text: qsTr("Leave Undecided"); iconName: "question"; shortcut: qsTr("Del"); onTriggered: root.items.undecide(view.currentIndex) }
        MenuSeparator { }
        MenuItem { text: qsTr("Fetch Pictures"); iconName: "download"; onTriggered: root.items.fetch(view.currentIndex) }
        MenuItem { text: qsTr("Look Closely"); iconName: "zoom-in"; shortcut: qsTr("Return"); onTriggered: root.opened(view.currentIndex) }
    }
    EmptyState {
        anchors.fill: parent
        visible: !root.items.waiting && root.items.count === 0
        iconName: root.items.problem !== "" ? "error" : "search"
        text: root.items.problem !== "" ? root.items.problem : qsTr("Nothing here answers to that.")
        detail: root.items.problem !== "" ? "" : qsTr("All words must occur; the last may be a beginning. Words in “quotation marks” belong together.")
        action: root.items.narrowed ? qsTr("Show Everything") : ""
        onActivated: root.items.widen()
    }
}
