// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio.Controls

/// The small picture of something that can be chosen; the sign of its kind where it has none.
Rectangle {
    id: root

    required property string source
    required property string kind

    implicitWidth: Theme.px(48)
    implicitHeight: Theme.px(36)
    radius: Theme.radiusSmall
    color: Theme.window

    Icon {
        anchors.centerIn: parent
        visible: picture.status !== Image.Ready
        name: ({ item: "image", dataset: "dataset", model: "model", file: "film" })[root.kind] ?? "image"
        color: Theme.textQuiet
    }
    Image {
        id: picture

        anchors.fill: parent
        source: root.source
        asynchronous: true
        sourceSize: Qt.size(width * 2, height * 2)
        fillMode: Image.PreserveAspectCrop
        Accessible.ignored: true
    }
}
