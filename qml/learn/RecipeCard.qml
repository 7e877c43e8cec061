// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// One way to learn, in honest words.
T.AbstractButton {
    id: root

    required property string iconName
    required property string title
    required property string shows
    required property string showsNot
    required property bool chosen

    implicitHeight: words.height + Theme.unit * 8
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    text: title
    checkable: true
    autoExclusive: true
    checked: chosen
    Accessible.name: title
    Accessible.description: shows + " " + showsNot
    Accessible.onPressAction: clicked()
    Keys.onReturnPressed: clicked()

    background: Rectangle {
        radius: Theme.radiusLarge
        color: root.chosen ? Theme.selected : root.hovered ? Theme.hover : Theme.raised
        border.width: root.chosen ? Theme.px(2) : Theme.hairline
        border.color: root.chosen ? Theme.accent : Theme.line

        FocusRing { shown: root.visualFocus }
    }
    contentItem: Item {
        Icon {
            id: picture

            x: Theme.unit * 4
            y: Theme.unit * 4
            name: root.iconName
            size: Theme.iconLarge
            color: root.chosen ? Theme.accent : Theme.textQuiet
        }
        Icon {
            anchors { right: parent.right; rightMargin: Theme.unit * 4; verticalCenter: picture.verticalCenter }
            visible: root.chosen
            name: "check"
            color: Theme.accent
        }
        Column {
            id: words

            x: Theme.unit * 4 + picture.width + Theme.unit * 3
            y: Theme.unit * 4
            width: parent.width - x - Theme.unit * 10
            spacing: Theme.unit * 2

            Label { text: root.title; font.weight: Theme.weightBold; height: Theme.iconLarge; Accessible.ignored: true }
            BodyText { width: parent.width; text: root.shows; visible: text !== ""; Accessible.ignored: true }
            BodyText { width: parent.width; text: root.showsNot; visible: text !== ""; color: Theme.textQuiet; Accessible.ignored: true }
        }
    }
}
