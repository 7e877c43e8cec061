// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls

/// Asks what a branch leaves out: a press on a picture. The training that it branches off stays as it is.
Sheet {
    id: root

    required property TrainingView view
    required property JobView job
    property var without: []

    title: qsTr("Branch off")
    detail: qsTr("A second training goes on from the last checkpoint of “%1”. What you leave out here it never looks at again; what it saw before is written in its card.").arg(root.job.plainName)
        + (root.job.place === "" ? "" : " " + qsTr("It is trained where this one is: %1.").arg(root.job.place))
    iconName: "branch"
    onAboutToShow: without = []

    footer: [
        Button { text: qsTr("Not Now"); onClicked: root.close() },
        Button {
            kind: Button.Primary
            text: root.without.length > 0 ? qsTr("Branch Off without %n Pictures", "", root.without.length) : qsTr("Branch Off with All")
            enabled: root.without.length < root.view.pictures.length
            onClicked: { root.view.branch(root.without); root.close() }
        }
    ]

    // As high as its pictures where the window has the room; further down they scroll.
    contentItem: ScrollPane {
        implicitHeight: contentHeight
        padding: 0

        Flow {
            width: parent.width
            spacing: Theme.unit

            Repeater {
                model: root.view.pictures

                Button {
                    id: cell

                    required property var modelData
                    readonly property bool leftOut: root.without.includes(modelData.item)

                    implicitWidth: Theme.px(80)
                    implicitHeight: Theme.px(64)
                    text: ""
                    hint: modelData.title
                    checked: leftOut
                    Accessible.role: Accessible.CheckBox
                    Accessible.name: modelData.title
                    Accessible.checked: !leftOut
                    onClicked: root.without = leftOut ? root.without.filter(one => one !== modelData.item) : root.without.concat([modelData.item])

                    Image {
                        anchors { fill: parent; margins: Theme.px(3) }
                        source: cell.modelData.picture
                        sourceSize: Qt.size(200, 200)
                        fillMode: Image.PreserveAspectCrop
                        asynchronous: true
                        opacity: cell.leftOut ? 0.25 : 1
                        Accessible.ignored: true
                    }
                    Icon { anchors.centerIn: parent; visible: cell.leftOut; name: "minus"; size: Theme.iconLarge; color: Theme.bad }
                }
            }
        }
    }
}
