// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// A command as a button with words; it may be declared after the button.
Button {
    id: root

    required property Session session
    required property string name
    property Command command: session.commands.find(name)

    text: command?.label ?? ""
    hint: command?.label ?? ""
    shortcut: command?.keyText ?? ""
    enabled: command?.enabled ?? false
    onClicked: command.trigger()

    Connections {
        target: root.session.commands
        enabled: root.command === null

        function onChanged() { root.command = root.session.commands.find(root.name) }
    }
}
