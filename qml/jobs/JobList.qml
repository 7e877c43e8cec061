// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The jobs, what runs first.
ListView {
    id: root

    required property Jobs jobs
    required property string chosen

    signal chose(folder: string)

    clip: true
    spacing: Theme.px(2)
    boundsBehavior: Flickable.StopAtBounds
    model: jobs
    activeFocusOnTab: true
    keyNavigationEnabled: true
    highlightMoveDuration: 0
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Jobs")
    onCurrentIndexChanged: if (activeFocus) chose(jobs.folderAt(currentIndex))

    delegate: JobRow {
        required property int index

        width: root.width
        selected: folder === root.chosen
        showsFocus: root.activeFocus && selected
        onClicked: { root.currentIndex = index; root.forceActiveFocus(Qt.MouseFocusReason); root.chose(folder) }
    }
}
