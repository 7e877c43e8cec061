// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The control of a parameter: a number that is dragged, rolled, stepped or typed.
///
///     NumberField { label: row.label; value: row.value; from: 0; to: 2; defaultValue: 1
///                   onScrubbed: (v) => row.preview(v); onCommitted: (v) => row.set(v); onTyped: (words) => row.type(words) }
///
/// Drag left and right (Shift ten times finer, Ctrl in round steps, Esc takes it back); the wheel turns the digit below the
/// pointer while the field has the keyboard; arrows and page keys step; Backspace gives the default; a double click, Return
/// or a digit begins to type, and what is typed ("1920/2", "*1.1", "12 mm") is handed out as it is. `value` is only read:
/// scrubbed comes while the hand moves, committed once when it lets go (one human act, one undo step).
NumberRange {
    id: root

    property bool labelled: false
    property string prefix: labelled ? label : ""

    moving: hand.moving
    editing: entry.editing
    shown: hand.moving ? hand.live : value
    implicitWidth: Theme.fieldWidth
    implicitHeight: Theme.controlHeight

    FieldFrame {
        id: frame

        anchors.fill: parent
        active: root.activeFocus
        hovered: scrub.containsMouse

        NumberBar {
            anchors { fill: parent; margins: frame.border.width }
            visible: root.ranged && root.enabled && !root.editing
            start: root.place(Math.min(root.to, Math.max(root.from, 0)))
            end: root.place(root.shown)
            live: root.moving || scrub.containsMouse || root.activeFocus
        }
        FocusRing { shown: hand.activeFocus && !hand.byMouse }
    }
    NumberHand {
        id: hand

        anchors.fill: parent
        field: root
        focus: true
        onEditWanted: (text) => entry.begin(text)
        onCopyWanted: entry.copyAll()
        onPasteWanted: entry.pasteAll()
    }
    Words {
        id: name

        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        width: Math.max(0, Math.min(implicitWidth, root.width - entry.implicitWidth - unitWords.width - Theme.unit * 6))
        visible: root.prefix !== "" && !root.editing && width >= Math.min(implicitWidth, Theme.unit * 7)
        text: root.prefix
        color: root.enabled ? Theme.textQuiet : Theme.textDisabled
        font.pixelSize: Theme.fontSmall
    }
    NumberEntry {
        id: entry

        anchors { right: unitWords.left; verticalCenter: parent.verticalCenter }
        anchors.rightMargin: unitWords.visible ? Theme.px(5) : 0
        width: editing ? root.width - Theme.unit * 4 - unitWords.width : implicitWidth
        field: root
        onDone: hand.forceActiveFocus(Qt.OtherFocusReason)
    }
    Words {
        id: unitWords

        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        visible: root.suffix !== ""
        elide: Text.ElideNone
        text: root.suffix
        color: root.enabled ? Theme.textQuiet : Theme.textDisabled
        font.pixelSize: Theme.fontSmall
    }
    NumberScrub {
        id: scrub

        anchors.fill: parent
        field: root
        hand: hand
        enabled: root.enabled && !root.editing
        labelEnd: name.visible ? name.x + name.width : 0
        onEditWanted: entry.begin("")
    }
    WheelHandler {
        enabled: root.activeFocus && !root.editing
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        onWheel: (event) => hand.roll(event.angleDelta.y, entry.placeAt(event.x - entry.x), event.modifiers)
    }
    Hint { text: root.hint; shortcut: root.shortcut; shown: scrub.containsMouse && !root.moving && root.hint !== "" }
}
