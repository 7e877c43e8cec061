// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Where it is made: here, or at a place that lends its computers; what that may cost, and what would leave this computer.
Column {
    id: root

    required property SendPlan send

    signal sitesWanted()
    signal termsSaid(terms: Item)

    spacing: Theme.unit * 3

    PlanHeading {
        width: parent.width
        text: qsTr("Made where")

        PlaceBox {
            send: root.send
            onSitesWanted: root.sitesWanted()
            onChosenElsewhere: terms.isNew = true
        }
    }
    SendTerms {
        id: terms

        width: parent.width
        send: root.send
        onSaid: root.termsSaid(terms)
    }
}
