// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// What opens beside a control and closes by Esc or a click elsewhere: a raised panel with room for anything.
T.Popup {
    id: root

    property string label

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: Theme.unit * 3
    margins: Theme.unit * 2
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    PopupFocus { popup: root; label: root.label }

    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.durationFast } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.durationFast } }
    background: Rectangle {
        color: Theme.popup
        radius: Theme.radiusLarge
        border.width: Theme.hairline
        border.color: Theme.lineStrong

        Shadow { }
    }
}
