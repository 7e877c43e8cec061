// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A count or a word on something else: "12", "1/2", "AI".
Rectangle {
    id: root

    required property string text
    property string iconName
    property color tint: Theme.control
    property color ink: Theme.textOn(tint)
    property string hint

    implicitWidth: Math.max(row.implicitWidth + Theme.unit * 2, height)
    implicitHeight: Theme.px(18)
    radius: Theme.px(iconName === "" && text.length < 3 ? 9 : 4)
    color: tint
    Accessible.role: Accessible.StaticText
    Accessible.name: hint !== "" ? text + ". " + hint : text

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.unit * 0.75

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: name !== ""
            name: root.iconName
            size: Theme.px(12)
            color: root.ink
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: root.text
            color: root.ink
            font.pixelSize: Theme.fontSmall
            font.weight: Theme.weightMedium
        }
    }
    HoverHandler { id: pointer; enabled: root.hint !== "" }
    Hint { text: root.hint; shown: pointer.hovered }
}
