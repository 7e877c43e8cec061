// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// One sentence with at most one button that helps.
Rectangle {
    id: root

    required property int kind
    required property string sentence
    required property string button
    required property string details

    signal pressed()
    signal dismissed()

    implicitHeight: words.height + Theme.unit * 6 + (act.visible ? act.height + Theme.unit * 2 : 0)
    radius: Theme.radiusLarge
    color: Theme.popup
    border.width: Theme.hairline
    border.color: Theme.lineStrong
    Accessible.role: Accessible.AlertMessage
    Accessible.name: sentence

    Shadow { }
    Icon {
        id: mark

        anchors { left: parent.left; top: parent.top; margins: Theme.unit * 3 }
        name: root.kind === Notices.Error ? "error" : root.kind === Notices.Warning ? "warning" : "done"
        color: root.kind === Notices.Error ? Theme.bad : root.kind === Notices.Warning ? Theme.warning : Theme.good
        size: Theme.iconLarge
    }
    BodyText {
        id: words

        anchors { left: mark.right; right: close.left; top: parent.top; margins: Theme.unit * 3 }
        text: root.sentence
        wrapMode: Text.Wrap
    }
    IconButton {
        id: close

        anchors { right: parent.right; top: parent.top; margins: Theme.unit * 2 }
        iconName: "close"
        text: qsTr("Dismiss")
        onClicked: root.dismissed()
    }
    Button {
        id: act

        anchors { left: words.left; top: words.bottom; topMargin: Theme.unit * 2 }
        visible: root.button !== ""
        text: root.button
        onClicked: root.pressed()
    }
}
