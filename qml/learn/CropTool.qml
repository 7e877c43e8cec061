// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// Chooses parts of a picture to learn from: rectangles with handles, with numbers, and with the keyboard.
FocusScope {
    id: root

    required property PictureList pictures
    required property int row
    property int wanted: 0
    property var crops: pictures.cropsAt(row)
    readonly property int current: Math.max(0, Math.min(wanted, crops.length - 1))
    readonly property size pixels: pictures.sizeAt(row)

    signal done()

    function add() {
        const side = Math.round(Math.min(pixels.width, pixels.height) / 2), shift = crops.length * Math.round(side / 8)
        root.wanted = pictures.addCrop(row, Qt.rect(Math.round((pixels.width - side) / 2) + shift, Math.round((pixels.height - side) / 2) + shift, side, side))
    }
    function set(x: real, y: real, width: real, height: real) {
        pictures.setCrop(row, current, Qt.rect(Math.round(x), Math.round(y), Math.round(width), Math.round(height)))
    }

    focus: true
    Component.onCompleted: if (crops.length === 0) add()
    Keys.onEscapePressed: root.done()
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Crops of “%1”").arg(pictures.titleAt(row))

    Connections {
        target: root.pictures

        function onChanged() { root.crops = root.pictures.cropsAt(root.row) }
    }
    CropBar {
        id: bar

        width: parent.width
        title: root.pictures.titleAt(root.row)
        any: root.crops.length > 0
        onAdded: root.add()
        onRemoved: root.pictures.removeCrop(root.row, root.current)
        onDone: root.done()
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: foot.top }
        color: Theme.view
        clip: true

        Image {
            id: picture

            anchors { fill: parent; margins: Theme.unit * 6 }
            source: root.pictures.pictureAt(root.row)
            sourceSize: Qt.size(1600, 1600)
            fillMode: Image.PreserveAspectFit
            asynchronous: true
            Accessible.ignored: true
        }
        Item {
            id: field

            readonly property real zoom: width / Math.max(1, root.pixels.width)

            width: Math.min(picture.width, picture.height * root.pixels.width / Math.max(1, root.pixels.height))
            height: width * root.pixels.height / Math.max(1, root.pixels.width)
            anchors.centerIn: picture

            Repeater {
                model: root.crops.length

                CropFrame {
                    required property int index

                    pixels: root.pixels
                    number: index
                    crop: root.crops[index] ?? ({ x: 0, y: 0, width: 1, height: 1 })
                    zoom: field.zoom
                    current: index === root.current
                    focus: current
                    z: current ? 1 : 0
                    onChosen: { root.wanted = index; forceActiveFocus() }
                    onPlaced: (x, y, width, height) => { root.wanted = index; root.set(x, y, width, height) }
                    onRemoved: root.pictures.removeCrop(root.row, index)
                }
            }
        }
    }
    CropNumbers {
        id: foot

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        crops: root.crops
        current: root.current
        pixels: root.pixels
        onPlaced: (x, y, width, height) => root.set(x, y, width, height)
    }
}
