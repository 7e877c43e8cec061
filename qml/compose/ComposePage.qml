// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Composing: the picture and its time.
FocusScope {
    id: root

    required property Session session

    Viewport {
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: transport.top }
        session: root.session
    }
    TransportBar {
        id: transport

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        session: root.session
    }
}
