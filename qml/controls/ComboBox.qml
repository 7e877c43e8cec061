// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import QtQuick.Templates as T

/// One of many. `activated(index)` says what the hand chose; Space opens, arrows go on. Typing the first letter goes there.
T.ComboBox {
    id: root

    property string label
    property string hint

    function stepTo(index: int) {
        if (!root.enabled || index < 0 || index >= root.count)
            return
        root.currentIndex = index
        root.activated(index)
    }

    implicitWidth: Theme.fieldWidth
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.unit * 2
    rightPadding: Theme.unit * 2 + Theme.iconSmall
    hoverEnabled: true
    font.family: Theme.fontFamily
    font.pixelSize: Theme.fontBase

    Accessible.role: Accessible.ComboBox
    Accessible.name: label !== "" ? label : displayText
    Accessible.description: label !== "" ? displayText : hint
    Accessible.onPressAction: {
        // Its keys walk and close the list, wherever the keyboard was.
        root.forceActiveFocus(Qt.OtherFocusReason)
        popup.opened ? popup.close() : popup.open()
    }
    Accessible.onIncreaseAction: stepTo(currentIndex + 1)
    Accessible.onDecreaseAction: stepTo(currentIndex - 1)

    background: Rectangle {
        radius: Theme.radius
        color: !root.enabled ? Theme.raised : root.popup.opened || root.down ? Theme.controlPressed : root.hovered ? Theme.controlHover : Theme.control
        border.width: Theme.highContrast ? Theme.hairline : 0
        border.color: Theme.outline

        FocusRing { shown: root.visualFocus }
    }
    contentItem: Words {
        text: root.displayText
        font: root.font
        color: root.enabled ? Theme.text : Theme.textDisabled
    }
    indicator: Icon {
        x: root.width - width - Theme.unit * 2
        y: Math.round((root.height - height) / 2)
        name: "chevron-down"
        size: Theme.iconSmall
        color: root.enabled ? Theme.textQuiet : Theme.textDisabled
    }
    delegate: ComboRow {
        required property var model
        required property int index

        width: ListView.view ? ListView.view.width : 0
        text: root.textRole === "" ? (model.modelData ?? "") : (model[root.textRole] ?? model.modelData?.[root.textRole] ?? "")
        current: index === root.currentIndex
        highlighted: index === root.highlightedIndex
        onImplicitWidthChanged: list.widest = Math.max(list.widest, implicitWidth)
        Component.onCompleted: list.widest = Math.max(list.widest, implicitWidth)
    }
    popup: PopupPanel {
        y: root.height + Theme.px(2)
        width: Math.max(root.width, Math.min(Theme.px(320), list.widest + leftPadding + rightPadding))
        height: Math.min(list.contentHeight + Theme.unit * 2, Theme.px(360), root.Window.height - Theme.unit * 4)
        padding: Theme.unit
        focus: false
        // One that fades is still there when Return is let go, and would choose twice.
        exit: null
        label: root.label

        contentItem: ListView {
            id: list

            property real widest: 0
            implicitHeight: contentHeight
            clip: true
            model: root.popup.visible ? root.delegateModel : null
            currentIndex: root.highlightedIndex
            highlightMoveDuration: 0
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: root.label
            T.ScrollBar.vertical: ScrollBar { }
        }
    }

    Hint { text: root.hint; shown: root.hovered && !root.popup.opened && root.hint !== "" }
}
