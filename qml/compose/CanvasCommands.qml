// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What hands do to the composition, with their keys. They work while the canvas or its list has the focus, and from the
/// palette.
Item {
    id: root

    required property Session session
    required property GraphModel graph
    required property CanvasHand hand
    property bool canvas: true
    property bool shown: true

    readonly property Commands commands: session.commands
    readonly property bool some: shown && graph.editable && graph.selectedCount > 0
    readonly property bool several: shown && graph.editable && graph.selectedCount > 1
    readonly property bool one: shown && graph.current !== ""

    signal addAsked()
    signal renameAsked()
    signal linksAsked()
    signal listAsked()
    signal frameAsked()

    component Verb: Command {
        commands: root.commands
        place: "Canvas"
    }

    Verb { name: "canvas.add"; label: qsTr("Add a Node"); synonyms: qsTr("new create insert"); key: "Shift+A"; enabled: root.shown && root.graph.editable; onTriggered: root.addAsked() }
    Verb { name: "canvas.add.tab"; label: qsTr("Add a Node on the Canvas"); hidden: true; key: "Tab"; enabled: root.shown && root.canvas && root.graph.editable; onTriggered: root.addAsked() }
    Verb { name: "canvas.links"; label: qsTr("Connections of the Node"); synonyms: qsTr("wires inputs link"); key: "Return | Enter"; enabled: root.one; onTriggered: root.linksAsked() }
    Verb { name: "canvas.rename"; label: qsTr("Name the Node"); synonyms: qsTr("rename intent title"); key: "F2"; enabled: root.one && root.graph.editable; onTriggered: root.renameAsked() }
    Verb { name: "canvas.delete"; label: qsTr("Remove"); synonyms: qsTr("delete erase"); key: "Del | Backspace"; enabled: root.some || root.shown && root.graph.editable && (root.hand.selectedWire >= 0 || root.graph.backdrops.selected !== ""); onTriggered: root.hand.removeWire() || root.graph.removeSelected() }
    Verb { name: "canvas.extract"; label: qsTr("Take Out of the Chain"); synonyms: qsTr("extract heal"); key: "Ctrl+Shift+X"; enabled: root.some; onTriggered: root.graph.extractSelected() }
    Verb { name: "canvas.bypass"; label: qsTr("Bypass"); synonyms: qsTr("disable skip"); key: "D | B"; enabled: root.some; onTriggered: root.graph.bypassSelected() }
    Verb { name: "canvas.mute"; label: qsTr("Mute"); synonyms: qsTr("silence off"); key: "M"; enabled: root.some; onTriggered: root.graph.muteSelected() }
    Verb { name: "canvas.solo"; label: qsTr("Solo"); synonyms: qsTr("alone only"); key: "Shift+S"; enabled: root.some; onTriggered: root.graph.soloSelected() }
    Verb { name: "canvas.duplicate"; label: qsTr("Duplicate"); synonyms: qsTr("copy twin"); key: "Shift+D"; enabled: root.some; onTriggered: root.graph.duplicateSelected() }
    Verb { name: "canvas.copy"; label: qsTr("Copy as Text"); key: "Ctrl+C"; enabled: root.shown && root.graph.selectedCount > 0; onTriggered: root.graph.copySelected() }
    Verb { name: "canvas.cut"; label: qsTr("Cut"); key: "Ctrl+X"; enabled: root.some; onTriggered: root.graph.cutSelected() }
    Verb { name: "canvas.paste"; label: qsTr("Paste"); key: "Ctrl+V"; enabled: root.shown && root.graph.editable; onTriggered: root.graph.pasteFromClipboard(root.hand.place()) }
    Verb { name: "canvas.paste.wired"; label: qsTr("Paste with Incoming Wires"); key: "Ctrl+Shift+V"; enabled: root.shown && root.graph.editable; onTriggered: root.graph.pasteFromClipboard(root.hand.place(), true) }
    Verb { name: "canvas.align"; label: qsTr("Align"); synonyms: qsTr("line up row column"); key: "L"; enabled: root.several; onTriggered: root.graph.alignSelected() }
    Verb { name: "canvas.tidy"; label: qsTr("Tidy the Selected Nodes"); synonyms: qsTr("arrange layout order"); key: "Shift+L"; enabled: root.several; onTriggered: root.graph.tidySelected() }
    Verb { name: "canvas.backdrop"; label: qsTr("Put a Backdrop behind"); synonyms: qsTr("frame group note"); key: "Ctrl+J"; enabled: root.shown && root.graph.editable; onTriggered: root.frameAsked() }
    Verb { name: "canvas.all"; label: qsTr("Select All Nodes"); key: "Ctrl+A"; enabled: root.shown; onTriggered: root.graph.selectAll() }
    Verb { name: "canvas.none"; label: qsTr("Select Nothing"); key: "Ctrl+Shift+A"; enabled: root.shown; onTriggered: root.graph.selectNone() }
    Verb { name: "canvas.show"; label: qsTr("Show What Is Selected"); synonyms: qsTr("frame fit zoom"); key: "F"; enabled: root.shown; onTriggered: root.hand.showSelected() }
    Verb { name: "canvas.whole"; label: qsTr("Show Everything"); synonyms: qsTr("fit zoom home"); key: "Home"; enabled: root.shown; onTriggered: root.hand.showAll() }
    Verb { name: "canvas.actual"; label: qsTr("Zoom to 100 %"); key: "Ctrl+1"; enabled: root.shown; onTriggered: root.hand.zoom = 1 }
    Verb { name: "canvas.in"; label: qsTr("Zoom In"); key: "Ctrl++ | Ctrl+="; enabled: root.shown; onTriggered: root.hand.zoom *= 1.2 }
    Verb { name: "canvas.out"; label: qsTr("Zoom Out"); key: "Ctrl+-"; enabled: root.shown; onTriggered: root.hand.zoom /= 1.2 }
    Verb { name: "canvas.pictures"; label: qsTr("Pictures on Nodes"); synonyms: qsTr("preview thumbnails"); key: "P"; enabled: root.shown; onTriggered: root.graph.pictures = !root.graph.pictures }
    Verb { name: "canvas.list"; label: root.canvas ? qsTr("Composition as a List") : qsTr("Composition as a Canvas"); synonyms: qsTr("tree outline graph"); key: "Ctrl+Shift+L"; enabled: root.shown; onTriggered: root.listAsked() }
}
