// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A TextField for what nobody may read over a shoulder. A screen reader says that it is a password, and of what.
TextField {
    id: root

    placeholderText: label
    echoMode: TextInput.Password
    inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
    // Qt keeps back the name of whatever is marked so; that it is a password follows from its echo without the mark.
    Accessible.onPasswordEditChanged: root.unmark()
    Component.onCompleted: root.unmark()
    onVisibleChanged: root.unmark()
    onActiveFocusChanged: root.unmark()

    function unmark(): void {
        if (root.Accessible.passwordEdit)
            root.Accessible.passwordEdit = false
    }
}
