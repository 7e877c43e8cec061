// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// A command as a button with words.
Button {
    id: root

    required property Session session
    required property string name
    readonly property Command command: session.commands.count > 0 ? session.commands.find(name) : null

    text: command?.label ?? ""
    hint: command?.label ?? ""
    shortcut: command?.keyText ?? ""
    enabled: command?.enabled ?? false
    onClicked: command.trigger()
}
