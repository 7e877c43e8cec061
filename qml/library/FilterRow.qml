// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// One condition, with how many meet it.
ListRow {
    id: root

    property int count: -1

    focusPolicy: Qt.StrongFocus
    Keys.onDownPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onUpPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)

    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: selected
    Accessible.name: count < 0 ? text : qsTr("%1, %2").arg(text).arg(count)

    QuietText {
        visible: root.count >= 0
        text: root.count
        Accessible.ignored: true
    }
}
