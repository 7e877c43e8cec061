// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// A knob on a line, for what is set by eye and has no number worth typing (the size of thumbnails, the gain of a view). As
/// in NumberField, `value` is only read: scrubbed while it moves, committed when it is let go. A double click is the default.
FocusScope {
    id: root

    required property string label
    property real value: 0
    property real from: 0
    property real to: 1
    property real stepSize: (to - from) / 100
    property real defaultValue: NaN
    property string hint
    property bool vertical: false
    /// What lies in the groove instead of a filled bar, e.g. a row of colours.
    property Gradient track: null
    property color knob: enabled ? Theme.text : Theme.textDisabled

    signal scrubbed(newValue: real)
    signal committed(newValue: real)

    implicitWidth: vertical ? Theme.targetSize : Theme.fieldWidth
    implicitHeight: vertical ? Theme.fieldWidth : Theme.targetSize

    T.Slider {
        id: slider

        property bool told: true
        property bool ready: false
        // By these names assistive technology asks.
        readonly property real minimumValue: from
        readonly property real maximumValue: to

        anchors.fill: parent
        focus: true
        focusPolicy: Qt.StrongFocus
        orientation: root.vertical ? Qt.Vertical : Qt.Horizontal
        from: root.from
        to: root.to
        stepSize: root.stepSize
        hoverEnabled: true
        padding: 0

        Accessible.role: Accessible.Slider
        Accessible.name: root.label
        Accessible.description: root.hint
        Accessible.onIncreaseAction: if (root.enabled) root.committed(Math.min(root.to, root.value + root.stepSize))
        Accessible.onDecreaseAction: if (root.enabled) root.committed(Math.max(root.from, root.value - root.stepSize))

        onMoved: { told = false; root.scrubbed(value) }
        onPressedChanged: if (!pressed && !told) { told = true; root.committed(value) }
        // Assistive technology writes the value itself; a value out of range is only shown at the end.
        onValueChanged: if (ready && !pressed && told && Math.abs(value - Math.min(to, Math.max(from, root.value))) > stepSize * 1e-3) root.committed(value)
        Component.onCompleted: ready = true

        Binding { target: slider; property: "value"; value: root.value; when: !slider.pressed; restoreMode: Binding.RestoreNone }

        background: Rectangle {
            readonly property bool wide: root.track !== null

            x: root.vertical ? Math.round((slider.width - width) / 2) : 0
            y: root.vertical ? 0 : Math.round((slider.height - height) / 2)
            width: root.vertical ? (wide ? Theme.px(12) : Theme.px(4)) : slider.availableWidth
            height: root.vertical ? slider.availableHeight : (wide ? Theme.px(12) : Theme.px(4))
            radius: Theme.radiusSmall
            color: Theme.lineStrong
            gradient: root.track

            Rectangle {
                visible: !parent.wide
                y: root.vertical ? slider.handle.y : 0
                width: root.vertical ? parent.width : slider.handle.x + slider.handle.width / 2
                height: root.vertical ? parent.height - y : parent.height
                radius: parent.radius
                color: root.enabled ? (slider.hovered || slider.pressed || root.activeFocus ? Theme.accent : Theme.outline) : Theme.textDisabled
            }
        }
        handle: Rectangle {
            x: root.vertical ? Math.round((slider.width - width) / 2) : slider.visualPosition * (slider.width - width)
            y: root.vertical ? slider.visualPosition * (slider.height - height) : Math.round((slider.height - height) / 2)
            width: Theme.px(14)
            height: width
            radius: width / 2
            color: root.knob
            border.width: Theme.px(2)
            border.color: root.track ? (root.enabled ? Theme.text : Theme.textDisabled) : Theme.panel

            FocusRing { shown: slider.visualFocus; radius: height / 2 }
        }
        TapHandler { onDoubleTapped: if (!isNaN(root.defaultValue)) root.committed(root.defaultValue) }
    }
    Hint { text: root.hint; shown: slider.hovered && !slider.pressed }
}
