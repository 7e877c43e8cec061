// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio

/// Lets a command's key work while its place is open.
Shortcut {
    id: root

    required property Command command
    property string place

    sequences: root.command.chosenKey === "" ? [] : root.command.chosenKey.split(" | ")
    enabled: root.command.enabled && (root.command.place === "" || root.command.place === root.place)
    context: Qt.WindowShortcut
    onActivated: root.command.trigger()
    onActivatedAmbiguously: root.command.trigger()
}
