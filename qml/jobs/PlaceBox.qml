// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// Where something is made: this computer, or one of those that are known; the last row leads to more of them.
ComboBox {
    id: root

    required property SendPlan send
    readonly property int chosen: root.send.places.findIndex(row => row.name === root.send.place)

    signal sitesWanted()
    /// Another place was chosen by hand, and what it asks for is said now.
    signal chosenElsewhere()

    width: Theme.px(240)
    label: qsTr("Where")
    model: root.send.places.map(row => row.label).concat([qsTr("Other Computers…")])
    currentIndex: root.chosen
    onActivated: index => {
        if (index < root.send.places.length) {
            root.send.place = root.send.places[index].name
            if (root.send.isElsewhere)
                root.chosenElsewhere()
        } else {
            root.sitesWanted()
        }
        // It shows what is chosen, and not what was pressed.
        root.currentIndex = Qt.binding(() => root.chosen)
    }
}
