// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Composing: the picture, its time, and the settings of what is selected.
PlaceKeys {
    id: root

    required property Session session
    /// Whose settings are seen.
    property var selection: []

    commands: session.commands
    place: "Compose"

    ParamModel {
        id: params

        session: root.session
        nodes: root.selection
    }
    ParamCommands {
        session: root.session
        params: params
    }
    Viewport {
        id: viewport

        anchors { left: parent.left; right: panel.left; top: parent.top; bottom: transport.top }
        focus: true
        session: root.session
        params: params
        selected: params.node
    }
    ParamPanel {
        id: panel

        anchors { right: parent.right; top: parent.top; bottom: transport.top }
        width: Theme.px(320)
        session: root.session
        params: params
    }
    TransportBar {
        id: transport

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        session: root.session
        nodes: root.selection
    }
}
