// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The composition, as a canvas or as a list, with a small bar above.
PlaceKeys {
    id: root

    required property Session session
    required property GraphModel graph
    property bool made: false
    property bool canvasShown: session.preferences.remembered("compose.canvas", true)

    /// Somebody wants to see or set what a node has: its form.
    signal activated(node: string)
    /// Its picture is to be seen large.
    signal viewAsked(node: string)

    function askToAdd() {
        root.ask(canvas.place(), "", "", false, NodeSearch.Everything)
    }
    function ask(at: point, node: string, port: string, into: bool, fits: int) {
        const corner = canvas.fromCanvas(at)
        const box = canvas.mapToItem(root, corner.x, corner.y)
        const adding = addBox.made() as AddNodeBox
        adding.x = Math.max(Theme.unit, Math.min(box.x, root.width - adding.width - Theme.unit))
        adding.y = Math.max(Theme.unit, Math.min(box.y, root.height - adding.height - Theme.unit))
        adding.ask(at, node, port, into, fits)
    }
    function nameNode(node: string) {
        (renameBox.made() as RenameBox).ask(qsTr("What do you want with it?"), root.graph.intentOf(node), words => root.graph.rename(node, words))
    }
    function nameBackdrop(backdrop: string) {
        (renameBox.made() as RenameBox).ask(qsTr("Title of the backdrop"), root.graph.backdrops.titleOf(backdrop),
            words => root.graph.backdrops.rename(backdrop, words))
    }
    function showCanvas(shown: bool) {
        root.canvasShown = shown
        root.session.preferences.remember("compose.canvas", shown)
        root.giveFocus()
    }
    function giveFocus() {
        (root.canvasShown ? canvas : list).forceActiveFocus(Qt.OtherFocusReason)
    }

    commands: session.commands
    place: "Canvas"
    Component.onCompleted: root.made = true

    CanvasCommands {
        session: root.session
        graph: root.graph
        hand: canvas
        canvas: root.canvasShown
        shown: root.visible && root.session.document.isOpen
        onAddAsked: root.askToAdd()
        onRenameAsked: root.nameNode(root.graph.current)
        onLinksAsked: (links.made() as ConnectionsBox).ask(root.graph.current)
        onListAsked: root.showCanvas(!root.canvasShown)
        onFrameAsked: root.nameBackdrop(root.graph.frameSelected(canvas.place()))
    }
    GraphBar {
        id: bar

        width: root.width
        session: root.session
        graph: root.graph
        hand: canvas
        canvasShown: root.canvasShown
        made: root.made
    }
    GraphCanvas {
        id: canvas

        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom }
        session: root.session
        graph: root.graph
        visible: root.canvasShown
        focus: root.canvasShown
        onAddAsked: (at, node, port) => root.ask(at, node, port, false, node === "" ? NodeSearch.Everything : port === "" ? NodeSearch.TakesPicture : NodeSearch.GivesPicture)
        onInsertAsked: (at, node, port) => root.ask(at, node, port, true, NodeSearch.TakesAndGives)
        onMenuAsked: point => (menu.made() as NodeMenu).show(point.x, canvas.y + point.y)
        onActivated: node => root.activated(node)
        onViewAsked: node => root.viewAsked(node)
        onBackdropRenameAsked: backdrop => root.nameBackdrop(backdrop)
        // It takes Tab itself: what Tab stops at would go on with it before it came up to the keys of the place.
        activeFocusOnTab: true
        Keys.onTabPressed: event => event.accepted = root.session.commands.trigger("canvas.add.tab")
        onSpaced: root.session.commands.trigger("time.play")

        EmptyCanvas {
            // Beside the output, which stands in the middle as long as it is alone.
            anchors { centerIn: parent; horizontalCenterOffset: root.graph.count > 0 ? -Math.max(parent.width * 0.27, width / 2 + Theme.px(100)) : 0 }
            width: root.graph.count > 0 ? Math.min(implicitWidth, parent.width / 2 - Theme.px(104)) : implicitWidth
            visible: root.session.document.isOpen && root.graph.count < 2
            onActivated: root.askToAdd()
        }
    }
    GraphList {
        id: list

        anchors.fill: canvas
        visible: !root.canvasShown
        focus: !root.canvasShown
        session: root.session
        graph: root.graph
        onLinksAsked: node => (links.made() as ConnectionsBox).ask(node)
        onActivated: node => root.activated(node)
    }

    OnDemand {
        id: addBox

        file: Qt.resolvedUrl("AddNodeBox.qml")
        given: ({ session: root.session, graph: root.graph })
        onClosed: root.giveFocus()
    }
    OnDemand {
        id: menu

        file: Qt.resolvedUrl("NodeMenu.qml")
        given: ({ session: root.session })
        onClosed: root.giveFocus()
    }
    OnDemand {
        id: links

        anchors.centerIn: parent
        file: Qt.resolvedUrl("ConnectionsBox.qml")
        given: ({ graph: root.graph })
        onClosed: root.giveFocus()
    }
    OnDemand {
        id: renameBox

        anchors.centerIn: parent
        file: Qt.resolvedUrl("RenameBox.qml")
        onClosed: root.giveFocus()
    }
}
