// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// The points of the picture whose values are kept in sight.
Item {
    id: root

    required property PreviewItem picture
    required property ViewportModel viewer

    Repeater {
        model: root.viewer.samples.length

        Item {
            id: sample

            required property int index
            readonly property var facts: root.viewer.samples[index] ?? ({})
            readonly property point place: { root.picture.pictureRect; return root.picture.fromPicture(Qt.point(facts.x ?? 0, facts.y ?? 0)) }

            x: Math.round(place.x)
            y: Math.round(place.y)

            Rectangle {
                anchors.centerIn: parent
                width: Theme.px(11)
                height: width
                radius: width / 2
                color: "transparent"
                border.width: Theme.px(2)
                border.color: Theme.text

                Rectangle { anchors { fill: parent; margins: -Theme.hairline } radius: width / 2; color: "transparent"; border.width: Theme.hairline; border.color: Theme.markText }
            }
            Rectangle {
                x: Theme.unit * 2.5
                y: -height / 2
                width: words.width + cross.width + Theme.unit * 3
                height: Theme.px(24)
                radius: Theme.radius
                color: Qt.alpha(Theme.panel, 0.94)

                MonoText {
                    id: words

                    anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
                    text: (sample.facts.light ?? "…") + "   " + (sample.facts.hex ?? "")
                    hint: sample.facts.place ?? ""
                }
                IconButton {
                    id: cross

                    anchors { left: words.right; leftMargin: Theme.unit; verticalCenter: parent.verticalCenter }
                    implicitHeight: Theme.targetSize
                    iconName: "close"
                    iconSize: Theme.px(10)
                    text: qsTr("Take This Point Away")
                    onClicked: root.viewer.dropSample(sample.index)
                }
            }
        }
    }
}
