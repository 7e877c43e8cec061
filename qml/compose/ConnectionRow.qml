// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// An input and its source, one who could feed it, or one that is fed.
ListRow {
    id: root

    required property var modelData

    text: modelData.words
    detail: modelData.detail
    iconName: modelData.kind === "fed" ? "arrow-right" : modelData.kind === "input" ? "wire" : "branch"
    enabled: modelData.may
    Accessible.name: modelData.detail === "" ? modelData.words : modelData.words + ", " + modelData.detail
}
