// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Opificio
import Opificio.Controls
import Opificio.Screens

/// One setting: its name, its control, and the diamond of its keyframes. What was typed and cannot be is answered below it.
FocusScope {
    id: root

    required property Session session
    required property ParamModel params
    required property int index
    required property string name
    required property string label
    required property string help
    required property string facts
    required property string kind
    required property var value
    required property var initial
    required property real low
    required property real high
    required property real softLow
    required property real softHigh
    required property real step
    required property string unit
    required property var choices
    required property bool plain
    required property bool mixed
    required property bool keyed
    required property bool keyHere
    required property string problem
    required property bool busy
    required property string thing
    required property string detail
    required property string picture
    required property bool multiline

    signal menuAsked(row: int)

    // A small screen at a large size: words give way to fields.
    readonly property bool narrow: width < Theme.px(280)
    readonly property bool editable: params.editable
    readonly property var fields: ({ number: "ParamNumber", whole: "ParamNumber", "switch": "ParamSwitch", event: "ParamEvent", choice: "ParamChoice",
        point: "ParamPoint", colour: "ParamColour", text: "ParamText", item: "ParamThing", dataset: "ParamThing", model: "ParamThing", file: "ParamThing" })

    implicitHeight: row.height + (trouble.visible ? trouble.height + Theme.unit : 0) + (why.visible ? why.height + Theme.unit : 0)
    onActiveFocusChanged: if (activeFocus) params.current = index

    HoverHandler {
        onHoveredChanged: if (hovered) root.params.current = root.index
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: root.menuAsked(root.index)
    }
    ParameterRow {
        id: row

        anchors { left: parent.left; right: diamond.left; rightMargin: Theme.unit }
        enabled: root.editable
        label: root.label
        technicalName: root.facts
        why: root.help
        driver: ""
        labelWidth: ["item", "dataset", "model", "file"].includes(root.kind) ? Theme.px(72)
            : root.kind === "point" ? (root.narrow ? Theme.px(72) : Theme.labelWidth)
            : root.narrow ? Theme.px(92) : Math.min(Theme.px(136), Math.max(Theme.labelWidth, root.width * 0.42))
        changed: !root.plain
        onReset: root.params.reset(root.index)

        Loader {
            id: field

            width: parent.width
            focus: true
            Component.onCompleted: setSource(Qt.resolvedUrl((root.multiline ? "ParamLines" : root.fields[root.kind]) + ".qml"), { row: root })
        }
    }
    IconButton {
        id: diamond

        anchors { right: parent.right; top: parent.top; topMargin: Math.round((Theme.controlHeight - height) / 2) }
        implicitHeight: Theme.targetSize
        enabled: root.editable
        iconName: root.keyHere ? "keyframe-filled" : "keyframe"
        iconSize: Theme.iconSmall
        ink: root.keyed ? Theme.accent : hovered || visualFocus ? Theme.text : Theme.textDisabled
        text: root.keyHere ? qsTr("Take the Keyframe Away") : qsTr("Set a Keyframe")
        shortcut: "I"
        Accessible.name: qsTr("%1: %2").arg(root.label).arg(text)
        onClicked: root.params.toggleKey(root.index)
    }
    ParamProblem {
        id: trouble

        anchors { left: parent.left; right: parent.right; top: row.bottom; topMargin: Theme.unit }
        text: root.problem !== "" ? root.problem : root.mixed ? qsTr("The nodes hold different values; this is the first one's.") : ""
        wrong: root.problem !== ""
    }
    ParamProblem {
        id: why

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        text: root.params.explained === root.index ? root.facts + "\n" + root.help : ""
    }
    DropArea {
        anchors.fill: parent
        enabled: root.params.accepts(root.index)
        onDropped: (drop) => { drop.accepted = root.params.drop(root.index, drop.urls, drop.text) }

        Rectangle {
            anchors { fill: parent; margins: -Theme.unit }
            visible: parent.containsDrag
            color: "transparent"
            radius: Theme.radius
            border.width: Theme.px(2)
            border.color: Theme.accent
        }
    }
}
