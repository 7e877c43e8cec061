// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio

/// What can be done in the library, for keys and for the palette.
Item {
    id: root

    required property Session session
    required property ItemModel items
    required property int row
    /// Whether the keys of the list are free for it.
    required property bool atHand
    readonly property Commands commands: session.commands
    readonly property bool canKeep: atHand && session.shortlist.enabled && row >= 0 && row < items.count

    signal searchAsked()
    signal lookAsked()
    signal filesAsked()
    signal folderAsked()
    signal institutionAsked()

    Command { commands: root.commands; place: "Library"; name: "library.keep"; label: qsTr("Keep or Skip"); synonyms: qsTr("select pick choose dataset")
        key: "Space"; enabled: root.canKeep; onTriggered: root.items.keepOrSkip(root.row) }
    Command { commands: root.commands; place: "Library"; name: "library.skip"; label: qsTr("Skip"); synonyms: qsTr("reject")
        key: "Shift+Space"; enabled: root.canKeep; onTriggered: root.items.skip(root.row) }
    Command { commands: root.commands; place: "Library"; name: "library.undecide"; label: qsTr("Leave Undecided"); synonyms: qsTr("clear unkeep")
        key: "Del"; enabled: root.canKeep; onTriggered: root.items.undecide(root.row) }
    Command { commands: root.commands; place: "Library"; name: "library.look"; label: qsTr("Look Closely"); synonyms: qsTr("open zoom item page")
        enabled: root.items.count > 0; onTriggered: root.lookAsked() }
    Command { commands: root.commands; place: "Library"; name: "library.search"; label: qsTr("Search the Library"); key: "Ctrl+F"; onTriggered: root.searchAsked() }
    Command { commands: root.commands; place: "Library"; name: "library.markAll"; label: qsTr("Mark All"); key: "Ctrl+A"
        enabled: root.atHand && root.items.count > 0; onTriggered: root.items.markAll() }
    Command { commands: root.commands; place: "Library"; name: "library.widen"; label: qsTr("Show Everything"); synonyms: qsTr("clear filters reset")
        enabled: root.items.narrowed; onTriggered: root.items.widen() }
    Command { commands: root.commands; place: "Library"; name: "library.files"; label: qsTr("Import Files"); synonyms: qsTr("import add pictures")
        key: "Ctrl+I"; onTriggered: root.filesAsked() }
    Command { commands: root.commands; place: "Library"; name: "library.folder"; label: qsTr("Import a Folder"); synonyms: qsTr("import add directory")
        key: "Ctrl+Shift+I"; onTriggered: root.folderAsked() }
    Command { commands: root.commands; place: "Library"; name: "library.institution"; label: qsTr("From an Institution"); synonyms: qsTr("iiif manifest web museum archive address link")
        key: "Ctrl+L"; onTriggered: root.institutionAsked() }
    Command { commands: root.commands; place: "Library"; name: "library.fetch"; label: qsTr("Fetch Pictures"); synonyms: qsTr("download iiif web whole large")
        enabled: root.items.count > 0 && !root.session.importing.running; onTriggered: root.items.fetch(root.row) }
    Command { commands: root.commands; place: "Library"; name: "library.first"; label: qsTr("Import the First Collection")
        enabled: root.session.importing.firstOffered; onTriggered: root.session.importing.bringFirst() }
}
