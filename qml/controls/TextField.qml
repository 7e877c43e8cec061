// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T

/// One line of words. `committed` comes once an edit is done (Return, Tab, a click elsewhere) and has changed something;
/// Esc takes it back. A `problem` is a sentence: the field shows that there is one, and a tool tip says it.
T.TextField {
    id: root

    property string label
    property string iconName
    property string problem
    property string hint
    property string before

    signal committed(newText: string)

    implicitWidth: Theme.fieldWidth
    implicitHeight: Theme.controlHeight
    leftPadding: iconName === "" ? Theme.unit * 2 : Theme.unit * 3.5 + Theme.iconSize
    rightPadding: problem === "" ? Theme.unit * 2 : Theme.unit * 3.5 + Theme.iconSize
    verticalAlignment: TextInput.AlignVCenter
    color: enabled ? Theme.text : Theme.textDisabled
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentText
    placeholderTextColor: Theme.textQuiet
    selectByMouse: true
    hoverEnabled: true
    activeFocusOnTab: true
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase
    renderType: Text.NativeRendering

    Accessible.role: Accessible.EditableText
    Accessible.name: label !== "" ? label : placeholderText
    Accessible.description: problem !== "" ? problem : hint
    Accessible.onPressAction: root.forceActiveFocus(Qt.OtherFocusReason)

    onActiveFocusChanged: { activeFocus ? before = text : ensureVisible(0) }
    onTextChanged: if (!activeFocus) ensureVisible(0)
    Component.onCompleted: ensureVisible(0)
    onEditingFinished: {
        if (text !== before) {
            before = text
            root.committed(text)
        }
    }
    Keys.onEscapePressed: (event) => {
        event.accepted = text !== before
        text = before
    }

    background: FieldFrame {
        active: root.activeFocus
        hovered: root.hovered
        wrong: root.problem !== ""
    }

    Words {
        anchors { fill: parent; leftMargin: root.leftPadding; rightMargin: root.rightPadding }
        visible: root.length === 0 && root.preeditText === ""
        text: root.placeholderText
        font: root.font
        color: root.enabled ? Theme.textQuiet : Theme.textDisabled
    }
    Icon {
        anchors { left: parent.left; leftMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        visible: name !== ""
        name: root.iconName
        color: root.enabled ? Theme.textQuiet : Theme.textDisabled
    }
    Icon {
        anchors { right: parent.right; rightMargin: Theme.unit * 2; verticalCenter: parent.verticalCenter }
        visible: root.problem !== ""
        name: "error"
        color: Theme.bad
    }
    Hint { text: root.problem !== "" ? root.problem : root.hint; shown: root.hovered }
}
