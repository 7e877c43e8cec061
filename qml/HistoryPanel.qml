// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What was done, step by step; a press goes back or forward to a step.
PopupPanel {
    id: root

    required property Session session

    parent: T.Overlay.overlay
    x: parent ? parent.width - width - Theme.unit * 2 : 0
    y: Theme.px(48)
    width: Theme.px(340)
    padding: Theme.unit * 2
    label: qsTr("History")
    onOpened: list.positionViewAtIndex(root.session.document.history.current, ListView.Contain)

    contentItem: Column {
        spacing: Theme.unit

        Label { leftPadding: Theme.unit * 2; text: qsTr("History"); font.weight: Theme.weightMedium }
        ListView {
            id: list

            width: parent.width
            height: Math.min(contentHeight, Theme.px(28 * 16))
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            // Anew each time: it may be in another language by now.
            model: root.visible ? root.session.document.history : null
            currentIndex: root.session.document.history.current
            highlightMoveDuration: 0
            activeFocusOnTab: true
            Accessible.role: Accessible.List
            Accessible.name: qsTr("History")
            keyNavigationEnabled: false
            Keys.onUpPressed: root.session.document.undo()
            Keys.onDownPressed: root.session.document.redo()
            delegate: HistoryRow {
                width: list.width
                current: index === root.session.document.history.current
                onClicked: root.session.document.goTo(index)
            }
        }
    }
}
