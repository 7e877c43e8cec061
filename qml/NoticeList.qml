// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The sentences that wait to be read; the newest at the bottom, at most three at once.
Column {
    id: root

    required property Notices notices

    width: Theme.px(420)
    spacing: Theme.unit * 2

    Repeater {
        model: root.notices

        NoticeBar {
            required property int index
            required property string sentence
            required property string button

            width: root.width
            visible: index < 3
            text: sentence
            action: button
            onActivated: root.notices.press(index)
            onDismissed: root.notices.dismiss(index)
        }
    }
}
