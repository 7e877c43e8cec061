// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// What stands where nothing is yet: a picture, one sentence that teaches, and the one button that helps.
Item {
    id: root

    required property string iconName
    required property string text
    property string detail
    property string action
    property string actionIconName
    property string actionShortcut

    signal activated()

    implicitWidth: Theme.px(320)
    implicitHeight: column.implicitHeight + Theme.unit * 8
    Accessible.role: Accessible.Grouping
    Accessible.name: text

    Column {
        id: column

        anchors.centerIn: parent
        width: Math.min(parent.width - Theme.unit * 8, Theme.px(360))
        spacing: Theme.unit * 2

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: root.iconName
            size: Theme.iconHuge
            color: Theme.outline
        }
        Item { width: 1; height: Theme.unit }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: root.text
            font.pixelSize: Theme.fontLarge
            font.weight: Theme.weightMedium
        }
        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: text !== ""
            text: root.detail
            color: Theme.textQuiet
        }
        Item { width: 1; height: Theme.unit; visible: root.action !== "" }
        Button {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: text !== ""
            kind: Button.Primary
            text: root.action
            iconName: root.actionIconName
            shortcut: root.actionShortcut
            onClicked: root.activated()
        }
    }
}
