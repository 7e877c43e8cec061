// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The keyboard, the wheel and the screen reader of a NumberField, and the one place where its moves begin and end. It has a
/// `value` of its own, because assistive technology writes to that property.
Item {
    id: root

    required property NumberRange field
    property bool moving: false
    property bool byMouse: false
    property real live: 0
    property real before: 0
    property real exact: 0
    property real rolled: 0
    property real value: 0
    readonly property real minimumValue: field.ranged ? field.from : -1e9
    readonly property real maximumValue: field.ranged ? field.to : 1e9
    readonly property real stepSize: field.stepSize

    signal editWanted(text: string)
    signal copyWanted()
    signal pasteWanted()

    function begin() {
        if (root.moving)
            return
        root.before = root.exact = root.live = root.field.value
        root.moving = true
    }
    /// `round` is the step that the number snaps to; 0: the field's own.
    function moveBy(amount: real, round: real) {
        root.begin()
        root.exact = Math.min(root.field.highest, Math.max(root.field.lowest, root.exact + amount))
        const grain = round > 0 ? round : root.field.whole ? 1 : Math.pow(10, -root.field.decimals)
        root.live = root.field.bound(Number((Math.round(root.exact / grain) * grain).toPrecision(12)))
        root.field.scrubbed(root.live)
    }
    function end() {
        letGo.stop()
        if (!root.moving)
            return
        if (root.live !== root.before)
            root.field.committed(root.live)
        root.moving = false
    }
    function abandon() {
        letGo.stop()
        if (!root.moving)
            return
        root.live = root.before
        root.field.scrubbed(root.before)
        root.field.cancelled()
        root.moving = false
    }
    function once(amount: real) {
        root.moveBy(amount, 0)
        root.end()
    }
    function roll(angle: real, digit: real, modifiers: int) {
        root.rolled += angle / 120
        const notches = Math.trunc(root.rolled)
        root.rolled -= notches
        if (notches !== 0)
            root.moveBy(notches * (digit > 0 ? digit : root.field.stepSize) * root.pace(modifiers), 0)
        letGo.restart()
    }
    function pace(modifiers: int): real {
        return modifiers & Qt.ShiftModifier ? (root.field.whole ? 1 : 0.1) : modifiers & Qt.ControlModifier ? 10 : 1
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.SpinBox
    Accessible.name: field.label
    Accessible.description: field.hint
    Accessible.focusable: true
    Accessible.onIncreaseAction: if (field.enabled) once(field.stepSize)
    Accessible.onDecreaseAction: if (field.enabled) once(-field.stepSize)
    Accessible.onPressAction: if (field.enabled) editWanted("")

    Binding { target: root; property: "value"; value: root.field.shown; restoreMode: Binding.RestoreNone }
    onValueChanged: if (Math.abs(value - field.shown) > 1e-12) Qt.callLater(root.take, value)
    function take(number: real) {
        if (Math.abs(number - root.field.shown) > 1e-12)
            root.field.committed(root.field.bound(number))
        root.value = Qt.binding(() => root.field.shown)
    }

    onActiveFocusChanged: {
        if (!activeFocus) {
            byMouse = false
            end()
        }
    }
    Keys.onPressed: (event) => {
        root.byMouse = false
        const step = root.field.stepSize * root.pace(event.modifiers)
        event.accepted = true
        switch (event.key) {
        case Qt.Key_Up: case Qt.Key_Right: root.moveBy(step, 0); break
        case Qt.Key_Down: case Qt.Key_Left: root.moveBy(-step, 0); break
        case Qt.Key_PageUp: root.moveBy(root.field.stepSize * 10, 0); break
        case Qt.Key_PageDown: root.moveBy(-root.field.stepSize * 10, 0); break
        case Qt.Key_Home: if (root.field.ranged) root.moveBy(root.field.from - root.field.shown, 0); break
        case Qt.Key_End: if (root.field.ranged) root.moveBy(root.field.to - root.field.shown, 0); break
        case Qt.Key_Return: case Qt.Key_Enter: case Qt.Key_F2: root.editWanted(""); break
        case Qt.Key_Backspace: case Qt.Key_Delete: root.field.reset(); break
        case Qt.Key_Escape: event.accepted = root.moving; root.abandon(); break
        default:
            if (event.matches(StandardKey.Copy)) root.copyWanted()
            else if (event.matches(StandardKey.Paste)) root.pasteWanted()
            else if (/^[-+*\/=.,0-9]$/.test(event.text) && !(event.modifiers & Qt.ControlModifier)) root.editWanted(event.text)
            else event.accepted = false
        }
    }
    Keys.onReleased: (event) => { if (!event.isAutoRepeat && !letGo.running) root.endOfKey(event.key) }
    function endOfKey(key: int) {
        if ([Qt.Key_Up, Qt.Key_Down, Qt.Key_Left, Qt.Key_Right, Qt.Key_PageUp, Qt.Key_PageDown, Qt.Key_Home, Qt.Key_End].includes(key))
            root.end()
    }

    // The wheel has no release: a pause ends its move.
    Timer { id: letGo; interval: 400; onTriggered: root.end() }
}
