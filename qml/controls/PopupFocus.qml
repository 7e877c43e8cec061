// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import QtQuick.Window

/// Gives the keyboard back to who had it before a popup opened; Qt 6.4 leaves it nowhere.
QtObject {
    id: root

    required property T.Popup popup
    property Item opener: null
    property Connections ears: Connections {
        target: root.popup
        function onAboutToShow() {
            root.opener = root.popup.parent ? root.popup.parent.Window.activeFocusItem : null
        }
        function onAboutToHide() {
            const window = root.opener ? root.opener.Window : null
            if (window && (!window.activeFocusItem || window.activeFocusItem === window.contentItem))
                root.opener.forceActiveFocus(Qt.PopupFocusReason)
        }
    }
}
