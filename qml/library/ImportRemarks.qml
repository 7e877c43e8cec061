// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Opificio.Controls

/// What an import passed over, a sentence each.
ListView {
    id: root

    height: Math.min(Math.max(contentHeight, Theme.rowHeight), Theme.px(180)) + topMargin + bottomMargin
    topMargin: Theme.unit * 2
    bottomMargin: Theme.unit
    spacing: Theme.unit
    clip: true
    reuseItems: true
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    Accessible.role: Accessible.List
    Accessible.name: qsTr("What was passed over")
    T.ScrollBar.vertical: ScrollBar { }

    delegate: BodyText {
        required property var modelData

        x: Theme.unit * 4
        width: root.width - Theme.unit * 8
        text: modelData.sentence
        font.pixelSize: Theme.fontSmall
    }
}
