// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// What a button does when a screen reader or the return key presses it: Qt 6.4 answers "done" and does nothing.
QtObject {
    id: root

    required property T.AbstractButton button
    property bool blocked: false

    function act() {
        if (!root.button.enabled || root.blocked)
            return
        // The chosen one of several stays chosen.
        if (root.button.checkable && !(root.button.autoExclusive && root.button.checked)) {
            root.button.toggle()
            root.button.toggled()
        }
        root.button.clicked()
    }
}
