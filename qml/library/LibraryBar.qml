// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls

/// Search, how many there are, in which order, how large, and the door by which more comes in.
Rectangle {
    id: root

    required property Session session
    required property ItemModel items
    property string words
    /// The edge of a tile, at scale 1.
    property real tile: session.preferences.remembered("library.tile", 168)
    readonly property real smallest: 88
    readonly property real largest: 384

    signal filesAsked()
    signal folderAsked()
    signal institutionAsked()
    /// The hand goes on to the list.
    signal listWanted()

    function focusSearch(letters: string) {
        search.forceActiveFocus(Qt.ShortcutFocusReason)
        if (letters === "")
            search.selectAll()
        else
            search.insert(search.length, letters)
    }
    function setTile(size: real) {
        root.tile = Math.min(root.largest, Math.max(root.smallest, size))
        root.session.preferences.remember("library.tile", root.tile)
    }
    function resize(steps: int) {
        root.setTile(root.tile * Math.pow(1.15, steps))
    }

    implicitHeight: Theme.px(44)
    color: Theme.panel
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Library")

    SearchField {
        id: search

        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        width: Math.min(Theme.px(320), root.width * 0.28)
        placeholderText: qsTr("Search the library")
        shortcut: "Ctrl+F"
        text: root.words
        onTextChanged: root.words = text
        Keys.onDownPressed: root.listWanted()
        Keys.onReturnPressed: root.listWanted()
    }
    QuietText {
        id: found

        anchors { left: search.right; leftMargin: Theme.unit * 3; right: tools.left; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        text: root.items.waiting ? "" : root.items.marked > 0 ? qsTr("%1 of %n marked", "", root.items.count).arg(root.items.marked)
            : root.items.narrowed ? qsTr("%1 of %n items", "", root.items.total).arg(root.items.count) : qsTr("%n items", "", root.items.total)
    }
    Row {
        id: tools

        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        spacing: Theme.unit * 2

        ComboBox {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(136)
            label: qsTr("Order")
            model: [root.items.words !== "" ? qsTr("Best first") : qsTr("As they came"), qsTr("By date"), qsTr("By title"), qsTr("By maker")]
            currentIndex: root.items.order
            onActivated: index => root.items.order = index
        }
        Slider {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.px(104)
            label: qsTr("Size of the pictures")
            hint: qsTr("Ctrl and the wheel do it, too.")
            from: root.smallest
            to: root.largest
            value: root.tile
            defaultValue: 168
            onScrubbed: size => root.tile = size
            onCommitted: size => root.setTile(size)
        }
        Button {
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Import")
            iconName: "import"
            hint: menu.visible ? "" : qsTr("Pictures, films, recordings and lists. Originals are never touched.")
            onClicked: menu.open()

            Menu {
                id: menu

                y: parent.height + Theme.px(2)
                x: parent.width - width
                label: qsTr("Import")

                MenuItem { text: qsTr("Files…"); iconName: "image"; shortcut: root.session.commands.find("library.files")?.keyText ?? ""; onTriggered: root.filesAsked() }
                MenuItem { text: qsTr("A Folder…"); iconName: "folder"; shortcut: root.session.commands.find("library.folder")?.keyText ?? ""; onTriggered: root.folderAsked() }
                MenuItem { text: qsTr("From an Institution…"); iconName: "globe"; shortcut: root.session.commands.find("library.institution")?.keyText ?? ""; onTriggered: root.institutionAsked() }
                MenuItem {
                    text: qsTr("The First Collection")
                    iconName: "library"
                    enabled: root.session.importing.firstOffered
                    onTriggered: root.session.importing.bringFirst()
                }
            }
        }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.hairline
        color: Theme.line
    }
}
