// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Opificio
import Opificio.Controls

/// One setting: its name, the control that its kind asks for, and why one would touch it.
ParameterRow {
    id: root

    required property ParamList settings
    required property string name
    required property string help
    required property string kind
    required property var value
    required property real low
    required property real high
    required property real initial
    required property string unit
    required property var choices
    required property string problem

    readonly property bool written: !["number", "whole", "choice", "switch", "event"].includes(kind)

    technicalName: name
    why: help
    labelWidth: Theme.px(140)
    onReset: settings.restore(name)

    NumberField {
        width: Math.min(parent.width, Theme.px(280))
        visible: root.kind === "number" || root.kind === "whole"
        label: root.label
        value: visible ? root.value : 0
        from: root.low
        to: root.high
        whole: root.kind === "whole"
        defaultValue: root.initial
        suffix: root.unit
        hint: root.problem !== "" ? root.problem : root.help
        onCommitted: v => root.settings.set(root.name, v)
        onTyped: typed => root.settings.type(root.name, typed)
    }
    ComboBox {
        width: Math.min(parent.width, Theme.px(280))
        visible: root.kind === "choice"
        label: root.label
        hint: root.help
        model: root.choices
        currentIndex: visible ? root.value : 0
        onActivated: index => root.settings.set(root.name, index)
    }
    Switch {
        visible: root.kind === "switch" || root.kind === "event"
        label: root.label
        hint: root.help
        checked: visible && root.value
        onToggled: root.settings.set(root.name, checked)
    }
    TextField {
        width: Math.min(parent.width, Theme.px(280))
        visible: root.written
        label: root.label
        hint: root.help
        text: visible ? root.value : ""
        problem: root.problem
        onCommitted: typed => root.settings.type(root.name, typed)
    }
}
