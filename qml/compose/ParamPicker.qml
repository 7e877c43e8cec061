// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What there is to choose from: of the work, of what ships, of the library; and a file of this computer.
PopupPanel {
    id: root

    required property ParamRow row
    /// What it opens under, as wide at least.
    required property Item field
    readonly property string kind: row.kind
    readonly property bool takesFiles: kind !== "dataset"

    function take(typed: string) {
        root.close()
        root.row.params.type(root.row.index, typed)
    }

    label: row.label
    width: Math.max(field.width, Theme.px(300))
    padding: Theme.unit * 2
    onAboutToShow: { typed.text = ""; list.currentIndex = 0 }
    onOpened: typed.forceActiveFocus(Qt.PopupFocusReason)

    ParamChoices {
        id: choices

        session: root.row.session
        kind: root.kind
        held: root.row.value
        words: typed.text
        active: root.visible
    }
    contentItem: Column {
        spacing: Theme.unit * 2

        SearchField {
            id: typed

            width: parent.width
            label: qsTr("Find")
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onReturnPressed: list.currentItem?.clicked()
            Keys.onEnterPressed: list.currentItem?.clicked()
        }
        ListView {
            id: list

            width: parent.width
            height: Math.min(contentHeight, Theme.px(44 * 7))
            clip: true
            cacheBuffer: 0 // rows made ahead of need are cancelled, with a warning, when typing shortens the list
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            model: choices
            Accessible.role: Accessible.List
            Accessible.name: root.label
            T.ScrollBar.vertical: ScrollBar { }
            delegate: ParamPickerRow {
                width: list.width
                kind: root.kind
                selected: ListView.isCurrentItem
                onClicked: root.take(typed)
            }
        }
        QuietText {
            width: parent.width
            visible: choices.count === 0 && !choices.waiting
            wrapMode: Text.Wrap
            text: typed.text !== "" ? qsTr("Nothing is called so.")
                : root.kind === "dataset" ? qsTr("This work has no dataset yet. Keep pictures in the Library and make one of them.")
                : root.kind === "model" ? qsTr("This work has no model yet. Learn trains one.")
                : root.kind === "file" ? qsTr("The library has no film yet. Drop one anywhere, or choose a file.")
                : qsTr("The library is empty. Drop pictures anywhere, or choose a file.")
        }
        Button {
            visible: root.takesFiles
            kind: Button.Quiet
            iconName: "folder"
            text: qsTr("A File of This Computer…")
            onClicked: files.open()
        }
    }

    FileDialog {
        id: files

        title: root.label
        nameFilters: root.kind === "model" ? [qsTr("Models (*.safetensors)")]
            : root.kind === "item" ? [qsTr("Pictures (*.jpg *.jpeg *.png *.tif *.tiff *.webp)")] : [qsTr("Films (*.mp4 *.mov *.mkv *.webm *.avi *.mpg)"), qsTr("All files (*)")]
        onAccepted: { root.close(); root.row.params.drop(root.row.index, [selectedFile], "") }
    }
}
