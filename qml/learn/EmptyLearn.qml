// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// What training needs, where there is nothing to learn from yet.
EmptyState {
    id: root

    required property Session session

    signal went(place: string, subject: string)

    iconName: "learn"
    text: qsTr("A model learns from your pictures, and from nothing else")
    detail: qsTr("Keep some pictures in the library and freeze them as a dataset: four for a texture, a dozen for a map. Then come back and press one button.")
    action: qsTr("Go to the Library")
    actionIconName: "library"
    onActivated: root.went("Library", "")
}
