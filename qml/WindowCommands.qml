// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio

/// What can be done anywhere in the window.
Item {
    id: root

    required property Window window
    required property Session session
    readonly property Commands commands: session.commands
    readonly property Document document: session.document

    signal went(place: string)
    signal turned(steps: int)
    signal paletteAsked()
    signal historyAsked()
    signal settingsAsked()
    signal leavesAsked()
    signal sitesAsked()
    signal openAsked()
    signal newAsked()

    Command { commands: root.commands; name: "palette"; label: qsTr("Find a Command"); hidden: true; key: "Ctrl+K | F3"; onTriggered: root.paletteAsked() }
    Command { commands: root.commands; name: "undo"; label: root.document.canUndo ? qsTr("Undo: %1").arg(root.document.undoLabel) : qsTr("Undo")
        key: "Ctrl+Z"; enabled: root.document.canUndo; onTriggered: root.document.undo() }
    Command { commands: root.commands; name: "redo"; label: root.document.canRedo ? qsTr("Redo: %1").arg(root.document.redoLabel) : qsTr("Redo")
        key: "Ctrl+Shift+Z | Ctrl+Y"; enabled: root.document.canRedo; onTriggered: root.document.redo() }
    Command { commands: root.commands; name: "history"; label: qsTr("History"); key: "Ctrl+Alt+Z"; onTriggered: root.historyAsked() }
    Command { commands: root.commands; name: "settings"; label: qsTr("Settings"); synonyms: qsTr("language scale keys motion"); key: "Ctrl+,"; onTriggered: root.settingsAsked() }
    Command { commands: root.commands; name: "leaves"; label: qsTr("What Leaves This Computer"); synonyms: qsTr("privacy network internet"); key: "Ctrl+Alt+W"; onTriggered: root.leavesAsked() }
    Command { commands: root.commands; name: "sites"; label: qsTr("Other Computers"); synonyms: qsTr("slurm cluster supercomputer hpc gate site remote"); onTriggered: root.sitesAsked() }
    Command { commands: root.commands; name: "new"; label: qsTr("New Work"); key: "Ctrl+N"; onTriggered: root.newAsked() }
    Command { commands: root.commands; name: "open"; label: qsTr("Open a Work"); key: "Ctrl+O"; onTriggered: root.openAsked() }
    Command { commands: root.commands; name: "first"; label: qsTr("Open the First Piece"); onTriggered: root.session.openFirstPiece() }
    Command { commands: root.commands; name: "fullscreen"; label: qsTr("Full Screen"); key: "F11"
        onTriggered: root.window.visibility = root.window.visibility === Window.FullScreen ? Window.AutomaticVisibility : Window.FullScreen }
    Command { commands: root.commands; name: "quit"; label: qsTr("Quit"); key: "Ctrl+Q"; onTriggered: root.window.close() }
    Command { commands: root.commands; name: "pane"; label: qsTr("Next Pane"); key: "F6"; onTriggered: root.session.nextPane(root.window, 1) }
    Command { commands: root.commands; name: "go.next"; label: qsTr("Next Workspace"); key: "Ctrl+PgDown"; onTriggered: root.turned(1) }
    Command { commands: root.commands; name: "go.previous"; label: qsTr("Previous Workspace"); key: "Ctrl+PgUp"; onTriggered: root.turned(-1) }
    Command { commands: root.commands; name: "go.Library"; label: qsTr("Go to Library"); key: "Ctrl+Shift+1"; onTriggered: root.went("Library") }
    Command { commands: root.commands; name: "go.Compose"; label: qsTr("Go to Compose"); key: "Ctrl+Shift+2"; onTriggered: root.went("Compose") }
    Command { commands: root.commands; name: "go.Learn"; label: qsTr("Go to Learn"); key: "Ctrl+Shift+3"; onTriggered: root.went("Learn") }
    Command { commands: root.commands; name: "go.Deliver"; label: qsTr("Go to Deliver"); key: "Ctrl+Shift+4"; onTriggered: root.went("Deliver") }
    Command { commands: root.commands; name: "go.Jobs"; label: qsTr("Go to Jobs"); key: "Ctrl+Shift+5"; onTriggered: root.went("Jobs") }
}
