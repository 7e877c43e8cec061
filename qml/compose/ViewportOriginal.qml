// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Screens

/// Closer than the pixels of the work, where it shows a picture of the library as it is: the original itself, at the same place.
Item {
    id: root

    required property PreviewItem picture
    required property ViewportModel viewer
    required property Stage stage
    /// Pixels of the screen for one of the original; 0 while it is not shown.
    readonly property real zoom: loader.item?.shown && loader.item.isFiner ? loader.item.zoom : 0

    Loader {
        id: loader

        readonly property rect frame: root.picture.pictureRect

        x: Math.max(0, frame.x)
        y: Math.max(0, frame.y)
        width: Math.max(0, Math.min(root.width, frame.x + frame.width) - x)
        height: Math.max(0, Math.min(root.height, frame.y + frame.height) - y)
        active: root.viewer.hasOriginal && root.picture.hasPicture && root.picture.zoom > 1.001 && root.stage.viewIsPlain
        sourceComponent: DeepZoom {
            readonly property rect share: { root.viewer.original; return root.viewer.originalPlace(pixels) }
            /// It has more pixels than the work shows of it.
            readonly property bool isFiner: zoom < root.picture.zoom * 0.999

            visible: isFiner
            item: root.viewer.original
            place: Qt.rect(loader.frame.x - loader.x + share.x * loader.frame.width, loader.frame.y - loader.y + share.y * loader.frame.height,
                share.width * loader.frame.width, share.height * loader.frame.height)
            Accessible.ignored: true
        }
    }
}
