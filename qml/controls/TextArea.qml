// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// Several lines of words. Tab goes on to the next control; `committed` comes when the keyboard leaves or on Ctrl+Return.
FocusScope {
    id: root

    property string text
    property string label
    property string placeholderText
    property string hint
    property bool mono: false
    property bool readOnly: false

    signal committed(newText: string)
    signal edited(newText: string)

    function finish() {
        if (area.text !== root.text)
            root.committed(area.text)
    }

    implicitWidth: Theme.fieldWidth * 2
    implicitHeight: Theme.px(84)
    onTextChanged: if (area.text !== text) area.text = text

    FieldFrame {
        anchors.fill: parent
        active: area.activeFocus
        hovered: area.hovered
    }
    Flickable {
        id: flick

        anchors { fill: parent; margins: Theme.px(2) }
        contentWidth: width
        contentHeight: area.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollBar { }

        T.TextArea.flickable: T.TextArea {
            id: area

            focus: true
            text: root.text
            readOnly: root.readOnly
            wrapMode: TextEdit.Wrap
            selectByMouse: true
            hoverEnabled: true
            activeFocusOnTab: true
            padding: Theme.unit * 1.5
            color: enabled ? Theme.text : Theme.textDisabled
            selectionColor: Theme.accentFill
            selectedTextColor: Theme.accentText
            font.family: root.mono ? Theme.monoFamily : Theme.fontFamily
            font.pixelSize: root.mono ? Theme.fontSmall : Theme.fontBase
            renderType: Text.NativeRendering
            Accessible.role: Accessible.EditableText
            Accessible.name: root.label !== "" ? root.label : root.placeholderText
            Accessible.description: root.hint
            Accessible.multiLine: true

            onTextChanged: if (activeFocus) root.edited(text)
            onActiveFocusChanged: if (!activeFocus) root.finish()
            KeyNavigation.priority: KeyNavigation.BeforeItem
            Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            Keys.onReturnPressed: (event) => {
                event.accepted = event.modifiers & Qt.ControlModifier
                if (event.accepted)
                    root.finish()
            }

            Words {
                anchors { left: parent.left; right: parent.right; top: parent.top; margins: area.padding }
                visible: area.length === 0 && area.preeditText === ""
                text: root.placeholderText
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                font: area.font
                color: root.enabled ? Theme.textQuiet : Theme.textDisabled
            }
        }
    }
}
