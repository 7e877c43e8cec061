// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The recipe's own settings, folded: nobody needs them to begin.
Column {
    id: root

    required property LearnPlan plan

    spacing: Theme.unit * 2

    SectionHeader {
        id: head

        width: parent.width
        text: qsTr("More settings")
        detail: root.plan.settings.chosen > 0 ? qsTr("%n changed", "", root.plan.settings.chosen) : ""
        open: false
    }
    ParamForm {
        width: parent.width
        visible: head.open
        settings: root.plan.settings
    }
}
