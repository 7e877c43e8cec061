// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Everything that can be done, by a few letters of its name.
PopupPanel {
    id: root

    required property Session session

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: Theme.px(72)
    width: Theme.px(560)
    padding: Theme.unit * 2
    label: qsTr("Command palette")
    onAboutToShow: { typed.text = ""; list.currentIndex = 0 }
    onOpened: typed.forceActiveFocus()

    Palette {
        id: found

        commands: root.visible ? root.session.commands : null
        typed: typed.text
        onTypedChanged: list.currentIndex = 0
    }
    contentItem: Column {
        spacing: Theme.unit * 2

        SearchField {
            id: typed

            width: parent.width
            label: qsTr("Find a command")
            placeholderText: qsTr("What would you like to do?")
            // The keyboard stays here: what the arrows mark is heard as this field's description.
            Accessible.description: list.currentItem ? (list.currentItem as PaletteRow).text : ""
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onReturnPressed: root.choose(list.currentIndex)
            Keys.onEnterPressed: root.choose(list.currentIndex)
        }
        ListView {
            id: list

            width: parent.width
            height: Math.min(contentHeight, Theme.px(28 * 12))
            clip: true
            cacheBuffer: 0 // rows made ahead of need are cancelled, with a warning, when typing shortens the list
            model: found
            boundsBehavior: Flickable.StopAtBounds
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Commands")
            delegate: PaletteRow {
                required property int index

                width: list.width
                selected: ListView.isCurrentItem
                onClicked: root.choose(index)
            }
        }
        QuietText {
            visible: found.count === 0
            leftPadding: Theme.unit * 2
            text: qsTr("Nothing is called so. Try another word.")
        }
    }

    function choose(row: int) {
        const command = found.choose(row)
        root.close()
        command?.trigger()
    }
}
