// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// How long it learns, in words and in time.
T.AbstractButton {
    id: root

    required property string title
    required property string time
    required property string detail
    required property bool chosen

    implicitHeight: words.height + Theme.unit * 6
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    text: title
    checkable: true
    autoExclusive: true
    checked: chosen
    Accessible.name: title
    Accessible.description: time === "" ? detail : time + ". " + detail
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
        Column {
            id: words

            x: Theme.unit * 4
            y: Theme.unit * 3
            width: parent.width - Theme.unit * 8
            spacing: Theme.unit

            Item {
                width: parent.width
                height: name.height

                Label { id: name; text: root.title; font.weight: Theme.weightBold; Accessible.ignored: true }
                QuietText {
                    anchors { right: parent.right; baseline: name.baseline }
                    text: root.time === "" ? "…" : root.time
                    color: root.chosen ? Theme.text : Theme.textQuiet
                    Accessible.ignored: true
                }
            }
            BodyText { width: parent.width; text: root.detail; color: Theme.textQuiet; font.pixelSize: Theme.fontSmall; Accessible.ignored: true }
        }
    }
}
