// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A command in a menu.
ListRow {
    id: root

    required property Session session
    required property string modelData
    readonly property Command command: session.commands.count > 0 ? session.commands.find(modelData) : null

    signal chosen(verb: string)

    text: command?.label ?? ""
    enabled: command?.enabled ?? false
    onClicked: root.chosen(modelData)

    KeyCap {
        anchors.verticalCenter: parent.verticalCenter
        text: root.command?.keyText ?? ""
    }
}
