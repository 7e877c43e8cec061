// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Opificio.Controls

/// What the rights of the kept items mean, before anything is made of them: a bar of their shares, then in words.
Column {
    id: root

    required property var rights
    required property var doubts
    readonly property int all: rights.reduce((sum, right) => sum + right.count, 0)

    spacing: Theme.unit * 2
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Rights of what is kept")

    Row {
        width: parent.width
        height: Theme.px(6)
        spacing: Theme.px(1)
        visible: root.all > 0

        Repeater {
            model: root.rights

            Rectangle {
                required property var modelData

                width: Math.max(Theme.px(3), (root.width - Theme.px(root.rights.length - 1)) * modelData.count / root.all)
                height: parent.height
                radius: Theme.px(2)
                color: Theme.rightsColor(modelData.kind)
            }
        }
    }
    Repeater {
        model: root.rights

        RightsMeaning {
            required property var modelData

            width: root.width
            kind: modelData.kind
            count: modelData.count
            showing: modelData.showing
            training: modelData.training
        }
    }
    Repeater {
        model: root.doubts

        Row {
            id: doubt

            required property string modelData

            width: root.width
            spacing: Theme.unit * 2

            Icon {
                y: Theme.px(1)
                name: "warning"
                size: Theme.iconSmall
                color: Theme.warning
            }
            BodyText {
                width: parent.width - x
                text: doubt.modelData
                font.pixelSize: Theme.fontSmall
            }
        }
    }
}
