// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The computers that are known.
ListView {
    id: root

    required property Sites sites

    clip: true
    model: sites
    spacing: Theme.px(2)
    activeFocusOnTab: true
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Other computers")

    delegate: ListRow {
        required property string name
        required property string title

        width: root.width
        twoLines: true
        text: title
        iconName: "cloud"
        selected: name === root.sites.chosen
        onClicked: root.sites.chosen = name
        required detail
    }
}
