// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// The digits of a NumberField; while `editing`, a line to type in. It reckons nothing: what is typed goes out.
TextInput {
    id: root

    required property NumberRange field
    property bool editing: false
    property string before

    signal done()

    function begin(first: string) {
        if (!root.field.enabled)
            return
        root.before = root.text
        root.editing = true
        root.forceActiveFocus(Qt.OtherFocusReason)
        if (first === "") {
            root.selectAll()
        } else {
            root.text = first
            root.cursorPosition = first.length
        }
    }
    function finish(taken: bool) {
        if (!root.editing)
            return
        const words = root.text.trim()
        root.editing = false
        if (taken && words !== "" && words !== root.before)
            root.field.typed(words)
    }
    function copyAll() {
        root.selectAll()
        root.copy()
        root.deselect()
    }
    function pasteAll() {
        root.begin("")
        root.paste()
        root.finish(true)
        root.done()
    }
    /// What the digit at `x` is worth: 100, 10, 1, 0.1; 0 where no digit is.
    function placeAt(x: real): real {
        const digit = root.positionAt(x, TextInput.CursorOnCharacter)
        if (x < 0 || x > root.width || !/[0-9]/.test(root.text.charAt(digit)))
            return 0
        const found = root.text.search(/[.,]/)
        const point = found < 0 ? root.text.length : found
        return Math.pow(10, digit < point ? point - digit - 1 : point - digit)
    }

    readOnly: !editing
    activeFocusOnTab: false
    activeFocusOnPress: editing
    selectByMouse: true
    clip: true
    horizontalAlignment: TextInput.AlignRight
    color: field.enabled ? Theme.text : Theme.textDisabled
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentText
    font.family: Theme.monoFamily
    font.pixelSize: Theme.fontSmall
    renderType: Text.NativeRendering
    Accessible.role: Accessible.EditableText
    Accessible.name: field.label
    Accessible.ignored: !editing

    onActiveFocusChanged: if (!activeFocus) finish(true)
    Keys.onReturnPressed: { finish(true); done() }
    Keys.onEnterPressed: { finish(true); done() }
    Keys.onEscapePressed: { finish(false); done() }

    Binding {
        target: root
        property: "text"
        value: root.field.say(root.field.shown)
        when: !root.editing
        restoreMode: Binding.RestoreNone
    }
}
