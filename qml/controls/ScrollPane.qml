// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Window
import QtQuick.Templates as T

/// A column that scrolls when it is longer than its room, and follows the keyboard to what has it.
Flickable {
    id: root

    default property alias content: column.data
    property real padding: Theme.unit * 3
    property real spacing: Theme.unit * 2
    readonly property Item focused: Window.activeFocusItem

    function show(item: Item) {
        let above = item
        while (above && above !== column)
            above = above.parent
        if (!above)
            return
        const top = item.mapToItem(column, 0, 0).y
        if (top < contentY)
            contentY = Math.max(0, top - Theme.unit * 2)
        else if (top + item.height > contentY + height)
            contentY = Math.min(Math.max(0, contentHeight - height), top + item.height - height + Theme.unit * 2)
    }

    contentWidth: width
    contentHeight: column.height
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    T.ScrollBar.vertical: ScrollBar { }
    onFocusedChanged: if (focused) show(focused)

    Column {
        id: column

        width: root.width
        padding: root.padding
        spacing: root.spacing
    }
}
