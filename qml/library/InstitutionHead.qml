// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What is looked at: the way back, its name, who publishes it, its rights, and what its publisher wants to be read.
Column {
    id: root

    required property Browsing browsing
    /// There is little room: the pictures need it more.
    property bool low: false

    spacing: Theme.unit * 2

    Row {
        width: parent.width
        spacing: Theme.unit * 2

        IconButton {
            id: back

            visible: root.browsing.canGoBack
            iconName: "arrow-left"
            text: qsTr("Back")
            onClicked: root.browsing.back()
        }
        Words {
            width: parent.width - (back.visible ? back.width + Theme.unit * 2 : 0) - (rights.visible ? rights.width + Theme.unit * 2 : 0)
            anchors.verticalCenter: back.visible ? back.verticalCenter : undefined
            text: root.browsing.kind === Browsing.Places ? qsTr("Places to begin with") : root.browsing.title
            font.weight: Theme.weightBold
            font.pixelSize: Theme.fontLarge
            Accessible.role: Accessible.Heading
        }
        RightsChip {
            id: rights

            visible: root.browsing.kind === Browsing.Thing
            kind: root.browsing.rightsKind
            text: root.browsing.rightsLabel
        }
    }
    QuietText {
        width: parent.width
        visible: text !== ""
        text: root.browsing.kind === Browsing.Thing ? root.browsing.holder
            : root.browsing.kind === Browsing.Collection && root.browsing.total >= 0 ? qsTr("%n things", "", root.browsing.total) : ""
    }
    BodyText {
        width: parent.width
        visible: root.browsing.kind !== Browsing.Places && text !== ""
        text: root.browsing.summary
        maximumLineCount: root.low ? 1 : 3
        elide: Text.ElideRight
    }
    BodyText {
        width: parent.width
        visible: text !== ""
        text: root.browsing.statement
        color: Theme.textQuiet
        maximumLineCount: root.low ? 1 : 4
        elide: Text.ElideRight
        Accessible.name: qsTr("To be named: %1").arg(text)
    }
}
