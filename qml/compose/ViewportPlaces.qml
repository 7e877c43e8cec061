// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The places that the selected node's settings hold, as dots on the picture that can be dragged.
Item {
    id: root

    required property PreviewItem picture
    property ParamModel params
    readonly property var places: params?.places ?? []

    Repeater {
        model: root.places.length

        ViewportPlace {
            picture: root.picture
            params: root.params
            facts: root.places[index] ?? ({})
        }
    }
}
