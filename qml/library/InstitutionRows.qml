// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The places that are known by name, or what a collection holds: one a row, more of them when the end is near.
ListView {
    id: root

    required property Browsing browsing

    clip: true
    model: browsing
    spacing: Theme.px(2)
    activeFocusOnTab: true
    keyNavigationEnabled: true
    boundsBehavior: Flickable.StopAtBounds
    currentIndex: -1
    Accessible.role: Accessible.List
    Accessible.name: browsing.kind === Browsing.Places ? qsTr("Places to begin with") : browsing.title
    onActiveFocusChanged: if (activeFocus && currentIndex < 0 && count > 0) currentIndex = 0
    onAtYEndChanged: if (atYEnd && browsing.hasMore) browsing.more()
    onCountChanged: if (activeFocus && currentIndex < 0 && count > 0) currentIndex = 0
    Keys.onReturnPressed: browsing.enter(currentIndex)
    Keys.onEnterPressed: browsing.enter(currentIndex)
    T.ScrollBar.vertical: ScrollBar { }

    delegate: InstitutionRow {
        browsing: root.browsing
        width: root.width - Theme.unit * 3
        lit: root.activeFocus && ListView.isCurrentItem
    }
}
