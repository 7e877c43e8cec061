// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

/// A colour as it looks on the screen: a swatch and its digits; pressed, it opens the square to choose from. `value` is only
/// read: scrubbed while the hand moves, committed when it lets go, typed for digits that are not a plain colour.
T.Button {
    id: root

    required property string label
    property color value: "#ffffff"
    property color defaultValue: value
    property bool hasAlpha: true
    property string hint
    property color live: value
    readonly property color shown: chooser.opened ? live : value

    signal scrubbed(newValue: color)
    signal committed(newValue: color)
    signal typed(newText: string)

    function digits(colour: color): string {
        const name = colour.toString()
        return name.length === 9 ? "#" + name.substring(3) + name.substring(1, 3) : name
    }

    /// The keyboard comes back here when the square closes.
    function choose() {
        root.forceActiveFocus(Qt.PopupFocusReason)
        chooser.open()
    }

    implicitWidth: Theme.fieldWidth
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.px(4)
    rightPadding: Theme.unit * 2
    hoverEnabled: true
    onClicked: choose()
    Keys.onReturnPressed: choose()
    Keys.onPressed: (event) => {
        event.accepted = event.key === Qt.Key_Backspace || event.key === Qt.Key_Delete
        if (event.accepted)
            root.committed(root.defaultValue)
    }

    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.description: digits(shown) + (hint === "" ? "" : ". " + hint)
    Accessible.onPressAction: if (enabled) choose()

    background: FieldFrame {
        active: root.activeFocus || chooser.opened
        hovered: root.hovered

        FocusRing { shown: root.visualFocus }
    }
    contentItem: Item {
        Swatch {
            width: Theme.px(36)
            height: parent.height - Theme.px(8)
            anchors.verticalCenter: parent.verticalCenter
            colour: root.shown
            opacity: root.enabled ? 1 : 0.4
        }
        Words {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: root.digits(root.shown)
            color: root.enabled ? Theme.text : Theme.textDisabled
            font.family: Theme.monoFamily
            font.pixelSize: Theme.fontSmall
        }
    }

    PopupPanel {
        id: chooser

        y: root.height + Theme.unit
        label: root.label
        onAboutToShow: choice.take(root.value)

        ColourChoice {
            id: choice

            focus: true
            hasAlpha: root.hasAlpha
            label: root.label
            onScrubbed: (colour) => { root.live = colour; root.scrubbed(colour) }
            onCommitted: (colour) => { root.live = colour; root.committed(colour) }
            onTyped: (words) => root.typed(words)
        }
    }
    Hint { text: root.hint; shown: root.hovered && !chooser.opened }
}
