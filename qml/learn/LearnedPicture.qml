// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// A picture that a model learned from: what, whose, how often it was looked at.
Item {
    id: root

    required property var entry

    height: Theme.px(52)
    Accessible.role: Accessible.ListItem
    Accessible.name: [entry.title, entry.maker, entry.rightsLabel, entry.drawsWords].filter(part => part !== "").join(", ")

    Rectangle {
        anchors.fill: picture
        color: Theme.raised
        visible: picture.status !== Image.Ready

        Icon { anchors.centerIn: parent; name: "image"; color: Theme.outline }
    }
    Image {
        id: picture

        width: Theme.px(64)
        height: Theme.px(48)
        source: root.entry.picture
        sourceSize: Qt.size(160, 160)
        fillMode: Image.PreserveAspectCrop
        asynchronous: true
        Accessible.ignored: true
    }
    Words {
        id: title

        anchors { left: picture.right; leftMargin: Theme.unit * 3; right: end.left; rightMargin: Theme.unit * 2; top: parent.top; topMargin: Theme.px(5) }
        text: root.entry.title
    }
    Words {
        anchors { left: title.left; right: end.left; rightMargin: Theme.unit * 2; top: title.bottom; topMargin: Theme.px(3) }
        text: [root.entry.maker, root.entry.holder].filter(part => part !== "").join(" · ")
        color: Theme.textQuiet
        font.pixelSize: Theme.fontSmall
    }
    Column {
        id: end

        anchors { right: parent.right; verticalCenter: picture.verticalCenter }
        width: Theme.px(150)
        spacing: Theme.px(5)

        RightsChip { anchors.right: parent.right; kind: root.entry.rightsKind; text: root.entry.rightsLabel }
        Item {
            width: parent.width
            height: draws.height

            Words { id: draws; anchors.right: parent.right; text: root.entry.drawsWords; color: Theme.textQuiet; font.pixelSize: Theme.fontSmall }
        }
    }
}
