// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Screens

/// What can be done with the picture that is looked at.
Item {
    id: root

    required property Session session
    required property ViewportModel viewer
    required property PreviewItem picture
    required property OutputWindow output
    required property string selected
    readonly property Commands commands: session.commands
    readonly property Stage stage: session.stage
    readonly property bool open: session.document.isOpen

    function solo(channel: int) {
        root.stage.channel = root.stage.channel === channel ? Stage.All : channel
    }

    Command { commands: root.commands; name: "view.fit"; place: "Compose"; label: qsTr("Fit the Picture"); key: "Ctrl+0"; onTriggered: root.picture.reset() }
    Command { commands: root.commands; name: "view.pixels"; place: "Compose"; label: qsTr("One to One"); synonyms: qsTr("100 % pixels zoom"); key: "Ctrl+1"; onTriggered: root.picture.oneToOne() }
    Command { commands: root.commands; name: "view.snapshot"; place: "Compose"; label: qsTr("Keep This Frame"); synonyms: qsTr("snapshot still picture"); key: "Ctrl+Alt+S"
        enabled: root.open; onTriggered: root.viewer.snapshot() }
    Command { commands: root.commands; name: "view.output"; place: "Compose"; label: root.output.visible ? qsTr("Close the Output Window") : qsTr("Output Window"); synonyms: qsTr("second screen projector full")
        key: "Shift+F11"; enabled: root.open; onTriggered: root.output.toggle() }
    Command { commands: root.commands; name: "view.result"; place: "Compose"; label: qsTr("Show the Work's Picture"); key: "0"; onTriggered: root.viewer.viewResult() }
    Command { commands: root.commands; name: "view.plain"; place: "Viewport"; label: qsTr("Show the Picture as It Is"); synonyms: qsTr("gain gamma channel reset"); key: "Backspace"; onTriggered: root.stage.resetView() }
    Command { commands: root.commands; name: "view.red"; place: "Viewport"; label: qsTr("Only Red"); key: "R"; onTriggered: root.solo(Stage.Red) }
    Command { commands: root.commands; name: "view.green"; place: "Viewport"; label: qsTr("Only Green"); key: "G"; onTriggered: root.solo(Stage.Green) }
    Command { commands: root.commands; name: "view.blue"; place: "Viewport"; label: qsTr("Only Blue"); key: "B"; onTriggered: root.solo(Stage.Blue) }
    Command { commands: root.commands; name: "view.alpha"; place: "Viewport"; label: qsTr("Only Alpha"); key: "A"; onTriggered: root.solo(Stage.Alpha) }
    Command { commands: root.commands; name: "view.luma"; place: "Viewport"; label: qsTr("Only Luma"); key: "Y"; onTriggered: root.solo(Stage.Luma) }
    Command { commands: root.commands; name: "view.samples"; place: "Viewport"; label: qsTr("Take the Sample Points Away"); onTriggered: root.viewer.dropSamples() }

    Instantiator {
        model: 9
        delegate: Command {
            required property int index

            commands: root.commands
            name: "view.slot" + (index + 1)
            place: "Compose"
            label: qsTr("Viewer %1").arg(index + 1)
            synonyms: qsTr("show node slot")
            key: String(index + 1)
            onTriggered: root.viewer.useSlot(index + 1, root.selected)
        }
    }
}
