// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A button that stays down. A bar below its words says that it is on.
Button {
    id: root

    checkable: true
    Accessible.checkable: true
    Accessible.checked: checked

    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(3) }
        anchors { leftMargin: Theme.px(8); rightMargin: Theme.px(8) }
        height: Theme.px(2)
        radius: height / 2
        visible: root.checked
        color: root.enabled ? Theme.accent : Theme.textDisabled
    }
}
