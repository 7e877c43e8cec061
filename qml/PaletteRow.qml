// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// One command in the palette.
ListRow {
    id: root

    required property string label
    required property string place
    required property string key
    required property bool possible

    text: label
    detail: place
    enabled: possible

    KeyCap {
        anchors.verticalCenter: parent.verticalCenter
        visible: root.key !== ""
        text: root.key
    }
}
