// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A button that may speak in any role: Qt 6.4 takes no Accessible.role on a template, which is always what it is.
Item {
    id: root

    property bool pressable: true
    property bool byMouse: false
    readonly property bool hovered: area.containsMouse
    readonly property bool down: pressable && area.pressed
    readonly property bool visualFocus: activeFocus && !byMouse

    signal clicked()

    activeFocusOnTab: pressable && enabled
    onActiveFocusChanged: if (!activeFocus) byMouse = false
    Accessible.onPressAction: if (pressable && enabled) root.clicked()
    Keys.onPressed: (event) => {
        root.byMouse = false
        event.accepted = root.pressable && [Qt.Key_Space, Qt.Key_Return, Qt.Key_Enter].includes(event.key)
        if (event.accepted && !event.isAutoRepeat)
            root.clicked()
    }

    MouseArea {
        id: area

        anchors.fill: parent
        z: -1
        hoverEnabled: true
        acceptedButtons: root.pressable ? Qt.LeftButton : Qt.NoButton
        Accessible.ignored: true
        onPressed: {
            root.byMouse = true
            root.forceActiveFocus(Qt.MouseFocusReason)
        }
        onClicked: root.clicked()
    }
}
