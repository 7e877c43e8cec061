// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// Where the desktop has no dialogs of its own for files, Qt draws some in the window's palette, but for the bar with the path,
/// which is white whatever the palette says: it is painted when it appears.
Item {
    id: root

    required property T.ApplicationWindow window
    readonly property Item overlay: window.T.Overlay.overlay

    function paintBars(item: Item) {
        if (item["upButton"] !== undefined && item["background"])
            item["background"].color = Theme.field
        for (let i = 0; i < item.children.length; ++i)
            paintBars(item.children[i])
    }

    Connections {
        target: root.overlay

        // Its parts come after it.
        function onChildrenChanged() { Qt.callLater(() => root.paintBars(root.overlay)) }
    }
}
