// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtCore
import QtQuick
import QtQuick.Dialogs
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The library: what is in it, what was asked for, and what is kept of it for the open work.
FocusScope {
    id: root

    required property Session session
    readonly property bool empty: !items.waiting && items.total === 0 && items.problem === "" && !session.importing.running

    signal went(place: string, subject: string)

    function look(row: int) {
        if (items.itemAt(row) === "")
            return
        grid.currentRow = row
        page.open(row)
    }

    Rectangle { anchors.fill: parent; color: Theme.window }

    ItemModel {
        id: items

        session: root.session
        words: bar.words
    }
    LibraryCommands {
        session: root.session
        items: items
        row: page.visible ? page.row : grid.currentRow
        // A button that has the keyboard keeps its own Space.
        atHand: root.enabled && !selection.activeFocus && !(root.Window.activeFocusItem instanceof T.Control)
        onSearchAsked: bar.focusSearch("")
        onLookAsked: page.visible ? page.close() : root.look(grid.currentRow)
        onFilesAsked: files.open()
        onFolderAsked: folder.open()
        onInstitutionAsked: institution.open()
    }

    LibraryBar {
        id: bar

        visible: !page.visible
        anchors { left: parent.left; right: parent.right; top: parent.top }
        session: root.session
        items: items
        onFilesAsked: files.open()
        onFolderAsked: folder.open()
        onInstitutionAsked: institution.open()
        onListWanted: grid.forceActiveFocus(Qt.TabFocusReason)
    }
    SplitPanes {
        id: panes

        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: bottom.top }
        visible: !root.empty && !page.visible

        LibraryFilters {
            T.SplitView.preferredWidth: Math.min(Theme.px(212), root.width * 0.24)
            T.SplitView.minimumWidth: Theme.px(160)
            items: items
            importing: root.session.importing
            shortlist: root.session.shortlist
        }
        ItemGrid {
            id: grid

            T.SplitView.fillWidth: true
            T.SplitView.minimumWidth: Theme.px(240)
            focus: true
            items: items
            tile: bar.tile
            onOpened: row => root.look(row)
            onTyped: letters => bar.focusSearch(letters)
            onSized: steps => bar.resize(steps)
        }
        SelectionPanel {
            id: selection

            T.SplitView.preferredWidth: Math.min(Theme.px(288), root.width * 0.3)
            T.SplitView.minimumWidth: Theme.px(220)
            session: root.session
            onLooked: item => root.look(items.rowOf(item))
            onWent: (place, subject) => root.went(place, subject)
        }
    }
    EmptyLibrary {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: bottom.top }
        visible: root.empty && !page.visible
        importing: root.session.importing
        onFilesAsked: files.open()
        onFolderAsked: folder.open()
        onInstitutionAsked: institution.open()
    }
    ImportBar {
        id: bottom

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        importing: root.session.importing
    }
    ItemPage {
        id: page

        anchors { fill: parent; bottomMargin: bottom.height }
        session: root.session
        items: items
        onWalked: row => grid.currentRow = row
        onClosed: grid.forceActiveFocus(Qt.OtherFocusReason)
    }
    DropPlace {
        anchors.fill: parent
        importing: root.session.importing
    }
    OnDemand { id: institution; file: Qt.resolvedUrl("InstitutionSheet.qml"); given: ({ session: root.session }) }
    Connections {
        target: root.session.importing

        function onPublished(address) { institution.made()["openAt"](address) }
    }
    ImportQuestion {
        importing: root.session.importing
    }
    FileDialog {
        id: files

        title: qsTr("Import pictures, films and lists")
        fileMode: FileDialog.OpenFiles
        currentFolder: StandardPaths.writableLocation(StandardPaths.HomeLocation)
        onAccepted: root.session.importing.offer(selectedFiles)
    }
    FolderDialog {
        id: folder

        title: qsTr("Import a folder")
        currentFolder: StandardPaths.writableLocation(StandardPaths.HomeLocation)
        onAccepted: root.session.importing.offer([selectedFolder])
    }
    Component.onCompleted: session.importing.lookForFirst()
}
