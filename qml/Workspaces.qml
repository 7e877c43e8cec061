// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Screens

/// The five workspaces. Each is made when it is first gone to and kept from then on.
Item {
    id: root

    required property Session session
    required property string place

    readonly property list<string> places: ["Library", "Compose", "Learn", "Deliver", "Jobs"]

    signal went(place: string, subject: string)

    function neighbour(steps: int): string {
        return places[(places.indexOf(place) + steps + places.length) % places.length]
    }

    function arrive(place: string, subject: string) {
        (pages.itemAt(places.indexOf(place)) as Workspace).arrive(subject)
    }

    Repeater {
        id: pages

        model: root.places

        Workspace {
            required property string modelData

            anchors.fill: parent
            session: root.session
            name: modelData
            current: modelData === root.place
            onWent: (place, subject) => root.went(place, subject)
        }
    }
}
