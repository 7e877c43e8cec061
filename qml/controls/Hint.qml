// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Not ComponentBehavior: Bound: Qt 6.4.2 refuses the bound component below where the hint lies in a delegate.

/// The tool tip of its parent, made only while it is wanted: Hint { text: qsTr("Play"); shortcut: qsTr("Space"); shown: root.hovered }
Loader {
    id: root

    property string text
    property string shortcut
    property string detail
    property bool shown: false

    anchors.fill: parent
    active: shown && text !== ""
    sourceComponent: Item {
        ToolTip {
            text: root.text
            shortcut: root.shortcut
            detail: root.detail
            visible: true
        }
    }
}
