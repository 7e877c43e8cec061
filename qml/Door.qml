// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// One way to begin: an icon, what it is, and what will happen.
T.AbstractButton {
    id: root

    required property string iconName
    required property string title
    required property string detail
    /// Without what will happen, which is then said beside the pointer.
    property bool brief: false

    signal chosen()

    implicitWidth: Theme.px(256)
    implicitHeight: Math.max(Theme.px(brief ? 48 : 64), words.height + Theme.unit * (brief ? 3 : 5))
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    text: title
    onClicked: chosen()
    Accessible.role: Accessible.Button
    Accessible.name: title
    Accessible.description: detail
    Accessible.onPressAction: chosen()

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.pressed : root.hovered ? Theme.controlHover : Theme.raised

        FocusRing { shown: root.visualFocus }
    }
    contentItem: Item {
        Icon {
            id: picture

            anchors { left: parent.left; leftMargin: Theme.unit * 3; verticalCenter: parent.verticalCenter }
            name: root.iconName
            size: Theme.iconLarge
            color: Theme.accent
        }
        Column {
            id: words

            anchors { left: picture.right; right: parent.right; margins: Theme.unit * 3; verticalCenter: parent.verticalCenter }
            spacing: Theme.px(2)

            BodyText { width: parent.width; text: root.title; font.weight: Theme.weightMedium; wrapMode: Text.WordWrap }
            BodyText { width: parent.width; visible: !root.brief; text: root.detail; color: Theme.textQuiet; font.pixelSize: Theme.fontSmall; wrapMode: Text.WordWrap }
        }
    }

    Hint { text: root.brief ? root.detail : ""; shown: root.hovered }
}
