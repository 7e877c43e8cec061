// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import QtQuick.Window

/// Gives the keyboard back to who had it before a popup opened; Qt 6.4 leaves it nowhere. And it gives the popup its name for
/// a screen reader, which Qt 6.4 lets only its own dialogs have.
QtObject {
    id: root

    required property T.Popup popup
    property string label
    property string detail
    property Item opener: null

    property bool shown: false

    function name() {
        if (!shown)
            return
        const whole = root.popup.contentItem.parent
        whole.Accessible.name = root.label
        whole.Accessible.description = root.detail
    }

    // The language may change while it is open.
    onLabelChanged: name()
    onDetailChanged: name()
    property Connections ears: Connections {
        target: root.popup
        function onAboutToShow() {
            root.shown = true
            root.name()
            root.opener = root.popup.parent ? root.popup.parent.Window.activeFocusItem : null
        }
        function onAboutToHide() {
            const window = root.opener ? root.opener.Window : null
            if (window && (!window.activeFocusItem || window.activeFocusItem === window.contentItem))
                root.opener.forceActiveFocus(Qt.PopupFocusReason)
        }
    }
}
