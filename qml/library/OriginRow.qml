// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// One answer to the question whose the pictures are.
ListRow {
    twoLines: true
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.px(52)
    Accessible.role: Accessible.Button
    Keys.onDownPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onUpPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
}
