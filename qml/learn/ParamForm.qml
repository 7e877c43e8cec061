// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// A form that is made from settings: a row for each.
Column {
    id: root

    required property ParamList settings

    spacing: Theme.unit * 2

    Repeater {
        model: root.settings

        ParamField {
            width: root.width
            settings: root.settings
        }
    }
}
