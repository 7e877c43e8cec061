// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Every command and its key. A press on the key waits for another one; Backspace takes it away.
Column {
    id: root

    required property Session session
    /// Of the list; the field above it comes on top.
    property real listHeight: Theme.px(28 * 8)

    spacing: Theme.unit

    Palette {
        id: found

        commands: root.visible ? root.session.commands : null
        typed: typed.text
    }
    SearchField {
        id: typed

        width: parent.width
        label: qsTr("Find a key")
        placeholderText: qsTr("Keys: find a command")
    }
    ListView {
        id: list

        width: parent.width
        height: root.listHeight
        clip: true
        cacheBuffer: 0 // rows made ahead of need are cancelled, with a warning, when typing shortens the list
        boundsBehavior: Flickable.StopAtBounds
        model: found
        delegate: KeyRow {
            width: list.width
            session: root.session
        }
    }
}
