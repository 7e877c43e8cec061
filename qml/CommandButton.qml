// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// A command as a button with an icon: its name, key and whether it is possible come from the command.
IconButton {
    id: root

    required property Session session
    required property string name
    readonly property Command command: session.commands.count > 0 ? session.commands.find(name) : null

    text: command?.label ?? ""
    shortcut: command?.keyText ?? ""
    enabled: command?.enabled ?? false
    onClicked: command.trigger()
}
