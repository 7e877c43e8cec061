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
    /// How high it may be. Where that is not enough, the picture goes first, then what is said in small letters.
    property real room: parent ? parent.height : 0

    readonly property real iconRoom: Theme.iconHuge + Theme.unit * 5
    readonly property real wordsRoom: title.implicitHeight + (detail === "" ? 0 : small.implicitHeight + column.spacing) + (action === "" ? 0 : button.implicitHeight + Theme.unit * 5)
    readonly property real air: Theme.unit * 4

    signal activated()

    implicitWidth: Theme.px(320)
    implicitHeight: column.implicitHeight + Theme.unit * 8
    Accessible.role: Accessible.Grouping
    Accessible.name: text
    Accessible.description: detail

    Column {
        id: column

        anchors.centerIn: parent
        width: Math.min(parent.width - Theme.unit * 8, Theme.px(360))
        spacing: Theme.unit * 2

        Icon {
            visible: root.room >= root.iconRoom + root.wordsRoom + root.air
            anchors.horizontalCenter: parent.horizontalCenter
            name: root.iconName
            size: Theme.iconHuge
            color: Theme.outline
        }
        Item { width: 1; height: Theme.unit; visible: root.room >= root.iconRoom + root.wordsRoom + root.air }
        BodyText {
            id: title

            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: root.text
            font.pixelSize: Theme.fontLarge
            font.weight: Theme.weightMedium
        }
        BodyText {
            id: small

            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            visible: text !== "" && root.room >= root.wordsRoom + root.air
            text: root.detail
            color: Theme.textQuiet
        }
        Item { width: 1; height: Theme.unit; visible: root.action !== "" && small.visible }
        Button {
            id: button

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
