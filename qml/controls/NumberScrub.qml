// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The pointer on a NumberField: drags are counted in pixels, so that Shift and Ctrl may be pressed on the way.
MouseArea {
    id: root

    required property NumberRange field
    required property NumberHand hand
    property real labelEnd: 0
    property bool dragging: false
    /// Taken back by Esc: the rest of the drag counts no more.
    property bool dropped: false
    property real last: 0
    readonly property real perPixel: field.ranged ? (field.to - field.from) / Math.max(width, Theme.px(120)) : field.stepSize / Theme.px(2)
    /// A twentieth of the range, as a round number.
    readonly property real coarse: field.ranged ? rounded((field.to - field.from) / 20) : field.stepSize * 10

    signal editWanted()

    function rounded(size: real): real {
        const ten = Math.pow(10, Math.floor(Math.log10(size)))
        const step = [1, 2, 5, 10].find(n => n * ten >= size * 0.999) * ten
        return root.field.whole ? Math.max(1, Math.round(step)) : step
    }
    function drag(x: real, modifiers: int) {
        if (root.dropped || x === root.last || !root.dragging && Math.abs(x - root.last) < Theme.px(3))
            return
        root.dragging = true
        root.hand.moveBy((x - root.last) * root.perPixel * (modifiers & Qt.ShiftModifier ? 0.1 : 1), modifiers & Qt.ControlModifier ? root.coarse : 0)
        root.last = x
    }

    hoverEnabled: true
    preventStealing: true
    cursorShape: Qt.SizeHorCursor
    onPressed: (mouse) => {
        dragging = dropped = false
        last = mouse.x
        hand.byMouse = true
        hand.forceActiveFocus(Qt.MouseFocusReason)
    }
    onPositionChanged: (mouse) => { if (pressed) drag(mouse.x, mouse.modifiers) }
    Connections { target: root.field; function onCancelled() { root.dropped = true } }
    onReleased: hand.end()
    onCanceled: hand.abandon()
    onDoubleClicked: (mouse) => { mouse.x < labelEnd ? field.reset() : root.editWanted() }
}
