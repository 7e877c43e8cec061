// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// What one should know while looking: whose picture it is, how it is looked at, how it keeps up, what lies under the pointer.
Item {
    id: root

    required property Session session
    required property PreviewItem picture
    required property ViewportModel viewer
    required property bool probing
    required property real originalZoom
    readonly property Stage stage: session.stage
    readonly property string channelWord: ["", qsTr("Red"), qsTr("Green"), qsTr("Blue"), qsTr("Alpha"), qsTr("Luma")][stage.channel]

    Row {
        anchors { left: parent.left; top: parent.top }
        spacing: Theme.unit

        Chip {
            visible: root.viewer.node !== ""
            pressable: true
            iconName: "eye"
            tint: Theme.accent
            text: root.viewer.slot > 0 ? qsTr("%1: showing %2").arg(root.viewer.slot).arg(root.viewer.label) : qsTr("Showing %1").arg(root.viewer.label)
            hint: qsTr("The picture of this node, not of the work. Press for the work's.")
            onClicked: root.viewer.viewResult()
        }
        Chip {
            visible: !root.stage.viewIsPlain
            pressable: true
            iconName: "sun"
            tint: Theme.warning
            text: qsTr("View only: %1").arg([root.channelWord,
                root.stage.gainStops !== 0 ? qsTr("gain %1").arg((root.stage.gainStops > 0 ? "+" : "") + Number(root.stage.gainStops).toLocaleString(Qt.locale(), "f", 1)) : "",
                root.stage.gamma !== 1 ? qsTr("gamma %1").arg(Number(root.stage.gamma).toLocaleString(Qt.locale(), "f", 2)) : "",
                root.stage.checkerboard ? qsTr("checkers") : ""].filter(word => word !== "").join(", "))
            hint: qsTr("Press to see the picture as it is.")
            onClicked: root.stage.resetView()
        }
    }
    Row {
        anchors { right: parent.right; bottom: parent.bottom }
        spacing: Theme.unit
        layoutDirection: Qt.RightToLeft

        Badge {
            visible: root.originalZoom > 0
            text: qsTr("Original, %1 %").arg(Math.round(root.originalZoom * 100))
            hint: qsTr("Closer than the work's own pixels: this is the picture as it lies in the library.")
            tint: Qt.alpha(Theme.panel, 0.9)
            ink: Theme.text
        }
        Badge {
            visible: text !== ""
            text: root.viewer.pace
            tint: Qt.alpha(Theme.panel, 0.9)
            ink: Theme.text
        }
        Badge {
            visible: root.stage.reduction > 1
            text: root.stage.reduction === 2 ? "1/2" : "1/4"
            hint: qsTr("While it moves it is rendered smaller, so that it keeps up; standing still it is whole.")
            tint: Qt.alpha(Theme.panel, 0.9)
            ink: Theme.text
        }
        Badge {
            visible: root.picture.sharing === "copied" && !root.stage.onProcessor
            text: qsTr("Copied picture")
            hint: root.picture.sharingReason
            tint: Qt.alpha(Theme.panel, 0.9)
            ink: Theme.text
        }
        Badge {
            visible: root.stage.rolling >= 0
            text: qsTr("Catching up: %1 %").arg(Math.round(root.stage.rolling * 100))
            hint: qsTr("Nodes that remember need the frames before this one.")
            tint: Qt.alpha(Theme.panel, 0.9)
            ink: Theme.text
        }
    }
    Rectangle {
        anchors { left: parent.left; bottom: parent.bottom }
        visible: root.probing && root.viewer.probed
        width: values.width + Theme.unit * 4
        height: Theme.px(24)
        radius: Theme.radius
        color: Qt.alpha(Theme.panel, 0.94)

        Row {
            id: values

            anchors.centerIn: parent
            spacing: Theme.unit * 3

            MonoText { text: root.viewer.place; color: Theme.textQuiet }
            MonoText { text: root.viewer.light }
            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(14)
                height: width
                radius: Theme.radiusSmall
                color: root.viewer.hex !== "" ? root.viewer.hex : "transparent"
                border.width: Theme.hairline
                border.color: Theme.lineStrong
            }
            MonoText { text: root.viewer.hex }
        }
    }
}
