// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// A command in a Menu, with its key at the right. `danger`: it cannot be taken back.
T.MenuItem {
    id: root

    property string shortcut
    property string iconName
    property bool danger: false
    readonly property color ink: !enabled ? Theme.textDisabled : danger ? Theme.bad : Theme.text

    implicitWidth: words.implicitWidth + leftPadding + rightPadding
    implicitHeight: visible ? Theme.rowHeight : 0
    leftPadding: Theme.unit * 3 + Theme.iconSize
    rightPadding: Theme.unit * 3 + (subMenu ? Theme.iconSmall : cap.visible ? cap.implicitWidth + Theme.unit * 4 : 0)
    hoverEnabled: true

    Accessible.role: Accessible.MenuItem
    Accessible.name: text
    Accessible.description: enabled ? shortcut : qsTr("Not possible now")
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.onPressAction: if (enabled) { subMenu ? subMenu.open() : choose() }
    function choose() {
        if (checkable)
            toggle()
        if (menu)
            menu.dismiss()
        triggered()
    }

    background: Rectangle {
        radius: Theme.radius
        color: root.enabled && (root.highlighted || root.hovered) ? Theme.controlHover : "transparent"
    }
    arrow: Icon {
        x: root.width - width - Theme.unit * 2
        y: Math.round((root.height - height) / 2)
        visible: root.subMenu !== null
        name: "chevron-right"
        size: Theme.iconSmall
        color: root.enabled ? Theme.textQuiet : Theme.textDisabled
    }
    indicator: Icon {
        x: Theme.unit * 1.5
        y: Math.round((root.height - height) / 2)
        visible: name !== ""
        name: root.checkable ? (root.checked ? "check" : "") : root.iconName
        color: root.checkable ? (root.enabled ? Theme.accent : Theme.textDisabled) : root.danger ? root.ink : root.enabled ? Theme.textQuiet : Theme.textDisabled
    }
    contentItem: Words {
        id: words

        text: root.text
        color: root.ink
    }

    Words {
        id: cap

        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        visible: text !== "" && !root.subMenu
        text: root.shortcut
        color: root.enabled ? Theme.textQuiet : Theme.textDisabled
        font.pixelSize: Theme.fontSmall
    }
}
