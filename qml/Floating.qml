// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// A panel above the window, which Escape and a press elsewhere close. What runs goes on under it.
T.Popup {
    id: root

    required property string name

    padding: Theme.unit * 2
    modal: false
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    implicitWidth: contentWidth + leftPadding + rightPadding
    implicitHeight: contentHeight + topPadding + bottomPadding
    contentHeight: contentItem.childrenRect.height

    background: Rectangle {
        color: Theme.popup
        radius: Theme.radiusLarge
        border.width: Theme.hairline
        border.color: Theme.lineStrong
        Accessible.role: Accessible.Pane
        Accessible.name: root.name

        Shadow { }
    }
    contentItem: Item { }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.durationFast } }
    exit: Transition { NumberAnimation { property: "opacity"; to: 0; duration: Theme.durationFast } }
}
