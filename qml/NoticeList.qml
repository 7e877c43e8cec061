// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The sentences that wait to be read, the newest first, at most three at once. One that is done goes by itself,
/// unless somebody points at it, and a warning later; an error stays until it is dismissed.
Column {
    id: root

    required property Notices notices

    width: Theme.px(420)
    spacing: Theme.unit * 2

    Repeater {
        model: root.notices

        NoticeBar {
            id: bar

            required property int index
            required property string sentence
            required property string button
            required kind
            required details

            width: root.width
            visible: index < 3
            text: sentence
            action: button
            onActivated: root.notices.press(index)
            onDismissed: root.notices.dismiss(index)

            HoverHandler { id: pointer }
            Timer {
                running: bar.kind !== NoticeBar.Error && bar.visible && !pointer.hovered
                interval: bar.kind === NoticeBar.Done ? 8000 : 15000
                onTriggered: root.notices.dismiss(bar.index)
            }
        }
    }
}
