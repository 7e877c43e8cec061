// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A picture that takes part: what, whose, in which role, under which right.
Item {
    id: root

    required property var entry
    /// Too narrow for all of it: what the rights are is told by the sign, the role by the second line.
    readonly property bool narrow: width < Theme.px(420)

    implicitHeight: Theme.px(44)
    Accessible.role: Accessible.ListItem
    Accessible.name: [entry.title, entry.maker, entry.roleWord, entry.rightsLabel].filter(part => part !== "").join(", ")

    Rectangle {
        anchors.fill: picture
        color: Theme.raised
        visible: picture.status !== Image.Ready

        Icon { anchors.centerIn: parent; name: "image"; color: Theme.outline }
    }
    Image {
        id: picture

        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(52)
        height: Theme.px(38)
        source: root.entry.picture
        sourceSize: Qt.size(130, 130)
        fillMode: Image.PreserveAspectCrop
        asynchronous: true
        Accessible.ignored: true
    }
    Words {
        id: title

        anchors { left: picture.right; leftMargin: Theme.unit * 3; right: role.left; rightMargin: Theme.unit * 2; top: picture.top; topMargin: Theme.px(1) }
        text: root.entry.title
    }
    Words {
        anchors { left: title.left; right: title.right; top: title.bottom; topMargin: Theme.px(2) }
        text: [root.narrow ? role.text : "", root.entry.maker, root.entry.holder].filter(part => part !== "").join(" · ")
        color: Theme.textQuiet
        font.pixelSize: Theme.fontSmall
    }
    Words {
        id: role

        anchors { right: rights.left; rightMargin: Theme.unit * 3; verticalCenter: parent.verticalCenter }
        width: root.narrow ? 0 : Math.min(implicitWidth, Theme.px(132))
        visible: !root.narrow
        text: root.entry.through === "" ? root.entry.roleWord : qsTr("%1 by %2").arg(root.entry.roleWord).arg(root.entry.through)
        color: Theme.textQuiet
        font.pixelSize: Theme.fontSmall
    }
    RightsChip {
        id: rights

        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        kind: root.entry.rightsKind
        text: root.narrow ? "" : root.entry.rightsLabel
    }
}
